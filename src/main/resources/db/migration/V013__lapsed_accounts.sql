-- Points that expire on a day have accounts of their own, which are empty for ever once that day is over. They are marked,
-- so that nobody reads them who adds the others up. No index may speak of balances: each change would go through all indexes.

alter table account
    add column lapsed boolean not null default false,                       -- empty, of points whose last day has passed
    add constraint account_lapsed check (not lapsed or (expires_on is not null and balance = 0));

-- What stands on accounts, and what is to expire, is found among those that are alive.
drop index account_expiring;
create index account_alive on account (community_id, expires_on) where not lapsed;
