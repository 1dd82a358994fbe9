-- Units lie at stations, merchants are owed money, and facts may come late.

alter table account
    add column station uuid,                                                -- where the units lie; null: the main station
    drop constraint account_identity,
    add constraint account_identity unique nulls not distinct (community_id, owner, type, expires_on, station),
    drop constraint account_type,
    add constraint account_type check (type in ('EARNED', 'AVAILABLE', 'HELD', 'SPENT', 'EXPIRED', 'FORFEITED', 'ARREARS',
                                                'SUPPLIED', 'SHELF', 'RESERVED', 'HANDED_OUT', 'ADJUSTED',
                                                'PAYABLE', 'MERCHANT', 'SETTLED')),
    drop constraint account_bound,
    add constraint account_bound check (case
        when type in ('EARNED', 'ARREARS', 'SUPPLIED', 'PAYABLE') then balance <= 0
        when type in ('ADJUSTED', 'MERCHANT') then true
        else balance >= 0 end),
    add constraint account_station check (station is null or type in ('SHELF', 'RESERVED'));

alter table ledger_transaction
    add column occurred_on date,                                            -- the day it really happened, where that was closed
    add column unit_cost_fen bigint check (unit_cost_fen >= 0);             -- of each unit received

-- A month is read by its days, whatever the age of the books.
create index ledger_transaction_effective on ledger_transaction (community_id, effective_on, sequence);
