-- A reference counts once for each kind, and once more for each reversal that took back what stood under it: whoever uses it
-- again names that reversal, so that it is used again by one transaction only.

alter table ledger_transaction
    add column reference_freed_by bigint check (reference_freed_by < sequence);    -- the reversal; null: nobody had it before

drop index ledger_transaction_reference;
create unique index ledger_transaction_reference on ledger_transaction (community_id, kind, reference, reference_freed_by)
    nulls not distinct where reference is not null;
