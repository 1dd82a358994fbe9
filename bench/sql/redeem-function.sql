-- One function call for each redemption.
\set c random(:first, :last)
\set m :base + (:c - :first) * :members + random(0, :members - 1)
\set r :c * 20 + random(0, :rewards - 1)
\set k random(1, 9000000000000000000)
select bench_redeem(bench_id(1, :c), bench_id(2, :m), bench_id(3, :r), :k::text);
