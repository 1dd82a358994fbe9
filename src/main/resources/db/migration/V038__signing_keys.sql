-- The keys that sign tokens, encrypted by a key that is not in the database. The only one so far stood here in clear, so whoever
-- has an old backup could go on signing: it goes, and everybody signs in again once.
drop table signing_key;

create table signing_key (
    id              uuid        not null,                               -- `kid` in the header of a token
    generation      integer     not null,                               -- they sign in this order; two instances make no two next ones
    secret          bytea       not null,                               -- platform.KeyEncryption, with the id as context
    created_at      timestamptz not null,
    constraint signing_key_pkey primary key (id),
    constraint signing_key_generation unique (generation),
    constraint signing_key_secret check (length(secret) = 69)
);
