-- What a seasoned developer would write instead of the service: one function call for each redemption or credit, which
-- leaves the same rows. Ids, codes and hashes are made as cheaply as PostgreSQL can.

-- The id of the number-th thing of a kind, as in books.py.
create function bench_id(kind int, number bigint) returns uuid language sql immutable parallel safe as
$$ select ('00000000-0000-7000-800' || kind || '-' || lpad(to_hex(number), 12, '0'))::uuid $$;

-- An id in order of time (UUID version 7), as the service makes them.
create function bench_uuid7() returns uuid language sql volatile as
$$ select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(r, 1, 3) || '8' || substr(r, 5, 15))::uuid from (select md5(random()::text) as r) s $$;

create function bench_hash(previous text, what text) returns text language sql immutable as
$$ select encode(sha256(convert_to(previous || chr(10) || what, 'UTF8')), 'hex') $$;

-- What the transaction's canonical JSON is for the service: all that the hash covers.
create function bench_canonical(community uuid, sequence bigint, kind text, subject text, owner uuid, from_balance bigint,
                                to_balance bigint, owner2 uuid, from_balance2 bigint, to_balance2 bigint)
returns text language sql stable as
$$ select format('{"actor":"00000000-0000-7000-8009-000000000001","community":"%s","effectiveOn":"%s","kind":"%s","postings":'
        || '[{"amount":5,"asset":"points","from":{"account":1,"balance":%s,"expiresOn":"2027-12-31","owner":"%s","type":"available"},'
        || '"to":{"account":1,"balance":%s,"expiresOn":"2027-12-31","owner":"%s","type":"held"}},'
        || '{"amount":1,"asset":"units","from":{"account":1,"balance":%s,"owner":"%s","type":"shelf"},'
        || '"to":{"account":1,"balance":%s,"owner":"%s","type":"reserved"}}],"recordedAt":"%s","sequence":%s,"subject":"%s"}',
        community, current_date, kind, from_balance, owner, to_balance, owner, from_balance2, owner2, to_balance2, owner2,
        now(), sequence, subject) $$;

create function bench_answer(redemption uuid, member uuid, reward uuid, code text) returns text language sql stable as
$$ select format('{"id":"%s","memberId":"%s","status":"reserved","points":5,"pickupCode":"%s","pickupBy":"%s","requestedAt":"%s",'
        || '"lines":[{"rewardId":"%s","code":"reward","title":"Reward","quantity":1,"points":5}]}',
        redemption, member, code, current_date + 30, now(), reward) $$;

create function bench_redeem(community uuid, member uuid, reward uuid, call_key text) returns text language plpgsql as $$
declare
    actor constant text := '00000000-0000-7000-8009-000000000001';
    today constant date := current_date;
    moment constant timestamptz := now();
    -- An id in order of time (UUID version 7).
    noise constant text := md5(random()::text);
    id constant uuid := (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(noise, 1, 3) || '8' || substr(noise, 5, 15))::uuid;
    available bigint; available_after bigint; held bigint; held_after bigint;
    shelf bigint; shelf_after bigint; reserved bigint; reserved_after bigint;
    what_code text; what_title text; price bigint; cost bigint;
    upcoming bigint; head text; pickup text;
