-- The usual transaction of several statements for each redemption.
\set c random(:first, :last)
\set m :base + (:c - :first) * :members + random(0, :members - 1)
\set r :c * 20 + random(0, :rewards - 1)
\set k random(1, 9000000000000000000)
begin;
select sequence + 1 as next, head_hash, bench_uuid7() as id, lpad(((sequence + 1) * 39916801 % 100000000)::text, 8, '0') as code
from book where community_id = bench_id(1, :c) for update \gset
insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
values (bench_id(1, :c), '00000000-0000-7000-8009-000000000001', :k::text, bench_hash('', :k::text), 201,
        '/v1/communities/bench/redemptions/' || :id::uuid, bench_answer(:id::uuid, bench_id(2, :m), bench_id(3, :r), :code::text),
        now());
select a.number as a_number, a.balance as a_balance, h.number as h_number, h.balance as h_balance
from account a join account h on h.community_id = a.community_id and h.owner = a.owner and h.type = 'held'
where a.community_id = bench_id(1, :c) and a.owner = bench_id(2, :m) and a.type = 'available' \gset
select s.number as s_number, s.balance as s_balance, r.number as r_number, r.balance as r_balance
from account s join account r on r.community_id = s.community_id and r.owner = s.owner and r.type = 'reserved'
where s.community_id = bench_id(1, :c) and s.owner = bench_id(3, :r) and s.type = 'shelf' \gset
select points, cost_fen from reward where community_id = bench_id(1, :c) and id = bench_id(3, :r) and status = 'active' \gset
select status from member where community_id = bench_id(1, :c) and id = bench_id(2, :m) \gset
insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, cause_kind, cause_id, hash)
values (bench_id(1, :c), :next::bigint, 'reservation', current_date, now(), '00000000-0000-7000-8009-000000000001',
        'redemption', :id::uuid, bench_hash(:head_hash::text, bench_canonical(bench_id(1, :c), :next::bigint, 'reservation',
        'redemption/' || :id::uuid, bench_id(2, :m), :a_balance::bigint - :points::bigint, :h_balance::bigint + :points::bigint, bench_id(3, :r),
        :s_balance::bigint - 1, :r_balance::bigint + 1)))
returning hash \gset
insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
values (bench_id(1, :c), :next::bigint, 0, bench_id(2, :m), :points::bigint, :a_number::bigint, :a_balance::bigint - :points::bigint, :h_number::bigint, :h_balance::bigint + :points::bigint),
       (bench_id(1, :c), :next::bigint, 1, bench_id(3, :r), 1, :s_number::bigint, :s_balance::bigint - 1, :r_number::bigint, :r_balance::bigint + 1);
insert into redemption (community_id, id, member_id, status, points, pickup_code, pickup_by, requested_on, requested_at, reservation)
values (bench_id(1, :c), :id::uuid, bench_id(2, :m), 'reserved', :points::bigint, :code::text, current_date + 30, current_date, now(), :next::bigint);
insert into redemption_line (community_id, redemption_id, position, reward_id, code, title, stocked, quantity, points, cost_fen)
values (bench_id(1, :c), :id::uuid, 0, bench_id(3, :r), 'reward', 'Reward', true, 1, :points::bigint, :cost_fen::bigint);
update account set balance = balance - :points::bigint where community_id = bench_id(1, :c) and number = :a_number::bigint;
update account set balance = balance + :points::bigint where community_id = bench_id(1, :c) and number = :h_number::bigint;
update account set balance = balance - 1 where community_id = bench_id(1, :c) and number = :s_number::bigint;
update account set balance = balance + 1 where community_id = bench_id(1, :c) and number = :r_number::bigint;
update book set sequence = :next::bigint, head_hash = :hash::text, recorded_at = now() where community_id = bench_id(1, :c);
commit;
