-- Rows of files that are no facts, the headings of the files themselves, and files whose facts count beside earlier ones.

alter table import
    add column skipped    bigint  not null default 0 check (skipped >= 0),   -- totals, lines to sign, repeated headings
    add column additional boolean not null default false;                   -- its facts count beside what differs from them

drop index import_open;
create unique index import_open on import (community_id, kind, mode, dry_run, additional, file_sha256)
    where status in ('received', 'running');

alter table import_row
    add column heading text,                                                -- of the column, as it stands in the file
    drop constraint import_row_outcome_check,
    add constraint import_row_outcome_check check (outcome in ('accepted', 'unchanged', 'refused', 'skipped')) not valid;
alter table import_row validate constraint import_row_outcome_check;

-- What was imported of a member, for a task or reward, on a day: a corrected file says another quantity there.
create table imported_fact (
    community_id    uuid        not null references community,
    member_id       uuid        not null,
    item_id         uuid        not null,                                   -- a task or a reward
    effective_on    date        not null,
    kind            text        not null check (kind in ('credit', 'reservation')),
    reference       text        not null,                                   -- of the transaction
    primary key (community_id, member_id, item_id, effective_on, kind, reference)
);

insert into imported_fact (community_id, member_id, item_id, effective_on, kind, reference)
select distinct t.community_id, p.owner, substr(t.subject, 6)::uuid, t.effective_on, t.kind, t.reference
from import i
join import_row w on w.community_id = i.community_id and w.import_id = i.id and w.sequence is not null
join ledger_transaction t on t.community_id = w.community_id and t.sequence = w.sequence
join posting p on p.community_id = t.community_id and p.sequence = t.sequence
where i.kind = 'activities' and t.kind = 'credit' and t.reference is not null and t.subject ~ '^task/[0-9a-f-]{36}$';

insert into imported_fact (community_id, member_id, item_id, effective_on, kind, reference)
select distinct t.community_id, r.member_id, l.reward_id, t.effective_on, t.kind, t.reference
from import i
join import_row w on w.community_id = i.community_id and w.import_id = i.id and w.subject_id is not null
join redemption r on r.community_id = w.community_id and r.id = w.subject_id
join redemption_line l on l.community_id = r.community_id and l.redemption_id = r.id
join ledger_transaction t on t.community_id = r.community_id and t.sequence = r.reservation
where i.kind = 'redemptions' and t.reference is not null;
