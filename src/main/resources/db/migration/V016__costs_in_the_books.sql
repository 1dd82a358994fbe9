-- What was handed out, or came back, had cost altogether when it was reserved: part of the transaction, and so of the hash chain.
-- Transactions that are older have none; the lines of their redemptions say it.

alter table ledger_transaction
    add column cost_fen bigint check (cost_fen between 0 and 9007199254740991);
