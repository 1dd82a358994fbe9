-- Users, clients and communities are created outside of any books, which keep the keys of everything else.
create table creation_key (
    caller      text        not null,
    key         text        not null check (length(key) between 1 and 255),
    request_sha256  bytea   not null check (length(request_sha256) = 32),
    created_id      uuid    not null,
    primary key (caller, key)
);
revoke update, delete, truncate on creation_key from current_user;
