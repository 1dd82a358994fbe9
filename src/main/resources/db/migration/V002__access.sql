-- Who may call. These few rows belong to no community (a user may work in several), so they have no community_id; on a
-- distributed database they are reference tables, copied to every node.

-- The one secret that signs tokens, made by whichever instance starts first.
create table signing_key (
    id              smallint    not null primary key check (id = 1),
    secret          bytea       not null check (length(secret) = 32),
    created_at      timestamptz not null
);

create table access_user (
    id              uuid        not null primary key,
    username        text        not null constraint access_user_username unique check (username ~ '^[a-z0-9._@-]{1,64}$'),
    password_hash   text        not null,                                   -- bcrypt
    role            text        not null check (role in ('ADMIN', 'COMMITTEE')),
    communities     text[]      not null,                                   -- slugs; an admin works in all, listed or not
    status          text        not null check (status in ('ACTIVE', 'DISABLED')),
    created_at      timestamptz not null
);

create table access_client (
    id              uuid        not null primary key,                       -- the client id
    name            text        not null check (length(name) between 1 and 100),
    secret_hash     text        not null,                                   -- bcrypt
    communities     text[]      not null,
    status          text        not null check (status in ('ACTIVE', 'DISABLED')),
    created_at      timestamptz not null
);
