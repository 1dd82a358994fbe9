-- What a transaction is about, in columns: no text that each reader takes apart. The export, and so the hash, makes the same text
-- of them. The task that counts a fact stands apart from the fact itself, so that a fact of another kind can have one too.

-- Domains, and not checks of the table: PostgreSQL reads a check anew for each statement that inserts, and a domain's once.
create domain transaction_kind as text;
create domain cause_kind as text constraint cause_kind_known check (
    value in ('member', 'redemption', 'reward', 'settlement', 'stocktake'));

alter table ledger_transaction
    add column cause_kind text,
    add column task_id uuid;

-- Written anew as a whole: nothing is updated, and the text leaves no room behind. The service has written these six kinds, each with
-- the id of a row. Any other text was put there behind its back; then the hash says so, as before.
alter table ledger_transaction
    alter column kind type transaction_kind,
    alter column cause_kind type cause_kind using case
        when left(subject, -36) in ('member/', 'redemption/', 'reward/', 'settlement/', 'stocktake/')
             and translate(right(subject, 36), '123456789abcdef', repeat('0', 15)) = '00000000-0000-0000-0000-000000000000'
        then left(subject, -37) end,
    alter column task_id type uuid using case
        when left(subject, -36) = 'task/'
             and translate(right(subject, 36), '123456789abcdef', repeat('0', 15)) = '00000000-0000-0000-0000-000000000000'
        then right(subject, 36)::uuid end,
    alter column subject type uuid using case
        when left(subject, -36) in ('member/', 'redemption/', 'reward/', 'settlement/', 'stocktake/')
             and translate(right(subject, 36), '123456789abcdef', repeat('0', 15)) = '00000000-0000-0000-0000-000000000000'
        then right(subject, 36)::uuid end;
alter table ledger_transaction rename column subject to cause_id;

-- The hash chain has no word yet for a task beside another cause.
alter table ledger_transaction
    add constraint ledger_transaction_cause check (
        (cause_kind is null) = (cause_id is null) and (cause_kind is null or task_id is null));
