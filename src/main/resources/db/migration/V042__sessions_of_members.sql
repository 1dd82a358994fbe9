-- The tokens that were given out for a member and have not expired.
create table member_session (
    community_id    uuid        not null,
    member_id       uuid        not null,
    id              uuid        not null,
    minter          text        not null,                   -- client/<id> or user/<id>
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    constraint member_session_pkey primary key (community_id, member_id, id),
    constraint member_session_member foreign key (community_id, member_id) references member (community_id, id)
);
