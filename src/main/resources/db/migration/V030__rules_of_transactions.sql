-- What the service has always seen to. Rows from before are looked at by the verification, which names one that breaks a rule;
-- a service that does not start could not.
alter domain transaction_kind add constraint transaction_kind_known check (
    value in ('credit', 'deduction', 'reversal', 'points-expiry', 'stock-receipt', 'reservation', 'collection', 'cancellation',
        'pickup-expiry', 'return', 'opening-balance', 'stock-adjustment', 'stock-transfer', 'settlement')) not valid;
alter table ledger_transaction
    add constraint ledger_transaction_occurred check (occurred_on < effective_on) not valid;
