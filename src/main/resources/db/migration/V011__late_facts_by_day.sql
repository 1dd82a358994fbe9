-- What is read by the day it happened finds late facts by that day, and everything else by the day it took effect.
create index ledger_transaction_occurred on ledger_transaction (community_id, occurred_on, sequence) where occurred_on is not null;
