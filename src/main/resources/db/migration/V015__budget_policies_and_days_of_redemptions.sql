-- Each budget says for itself when it warns, and what becomes of credits beyond it. Those that exist go on as they were; the
-- defaults stay, for whoever says nothing of it.

alter table budget
    add column warn_at_percent int not null default 80 check (warn_at_percent between 1 and 100),
    add column beyond text not null default 'refuse' check (beyond in ('refuse', 'warn'));

-- Redemptions are listed by the days on which they were asked for, as committees do month by month. Their ids can't stand for
-- these days: what was kept in tables before has old days and new ids. The list looks up the first and the last id of each
-- day here and walks the primary key between them, instead of all that has happened since. It costs one entry more when a
-- redemption is made and when it changes its status, always near the end of the index; a list without it costs a walk from
-- the newest, of every redemption since that day, under the eyes of whoever waits for it.
create index redemption_day on redemption (community_id, requested_on, id);
