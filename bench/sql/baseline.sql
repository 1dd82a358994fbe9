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
    id uuid := bench_uuid7();
    available account;
    held account;
    shelf account;
    reserved account;
    upcoming bigint;
    head text;
    what record;
    pickup text;
begin
    select b.sequence + 1, b.head_hash into upcoming, head from book b where b.community_id = community for update;
    pickup := lpad((upcoming * 39916801 % 100000000)::text, 8, '0');
    insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
    values (community, actor, call_key, bench_hash('', call_key), 201, '/v1/communities/bench/redemptions/' || id,
            bench_answer(id, member, reward, pickup), now());
    select * into strict available from account a where a.community_id = community and a.owner = member and a.type = 'AVAILABLE';
    select * into strict held from account a where a.community_id = community and a.owner = member and a.type = 'HELD';
    select * into strict shelf from account a where a.community_id = community and a.owner = reward and a.type = 'SHELF';
    select * into strict reserved from account a where a.community_id = community and a.owner = reward and a.type = 'RESERVED';
    select r.code, r.title, r.points, r.cost_fen into strict what
    from reward r join member m on m.community_id = r.community_id and m.id = member and m.status = 'ACTIVE'
    where r.community_id = community and r.id = reward and r.status = 'ACTIVE';
    if available.balance < what.points or shelf.balance < 1 then
        raise exception 'refused';
    end if;
    head := bench_hash(head, bench_canonical(community, upcoming, 'reservation', 'redemption/' || id, member,
        available.balance - what.points, held.balance + what.points, reward, shelf.balance - 1, reserved.balance + 1));
    insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, subject, hash)
    values (community, upcoming, 'reservation', current_date, now(), actor, 'redemption/' || id, head);
    insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
    values (community, upcoming, 0, member, what.points, available.number, available.balance - what.points, held.number,
            held.balance + what.points),
           (community, upcoming, 1, reward, 1, shelf.number, shelf.balance - 1, reserved.number, reserved.balance + 1);
    insert into redemption (community_id, id, member_id, status, points, pickup_code, pickup_by, requested_on, requested_at,
                            reservation)
    values (community, id, member, 'reserved', what.points, pickup, current_date + 30, current_date, now(), upcoming);
    insert into redemption_line (community_id, redemption_id, position, reward_id, code, title, stocked, quantity, points,
                                 cost_fen)
    values (community, id, 0, reward, what.code, what.title, true, 1, what.points, what.cost_fen);
    update account a set balance = n.balance
    from (values (available.number, available.balance - what.points), (held.number, held.balance + what.points),
                 (shelf.number, shelf.balance - 1), (reserved.number, reserved.balance + 1)) as n(number, balance)
    where a.community_id = community and a.number = n.number;
    update book b set sequence = upcoming, head_hash = head, recorded_at = now() where b.community_id = community;
    return pickup;
end $$;

create function bench_credit(community uuid, member uuid, call_key text) returns bigint language plpgsql as $$
declare
    actor constant text := '00000000-0000-7000-8009-000000000001';
    earned account;
    available account;
    upcoming bigint;
    head text;
begin
    select b.sequence + 1, b.head_hash into upcoming, head from book b where b.community_id = community for update;
    insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
    values (community, actor, call_key, bench_hash('', call_key), 201, '/v1/communities/bench/transactions/' || upcoming,
            bench_answer(community, member, community, ''), now());
    perform 1 from member m where m.community_id = community and m.id = member and m.status = 'ACTIVE';
    select * into strict earned from account a where a.community_id = community and a.owner = member and a.type = 'EARNED';
    select * into strict available from account a where a.community_id = community and a.owner = member and a.type = 'AVAILABLE';
    head := bench_hash(head, bench_canonical(community, upcoming, 'credit', null, member, earned.balance - 10,
        available.balance + 10, member, 0, 0));
    insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, subject, quantity, hash)
    values (community, upcoming, 'credit', current_date, now(), actor, 'task/' || community, 1, head);
    insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
    values (community, upcoming, 0, member, 10, earned.number, earned.balance - 10, available.number, available.balance + 10);
    update account a set balance = n.balance
    from (values (earned.number, earned.balance - 10), (available.number, available.balance + 10)) as n(number, balance)
    where a.community_id = community and a.number = n.number;
    update book b set sequence = upcoming, head_hash = head, recorded_at = now() where b.community_id = community;
    return upcoming;
end $$;
