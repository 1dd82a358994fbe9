-- The lines of the security log: one chain for each community, and one for the service itself, whose community_id is nil. Opaque
-- ids only; changes are canonical JSON, as it was hashed. Lines are added, and deleted when their time is over; nobody updates them.
create table security_log (
    community_id uuid        not null,
    sequence     bigint      not null,
    recorded_at  timestamptz not null,
    kind         text        not null,
    actor        text,
    subject_kind text,
    subject_id   text,
    changes      text        not null,
    occurrences  bigint      not null,
    outcome      text        not null,
    request_id   text,
    hash         text        not null,
    constraint security_log_pkey primary key (community_id, sequence),
    constraint security_log_sequence check (sequence >= 1),
    constraint security_log_occurrences check (occurrences >= 0),
    constraint security_log_outcome check (outcome in ('done', 'refused')),
    constraint security_log_hash check (hash ~ '^[0-9a-f]{64}$')
);
create index security_log_time on security_log (community_id, recorded_at);
create index security_log_actor on security_log (community_id, actor, sequence) where actor is not null;
create index security_log_subject on security_log (community_id, subject_id, sequence) where subject_id is not null;
revoke update, truncate on security_log from current_user;
