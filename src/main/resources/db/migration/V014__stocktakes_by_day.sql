-- A stocktake belongs to the day on which it was counted, whenever it is completed.

alter table stocktake add column counted_on date;                           -- null: open, and counted on the day it is completed

-- Time zones that PostgreSQL doesn't know are taken for UTC.
update stocktake s set counted_on = (s.closed_at at time zone coalesce(z.name, 'UTC'))::date
from community c left join pg_timezone_names z on z.name = c.time_zone
where c.id = s.community_id and s.status = 'completed';

alter table stocktake add constraint stocktake_counted check (status <> 'completed' or counted_on is not null);

drop index stocktake_completed;
create index stocktake_counted on stocktake (community_id, counted_on) where status = 'completed';

-- By the books at the end of an earlier day there may have been less than nothing, where a receipt was recorded with a later one.
alter table stocktake_line drop constraint stocktake_line_expected_check;

-- Counts that agree move nothing, so the number of a transaction doesn't tell whether figures know of them.
alter table closing add column stocktakes bigint check (stocktakes >= 0);   -- counted in the month when its figures were read
