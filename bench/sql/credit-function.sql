-- One function call for each credit.
\set c random(:first, :last)
\set m :base + (:c - :first) * :members + random(0, :members - 1)
\set k random(1, 9000000000000000000)
select bench_credit(bench_id(1, :c), bench_id(2, :m), :k::text);
