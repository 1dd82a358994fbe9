-- Files that committees hand in, what became of each of their rows, and redemptions of the past, which have no pickup code.

create table import (
    community_id    uuid        not null references community,
    id              uuid        not null,
    kind            text        not null check (kind in ('members', 'tasks', 'rewards', 'opening-balances', 'activities', 'redemptions')),
    mode            text        not null check (mode in ('atomic', 'independent')),
    dry_run         boolean     not null,
    status          text        not null check (status in ('received', 'running', 'done', 'failed')),
    actor           text        not null,                                   -- opaque id of who sent it
    file_sha256     text        not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
    file_size       bigint      not null check (file_size >= 0),
    ignored_columns text[]      not null,
    rows_total      bigint      check (rows_total >= 0),                    -- null until the end of the file has been seen
    rows_read       bigint      not null default 0 check (rows_read >= 0),
    accepted        bigint      not null default 0 check (accepted >= 0),
    refused         bigint      not null default 0 check (refused >= 0),
    unchanged       bigint      not null default 0 check (unchanged >= 0),
    problem_code    text,                                                   -- why it failed
    problem_text    text,                                                   -- name of the text that says so
    problem_values  text,                                                   -- what the text speaks of: a JSON array
    created_at      timestamptz not null,
    started_at      timestamptz,
    finished_at     timestamptz,
    seen_at         timestamptz not null,                                   -- when the instance that has it was last alive
    primary key (community_id, id),
    constraint import_finished check ((status in ('done', 'failed')) = (finished_at is not null)),
    constraint import_problem check ((status = 'failed') = (problem_code is not null))
);

-- A file that is being imported is not imported at the same time once more.
create unique index import_open on import (community_id, kind, mode, dry_run, file_sha256) where status in ('received', 'running');

create table import_row (
    community_id    uuid        not null,
    import_id       uuid        not null,
    line            bigint      not null check (line > 0),                  -- in the file; its headings are on the first
    outcome         text        not null check (outcome in ('accepted', 'unchanged', 'refused')),
    column_name     text,
    code            text        not null,
    message         text        not null,                                   -- name of the text that says what happened
    message_values  text        not null,                                   -- what the text speaks of: a JSON array
    subject_id      uuid,                                                   -- the row it made
    sequence        bigint,                                                 -- the transaction it made
    primary key (community_id, import_id, line),
    foreign key (community_id, import_id) references import (community_id, id)
);

create index import_row_outcome on import_row (community_id, import_id, outcome, line);

alter table redemption
    alter column pickup_code drop not null,
    add constraint redemption_reserved_code check (status <> 'reserved' or pickup_code is not null);
