-- The rows that people edit. Codes compare byte by byte (collation "C"), so that lists have the same order on every server.

create table community (
    id              uuid        not null primary key,
    slug            text collate "C" not null,
    name            text        not null check (char_length(name) between 1 and 100),
    time_zone       text        not null check (char_length(time_zone) between 1 and 64),       -- IANA
    expiry_type     text        not null,
    expiry_months   int         check (expiry_months between 1 and 120),
    expiry_years    int         check (expiry_years between 1 and 10),
    pickup_days     int         not null check (pickup_days between 0 and 365),
    created_at      timestamptz not null,
    constraint community_slug unique (slug),
    constraint community_slug_form check (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
    constraint community_expiry check (case expiry_type
        when 'NEVER' then expiry_months is null and expiry_years is null
        when 'AFTER_MONTHS' then expiry_months is not null and expiry_years is null
        when 'CALENDAR_YEAR_END' then expiry_months is null and expiry_years is not null
        else false end)
);

create table member (
    community_id    uuid        not null references community,
    id              uuid        not null,
    member_no       text collate "C" not null check (member_no ~ '^[A-Za-z0-9._-]{1,40}$'),
    display_name    text        not null check (char_length(display_name) between 1 and 60),
    phone           text        check (phone ~ '^[0-9+ -]{5,20}$'),
    group_code      text collate "C" check (group_code ~ '^[a-z0-9-]{1,32}$'),
    household       text        check (char_length(household) between 1 and 60),
    status          text        not null check (status in ('ACTIVE', 'FROZEN', 'LEFT')),
    created_at      timestamptz not null,
    primary key (community_id, id),
    constraint member_no unique (community_id, member_no)
);

-- Lists are in order of the number, whatever they are narrowed to.
create index member_group on member (community_id, group_code, member_no);
create index member_household on member (community_id, household, member_no);
create index member_status on member (community_id, status, member_no);

create table task (
    community_id    uuid        not null references community,
    id              uuid        not null,
    code            text collate "C" not null check (code ~ '^[a-z0-9-]{1,40}$'),
    title           text        not null check (char_length(title) between 1 and 100),
    points          bigint      not null check (points between 1 and 1000000),
    per             text        not null check (per in ('OCCURRENCE', 'HOUR')),
    status          text        not null check (status in ('ACTIVE', 'RETIRED')),
    created_at      timestamptz not null,
    primary key (community_id, id),
    constraint task_code unique (community_id, code)
);

create table reward (
    community_id    uuid        not null references community,
    id              uuid        not null,
    code            text collate "C" not null check (code ~ '^[a-z0-9-]{1,40}$'),
    title           text        not null check (char_length(title) between 1 and 100),
    kind            text        not null check (kind in ('GOODS', 'SERVICE', 'MERCHANT_PACKAGE')),
    points          bigint      not null check (points between 1 and 1000000000),
    cost_fen        bigint      not null check (cost_fen between 0 and 1000000000000),          -- of one unit, in fen (CNY 0.01)
    limit_per_month int         check (limit_per_month between 1 and 1000),                     -- units for each member; null: no limit
    groups          text[]      not null check (cardinality(groups) <= 50),                     -- who may redeem it; empty: everybody
    status          text        not null check (status in ('ACTIVE', 'RETIRED')),
    created_at      timestamptz not null,
    primary key (community_id, id),
    constraint reward_code unique (community_id, code)
);
