-- Where units lie besides the main station, which has no row, and what was counted there.

create table station (
    community_id    uuid        not null references community,
    id              uuid        not null,
    code            text collate "C" not null check (code ~ '^[a-z0-9-]{1,40}$'),
    title           text        not null check (char_length(title) between 1 and 100),
    address         text        check (char_length(address) between 1 and 200),
    opening_hours   text        check (char_length(opening_hours) between 1 and 200),       -- in words
    status          text        not null check (status in ('ACTIVE', 'RETIRED')),
    created_at      timestamptz not null,
    primary key (community_id, id),
    constraint station_code unique (community_id, code)
);

-- Whether anything lies at a station is asked before it is retired.
create index account_station on account (community_id, station) where station is not null;

-- Written by operations of the ledger, in the transaction of the books.
create table stocktake (
    community_id    uuid        not null,
    id              uuid        not null,
    station_id      uuid,                                                   -- null: the main station
    status          text        not null check (status in ('open', 'completed', 'cancelled')),
    reason          text,
    opened_at       timestamptz not null,
    closed_at       timestamptz,                                            -- when it was completed or cancelled
    adjustment      bigint,                                                 -- sequence of the transaction; null without differences
    primary key (community_id, id),
    foreign key (community_id, station_id) references station (community_id, id),
    constraint stocktake_closed check ((status = 'open') = (closed_at is null)),
    constraint stocktake_adjustment check (adjustment is null or status = 'completed')
);

create index stocktake_open on stocktake (community_id, id) where status = 'open';

-- The statement of a month says what was counted in it.
create index stocktake_completed on stocktake (community_id, closed_at) where status = 'completed';

create table stocktake_line (
    community_id    uuid        not null,
    stocktake_id    uuid        not null,
    reward_id       uuid        not null,
    position        int         not null check (position between 0 and 499),
    code            text        not null,
    title           text        not null,                                   -- as they were
    counted         bigint      not null check (counted between 0 and 1000000000),  -- all that lay there, what is reserved included
    expected        bigint      check (expected >= 0),                      -- by the books, at completion
    reason          text,
    primary key (community_id, stocktake_id, reward_id),
    foreign key (community_id, stocktake_id) references stocktake (community_id, id),
    foreign key (community_id, reward_id) references reward (community_id, id)
);

alter table reward
    add column low_stock_threshold bigint check (low_stock_threshold between 0 and 1000000000), -- units on all shelves; null: none
    add constraint reward_low_stock check (low_stock_threshold is null or kind = 'GOODS');

alter table redemption
    add column station_id uuid,                                             -- where it is collected; null: the main station
    add foreign key (community_id, station_id) references station (community_id, id);

-- What is collected at one station; the main one has nearly all others, and needs no index of its own.
create index redemption_station on redemption (community_id, station_id, id) where station_id is not null;
