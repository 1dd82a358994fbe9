-- Redemptions: what members take for their points. Written by operations of the ledger, in the transaction of the books.

create table redemption (
    community_id    uuid        not null,
    id              uuid        not null,
    member_id       uuid        not null,
    status          text        not null check (status in ('reserved', 'collected', 'cancelled', 'expired', 'returned')),
    points          bigint      not null check (points > 0),
    note            text,
    pickup_code     text        not null check (pickup_code ~ '^[0-9]{8}$'),
    pickup_by       date        not null,                                   -- last day to collect it
    requested_on    date        not null,                                   -- day in the community's time zone
    requested_at    timestamptz not null,
    reservation     bigint      not null,                                   -- sequence of the transaction that reserved it
    collection      bigint,                                                 -- ... that handed it out
    collected_at    timestamptz,
    closing         bigint,                                                 -- ... that cancelled, expired or returned it
    closed_at       timestamptz,
    primary key (community_id, id),
    foreign key (community_id, member_id) references member (community_id, id),
    constraint redemption_collected check ((status in ('collected', 'returned')) = (collection is not null)),
    constraint redemption_closed check ((status in ('cancelled', 'expired', 'returned')) = (closing is not null))
) with (fillfactor = 80);

-- One open redemption for each code; and the job that gives back what was not collected looks here.
create unique index redemption_open_code on redemption (community_id, pickup_code) where status = 'reserved';
create index redemption_code on redemption (community_id, pickup_code, id);
create index redemption_open on redemption (community_id, pickup_by, id) where status = 'reserved';
create index redemption_member on redemption (community_id, member_id, requested_on);

create table redemption_line (
    community_id    uuid        not null,
    redemption_id   uuid        not null,
    position        int         not null check (position between 0 and 19),
    reward_id       uuid        not null,
    code            text        not null,
    title           text        not null,                                   -- title, price and cost as they were
    stocked         boolean     not null,
    quantity        bigint      not null check (quantity > 0),
    points          bigint      not null check (points > 0),                -- of one unit
    cost_fen        bigint      not null check (cost_fen >= 0),             -- of one unit
    primary key (community_id, redemption_id, position),
    foreign key (community_id, redemption_id) references redemption (community_id, id),
    foreign key (community_id, reward_id) references reward (community_id, id)
);