begin
    select b.sequence + 1, b.head_hash into upcoming, head from book b where b.community_id = community for update;
    pickup := lpad((upcoming * 39916801 % 100000000)::text, 8, '0');
    insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
    values (community, actor, call_key, encode(sha256(call_key::bytea), 'hex'), 201,
            '/v1/communities/bench/redemptions/' || id,
            '{"id":"' || id || '","memberId":"' || member || '","status":"reserved","points":5,"pickupCode":"' || pickup
            || '","pickupBy":"' || today + 30 || '","requestedAt":"' || moment || '","lines":[{"rewardId":"' || reward
            || '","code":"reward","title":"Reward","quantity":1,"points":5}]}', moment);
    select r.code, r.title, r.points, r.cost_fen into strict what_code, what_title, price, cost
    from reward r, member m
    where r.community_id = community and r.id = reward and r.status = 'active'
      and m.community_id = community and m.id = member and m.status = 'active';
    select a.number, a.balance - price, h.number, h.balance + price into strict available, available_after, held, held_after
    from account a, account h
    where a.community_id = community and a.owner = member and a.type = 'available'
      and h.community_id = community and h.owner = member and h.type = 'held';
    select s.number, s.balance - 1, r.number, r.balance + 1 into strict shelf, shelf_after, reserved, reserved_after
    from account s, account r
    where s.community_id = community and s.owner = reward and s.type = 'shelf'
      and r.community_id = community and r.owner = reward and r.type = 'reserved';
    if available_after < 0 or shelf_after < 0 then
        raise exception 'refused';
    end if;
    -- As long as the text that the service hashes.
    head := encode(sha256(convert_to(head || chr(10)
        || '{"actor":"00000000-0000-7000-8009-000000000001","community":"' || community || '","effectiveOn":"' || today
        || '","kind":"reservation","postings":[{"amount":' || price || ',"asset":"points","from":{"account":' || available
        || ',"balance":' || available_after || ',"expiresOn":"2027-12-31","owner":"' || member
        || '","type":"available"},"to":{"account":' || held || ',"balance":' || held_after
        || ',"expiresOn":"2027-12-31","owner":"' || member || '","type":"held"}},{"amount":1,"asset":"units/' || reward
        || '","from":{"account":' || shelf || ',"balance":' || shelf_after || ',"owner":"' || reward
        || '","type":"shelf"},"to":{"account":' || reserved || ',"balance":' || reserved_after || ',"owner":"' || reward
        || '","type":"reserved"}}],"recordedAt":"' || moment || '","sequence":' || upcoming || ',"subject":"redemption/' || id
        || '"}', 'UTF8')), 'hex');
    insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, cause_kind, cause_id, hash)
    values (community, upcoming, 'reservation', today, moment, actor, 'redemption', id, head);
    insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
    values (community, upcoming, 0, member, price, available, available_after, held, held_after),
           (community, upcoming, 1, reward, 1, shelf, shelf_after, reserved, reserved_after);
    insert into redemption (community_id, id, member_id, status, points, pickup_code, pickup_by, requested_on, requested_at,
                            reservation)
    values (community, id, member, 'reserved', price, pickup, today + 30, today, moment, upcoming);
    insert into redemption_line (community_id, redemption_id, position, reward_id, code, title, stocked, quantity, points,
                                 cost_fen)
    values (community, id, 0, reward, what_code, what_title, true, 1, price, cost);
    update account a set balance = n.balance
    from (values (available, available_after), (held, held_after), (shelf, shelf_after), (reserved, reserved_after))
      as n(number, balance)
    where a.community_id = community and a.number = n.number;
    update book b set sequence = upcoming, head_hash = head, recorded_at = moment where b.community_id = community;
    return pickup;
end $$;

create function bench_credit(community uuid, member uuid, call_key text) returns bigint language plpgsql as $$
declare
    actor constant text := '00000000-0000-7000-8009-000000000001';
    today constant date := current_date;
    moment constant timestamptz := now();
    task constant uuid := community;
    earned bigint; earned_after bigint; available bigint; available_after bigint;
    upcoming bigint; head text;
begin
    select b.sequence + 1, b.head_hash into upcoming, head from book b where b.community_id = community for update;
    insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
    values (community, actor, call_key, encode(sha256(call_key::bytea), 'hex'), 201,
            '/v1/communities/bench/transactions/' || upcoming,
            '{"sequence":' || upcoming || ',"memberId":"' || member || '","points":10,"arrearsPaid":0,"expiresOn":"2027-12-31","taskId":"'
            || task || '","quantity":1,"effectiveOn":"' || today || '","recordedAt":"' || moment || '","available":1000000}', moment);
    perform 1 from member m where m.community_id = community and m.id = member and m.status = 'active';
    select e.number, e.balance - 10, a.number, a.balance + 10 into strict earned, earned_after, available, available_after
    from account e, account a
    where e.community_id = community and e.owner = member and e.type = 'earned'
      and a.community_id = community and a.owner = member and a.type = 'available';
    head := encode(sha256(convert_to(head || chr(10)
        || '{"actor":"00000000-0000-7000-8009-000000000001","community":"' || community || '","effectiveOn":"' || today
        || '","kind":"credit","postings":[{"amount":10,"asset":"points","from":{"account":' || earned || ',"balance":'
        || earned_after || ',"owner":"' || member || '","type":"earned"},"to":{"account":' || available || ',"balance":'
        || available_after || ',"expiresOn":"2027-12-31","owner":"' || member || '","type":"available"}}],"quantity":1,"recordedAt":"'
        || moment || '","sequence":' || upcoming || ',"subject":"task/' || task || '"}', 'UTF8')), 'hex');
    insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, task_id, quantity, hash)
    values (community, upcoming, 'credit', today, moment, actor, task, 1, head);
    insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
    values (community, upcoming, 0, member, 10, earned, earned_after, available, available_after);
    update account a set balance = n.balance
    from (values (earned, earned_after), (available, available_after)) as n(number, balance)
    where a.community_id = community and a.number = n.number;
    update book b set sequence = upcoming, head_hash = head, recorded_at = moment where b.community_id = community;
    return upcoming;
end $$;
