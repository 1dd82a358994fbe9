-- Months that are being closed, and those that are. Written by operations of the ledger, in the transaction of the books.

create table closing (
    community_id    uuid        not null references book,
    month           date        not null check (extract(day from month) = 1),   -- its first day
    status          text        not null check (status in ('prepared', 'signed', 'withdrawn')),
    prepared_by     text        not null,
    prepared_at     timestamptz not null,
    prepared_at_sequence bigint not null check (prepared_at_sequence >= 0),     -- of the books that the figures were read from
    figures         text        not null,                                       -- canonical JSON of what the month comes to
    figures_hash    text        not null check (figures_hash ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the figures
    signed_by       text,
    signed_at       timestamptz,
    sequence        bigint      check (sequence >= prepared_at_sequence),       -- of the books when the month was closed
    head_hash       text        check (head_hash ~ '^[0-9a-f]{64}$'),           -- of that transaction
    withdrawn_by    text,
    withdrawn_at    timestamptz,
    primary key (community_id, month),
    constraint closing_signed check (num_nonnulls(signed_by, signed_at, sequence, head_hash)
        = case when status = 'signed' then 4 else 0 end),
    constraint closing_withdrawn check (num_nonnulls(withdrawn_by, withdrawn_at)
        = case when status = 'withdrawn' then 2 else 0 end),
    constraint closing_second_person check (signed_by <> prepared_by)
);

-- What was signed stays.
revoke delete, truncate on closing from current_user;
