-- What users and clients may do, and which of their tokens are still good: a token carries the epoch of its account, and whatever
-- ends the tokens of an account makes a new epoch.
alter table access_user add column epoch integer not null default 0;
-- fuxi/counter: in fuxi not all that the role may, but this
alter table access_user add column permissions text[] not null default '{}';

alter table access_client add column epoch integer not null default 0;
-- Of the tokens that it gets for members: they don't end with its own when it has a new secret.
alter table access_client add column minting_epoch integer not null default 0;
alter table access_client add column scopes text[] not null default
    '{members:read,members:write,member-tokens:write,credits:write,redemptions:read,redemptions:write,balances:read,catalogue:read}';
-- The only tasks that it credits for; all when there is none.
alter table access_client add column task_ids uuid[] not null default '{}';
alter table access_client add column points_per_day bigint;
alter table access_client add constraint access_client_points_per_day check (points_per_day > 0);
