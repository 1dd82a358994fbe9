-- What a reservation writes decides how many of them there can be.

-- A foreign key costs a look-up and a lock on the row it refers to for each row that is written, and its look-up is planned by
-- PostgreSQL alone, which on a new database takes any index that begins with the community. The operations have these rows before
-- them when they write, and nobody may delete what others refer to.
alter table redemption drop constraint redemption_community_id_member_id_fkey;
alter table redemption_line
    drop constraint redemption_line_community_id_redemption_id_fkey,
    drop constraint redemption_line_community_id_reward_id_fkey;
alter table merchant_due drop constraint merchant_due_community_id_redemption_id_fkey;
revoke delete, truncate on member, reward, redemption, redemption_line from current_user;

-- One index instead of two: a code is unique among open redemptions, whose steps are none yet, and found among all.
drop index redemption_open_code;
drop index redemption_code;
create unique index redemption_code on redemption (community_id, pickup_code, (coalesce(collection, closing, 0)));

-- Of indexes that look alike to PostgreSQL, as all do while a table is small by its statistics, it takes the newest; for what it
-- finds by an id that has to be the primary key.
alter table member drop constraint member_pkey, add primary key (community_id, id);
alter table redemption drop constraint redemption_pkey, add primary key (community_id, id);
alter table account drop constraint account_pkey, add primary key (community_id, number);
alter table ledger_transaction drop constraint ledger_transaction_pkey, add primary key (community_id, sequence);
