-- Where each chain of the security log begins and ends. Whoever appends to it or forgets of it locks its row. From it shows that a
-- line was removed at either end.
create table security_log_head (
    community_id  uuid        not null,
    -- The sequence of the oldest line that is kept, and the hash of the one before it.
    first         bigint      not null,
    previous_hash text        not null,
    -- Those of the last line; 0 and 64 zeros before any.
    sequence      bigint      not null,
    hash          text        not null,
    recorded_at   timestamptz not null,
    constraint security_log_head_pkey primary key (community_id),
    constraint security_log_head_order check (first >= 1 and sequence >= first - 1),
    constraint security_log_head_hashes check (hash ~ '^[0-9a-f]{64}$' and previous_hash ~ '^[0-9a-f]{64}$')
);
revoke delete, truncate on security_log_head from current_user;
