-- Partner merchants: who they are, what they are owed for what they handed out, and how that is settled.

create table merchant (
    community_id    uuid        not null references community,
    id              uuid        not null,
    code            text collate "C" not null check (code ~ '^[a-z0-9-]{1,40}$'),
    title           text        not null check (char_length(title) between 1 and 100),
    contact         text        check (char_length(contact) between 1 and 60),
    phone           text        check (phone ~ '^[0-9+ -]{5,20}$'),
    status          text        not null check (status in ('ACTIVE', 'RETIRED')),
    created_at      timestamptz not null,
    primary key (community_id, id),
    constraint merchant_code unique (community_id, code)
);

-- Whose service or package it is.
alter table reward
    add column merchant_id uuid,
    add foreign key (community_id, merchant_id) references merchant (community_id, id),
    add constraint reward_merchant_kind check (merchant_id is null or kind <> 'GOODS');
create index reward_merchant on reward (community_id, merchant_id, code) where merchant_id is not null;

alter table redemption_line
    add column merchant_id uuid,                                            -- as it was
    add foreign key (community_id, merchant_id) references merchant (community_id, id);
create index redemption_line_merchant on redemption_line (community_id, merchant_id, redemption_id) where merchant_id is not null;

-- A merchant's user works for one merchant of one community.
alter table access_user
    add column merchant_id uuid,
    drop constraint access_user_role_check,
    add constraint access_user_role_check check (role in ('ADMIN', 'COMMITTEE', 'MERCHANT')),
    add constraint access_user_merchant check ((role = 'MERCHANT') = (merchant_id is not null)),
    add constraint access_user_merchant_community check (role <> 'MERCHANT' or cardinality(communities) = 1);

-- What is settled with a merchant at once. Written by operations of the ledger.
create table settlement (
    community_id    uuid        not null,
    id              uuid        not null,
    merchant_id     uuid        not null,
    status          text        not null check (status in ('draft', 'submitted', 'accepted', 'rejected', 'settled', 'cancelled')),
    through         date        not null,                                   -- last day of its entries
    note            text,
    entries         bigint      not null check (entries > 0),
    earned_fen      bigint      not null check (earned_fen >= 0),           -- sum of its entries above zero
    returned_fen    bigint      not null check (returned_fen >= 0),         -- sum of those below zero, without the sign
    drafted_by      text        not null,
    drafted_at      timestamptz not null,
    submitted_by    text,
    submitted_at    timestamptz,
    decided_by      text,                                                   -- accepted or rejected it
    decided_at      timestamptz,
    closed_by       text,                                                   -- settled or cancelled it
    closed_at       timestamptz,
    reason          text,                                                   -- of the rejection
    reference       text,                                                   -- number of the payment
    transaction     bigint,                                                 -- sequence of the transaction that settled it
    primary key (community_id, id),
    foreign key (community_id, merchant_id) references merchant (community_id, id),
    constraint settlement_settled check ((status = 'settled') = (transaction is not null))
);
create index settlement_merchant on settlement (community_id, merchant_id, id);

-- One row for each posting that changed what a merchant is owed for a reward: the books say how much, this says for what.
create table merchant_due (
    community_id    uuid        not null,
    sequence        bigint      not null,                                   -- the posting in the books
    position        int         not null,
    merchant_id     uuid        not null,
    redemption_id   uuid        not null,
    reward_id       uuid        not null,
    quantity        bigint      not null check (quantity <> 0),             -- units; below zero when they were returned
    amount_fen      bigint      not null,
    effective_on    date        not null,
    settlement_id   uuid,                                                   -- the one live settlement it belongs to
    locked          boolean     not null default false,                     -- that one was submitted, and not rejected
    primary key (community_id, sequence, position),
    foreign key (community_id, merchant_id) references merchant (community_id, id),
    foreign key (community_id, redemption_id) references redemption (community_id, id),
    -- A batch saves tables in any order.
    foreign key (community_id, settlement_id) references settlement (community_id, id) deferrable initially deferred,
    constraint merchant_due_sign check (sign(quantity) = sign(amount_fen)),
    constraint merchant_due_locked check (not locked or settlement_id is not null)
) with (fillfactor = 80);
create index merchant_due_day on merchant_due (community_id, merchant_id, effective_on, sequence, position);
create index merchant_due_open on merchant_due (community_id, merchant_id, effective_on, sequence, position) where settlement_id is null;
create index merchant_due_settlement on merchant_due (community_id, settlement_id, sequence, position) where settlement_id is not null;
create index merchant_due_redemption on merchant_due (community_id, redemption_id);
