-- What is kept under idempotency keys takes less room, refusals are forgotten after a while, and the books vouch for the rest.

-- A refusal is kept as its code and what its text speaks of, and worded again when the key comes again. The service may forget
-- these, unlike what was done.
create table kept_refusal (
    community_id    uuid        not null,
    caller          text        not null,
    key             text        not null check (length(key) between 1 and 255),
    request_hash    bytea       not null check (length(request_hash) = 32),
    request_id      text,                                                   -- of the request that was refused
    code            text,
    variant         text,                                                   -- which text of the code says so
    arguments       text,                                                   -- what the text speaks of: a JSON array
    errors          text,                                                   -- what is wrong with single fields: a JSON array
    document        text,                                                   -- of a refusal that is older than this table: all of it
    recorded_at     timestamptz not null,
    primary key (community_id, caller, key),
    constraint kept_refusal_form check (num_nonnulls(request_id, code, variant, arguments)
        = case when document is null then 4 else 0 end)
);
create index kept_refusal_recorded on kept_refusal (community_id, recorded_at);
revoke update, truncate on kept_refusal from current_user;

insert into kept_refusal (community_id, caller, key, request_hash, document, recorded_at)
select community_id, caller, key, decode(request_hash, 'hex'), answer, recorded_at
from idempotency_key
where status >= 400 and recorded_at > now() - interval '30 days';

-- Rows that are there stay as they are: a table of many millions is not written anew.
grant delete on idempotency_key to current_user;
delete from idempotency_key where status >= 400;
revoke delete on idempotency_key from current_user;

alter table idempotency_key
    alter column request_hash drop not null,
    alter column answer drop not null,
    add column request_sha256 bytea check (length(request_sha256) = 32),    -- the same as request_hash, of new rows
    add column packed bytea,                                                -- location and answer of new rows: ledger.PackedAnswers
    add column sequence bigint check (sequence > 0),                        -- last transaction that was posted with it, of new rows
    add constraint idempotency_key_form check (case when packed is null
        then num_nonnulls(request_hash, answer) = 2 and num_nonnulls(request_sha256, sequence) = 0
        else request_sha256 is not null and num_nonnulls(request_hash, answer, location) = 0 end),
    add constraint idempotency_key_done check (status < 400);

-- The exclusive-or of the SHA-256 of all new rows of idempotency_key: each that is added, changed or taken away shows.
alter table book add column kept_answers bit(256) not null default repeat('0', 256)::bit(256);
