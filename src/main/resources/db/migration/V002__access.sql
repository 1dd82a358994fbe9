-- Who may call. These rows belong to the whole service, not to one community.

-- The secret that tokens are signed with; one row, shared by all instances.
create table signing_key (
    id              int         not null primary key check (id = 1),
    secret          bytea       not null check (length(secret) = 32),
    created_at      timestamptz not null
);

create table staff_user (
    id              uuid        not null primary key,
    username        text collate "C" not null constraint staff_user_username unique check (username ~ '^[A-Za-z0-9._@-]{1,64}$'),
    password_hash   text        not null,                                   -- bcrypt
    role            text        not null check (role in ('ADMIN', 'COMMITTEE')),
    communities     text[]      not null check (cardinality(communities) <= 1000),  -- slugs; an admin works in all
    status          text        not null check (status in ('ACTIVE', 'DISABLED')),
    created_at      timestamptz not null
);

create table api_client (
    id              uuid        not null primary key,
    name            text        not null check (char_length(name) between 1 and 100),
    secret_hash     text        not null,                                   -- bcrypt
    communities     text[]      not null check (cardinality(communities) <= 1000),
    status          text        not null check (status in ('ACTIVE', 'DISABLED')),
    created_at      timestamptz not null
);
