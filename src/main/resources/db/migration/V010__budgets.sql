-- How many points may be issued in a month, by the whole community and by single tasks.

create table budget (
    community_id    uuid        not null references community,
    month           date        not null check (extract(day from month) = 1),                   -- its first day
    scope           uuid        not null,                                   -- the task, or the community itself
    task_id         uuid,                                                   -- null: all credits of the month
    points          bigint      not null check (points between 1 and 1000000000000),
    issued          bigint      not null check (issued >= 0),               -- credits of the month that are not reversed
    set_by          text        not null,
    set_at          timestamptz not null,
    primary key (community_id, scope, month),
    foreign key (community_id, task_id) references task (community_id, id),
    constraint budget_scope check (scope = coalesce(task_id, community_id))
) with (fillfactor = 80);

-- A month is set and shown whole.
create index budget_month on budget (community_id, month, scope);

-- What goods have cost is read from their receipts, not from all transactions.
create index ledger_transaction_unit_cost on ledger_transaction (community_id, sequence) where unit_cost_fen is not null;
