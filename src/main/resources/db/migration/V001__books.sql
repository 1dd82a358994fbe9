-- The books of one community: community_id leads every key, so that communities can be spread over several databases.

-- The head of a community's books. Its row is the one lock that writers take.
create table book (
    community_id    uuid        not null primary key,
    sequence        bigint      not null default 0 check (sequence >= 0),   -- of the last transaction
    head_hash       text        not null default repeat('0', 64) check (head_hash ~ '^[0-9a-f]{64}$'),
    recorded_at     timestamptz not null default '1970-01-01Z',             -- of the last transaction
    accounts        bigint      not null default 0 check (accounts >= 0),   -- number of the last account
    closed_through  date                                                    -- nothing is posted with a day up to this one
) with (fillfactor = 50);

create table account (
    community_id    uuid        not null references book,
    number          bigint      not null check (number > 0),
    type            text        not null,
    owner           uuid        not null,                                   -- a member or a reward
    expires_on      date,                                                   -- last day of these points; null: they never expire
    balance         bigint      not null,
    primary key (community_id, number),
    constraint account_identity unique nulls not distinct (community_id, owner, type, expires_on),
    constraint account_type check (type in ('EARNED', 'AVAILABLE', 'HELD', 'SPENT', 'EXPIRED', 'FORFEITED', 'ARREARS',
                                            'SUPPLIED', 'SHELF', 'RESERVED', 'HANDED_OUT', 'ADJUSTED')),
    constraint account_expiry check (expires_on is null or type in ('AVAILABLE', 'HELD')),
    constraint account_bound check (case
        when type in ('EARNED', 'ARREARS', 'SUPPLIED') then balance <= 0
        when type = 'ADJUSTED' then true
        else balance >= 0 end),
    constraint account_range check (balance between -9007199254740991 and 9007199254740991)
) with (fillfactor = 60);

-- The job that expires points looks for days that have passed.
create index account_expiring on account (community_id, expires_on) where type = 'AVAILABLE' and expires_on is not null;

create table ledger_transaction (
    community_id    uuid        not null,
    sequence        bigint      not null check (sequence > 0),
    kind            text        not null,
    effective_on    date        not null,
    recorded_at     timestamptz not null,
    actor           text        not null,
    subject         text,                                                   -- what it is about, such as redemption/<id>
    quantity        bigint      check (quantity > 0),
    reason          text,
    reference       text,
    reverses        bigint      check (reverses > 0 and reverses < sequence),
    hash            text        not null check (hash ~ '^[0-9a-f]{64}$'),
    primary key (community_id, sequence)
);

-- A caller's document number counts once for each kind, and a transaction is reversed at most once.
create unique index ledger_transaction_reference on ledger_transaction (community_id, kind, reference) where reference is not null;
create unique index ledger_transaction_reverses on ledger_transaction (community_id, reverses) where reverses is not null;

create table posting (
    community_id    uuid        not null,
    sequence        bigint      not null,
    position        int         not null check (position >= 0),
    owner           uuid        not null,                                   -- of both accounts
    amount          bigint      not null check (amount > 0),
    from_account    bigint      not null,
    from_balance    bigint      not null,
    to_account      bigint      not null check (to_account <> from_account),
    to_balance      bigint      not null,
    primary key (community_id, sequence, position)
);

create index posting_owner on posting (community_id, owner, sequence);

create table idempotency_key (
    community_id    uuid        not null,
    caller          text        not null,
    key             text        not null check (length(key) between 1 and 255),
    request_hash    text        not null,
    status          int         not null check (status between 200 and 499),
    location        text,
    answer          text        not null,
    recorded_at     timestamptz not null,
    primary key (community_id, caller, key)
);

-- What is in the books stays as it was written, for the application too.
revoke update, delete, truncate on ledger_transaction, posting, idempotency_key from current_user;
