-- What a balance is made of.
\set c random(:first, :last)
\set m :base + (:c - :first) * :members + random(0, :members - 1)
select a.type, a.expires_on, a.balance from account a
where a.community_id = bench_id(1, :c) and a.owner = bench_id(2, :m) and a.balance <> 0;
