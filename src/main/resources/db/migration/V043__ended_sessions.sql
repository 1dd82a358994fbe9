-- The tokens that were ended before they expired, whoever has them.
create table ended_session (
    id              uuid        not null,
    expires_at      timestamptz not null,
    constraint ended_session_pkey primary key (id)
);
