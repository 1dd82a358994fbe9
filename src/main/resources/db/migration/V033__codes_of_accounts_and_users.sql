-- The types of accounts, and the roles and statuses of users and clients, are kept by the codes that the API writes, as the
-- other enums are since V029. All rows of accounts are written anew, which takes a while in large books.

alter table account drop constraint account_expiry, drop constraint account_bound, drop constraint account_station;
alter domain account_type drop constraint account_type_known;
update account set type = lower(replace(type, '_', '-') collate "C");
alter domain account_type add constraint account_type_known check (
    value in ('earned', 'available', 'held', 'spent', 'expired', 'forfeited', 'arrears', 'supplied', 'shelf', 'reserved',
        'handed-out', 'adjusted', 'payable', 'merchant', 'settled'));
alter table account
    add constraint account_expiry check (expires_on is null or type in ('available', 'held')),
    add constraint account_station check (station is null or type in ('shelf', 'reserved')),
    add constraint account_bound check (case
        when type in ('earned', 'arrears', 'supplied', 'payable') then balance <= 0
        when type in ('adjusted', 'merchant') then true
        else balance >= 0 end);
analyze account;

alter table access_user
    drop constraint access_user_role_check,
    drop constraint access_user_merchant,
    drop constraint access_user_merchant_community,
    drop constraint access_user_status_check;
update access_user set role = lower(role collate "C"), status = lower(status collate "C");
alter table access_user
    add constraint access_user_role_check check (role in ('admin', 'committee', 'merchant')),
    add constraint access_user_merchant check ((role = 'merchant') = (merchant_id is not null)),
    add constraint access_user_merchant_community check (role <> 'merchant' or cardinality(communities) = 1),
    add constraint access_user_status_check check (status in ('active', 'disabled'));

alter table access_client drop constraint access_client_status_check;
update access_client set status = lower(status collate "C");
alter table access_client add constraint access_client_status_check check (status in ('active', 'disabled'));
