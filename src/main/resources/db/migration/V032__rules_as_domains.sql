-- Rules about one column as domains, where every batch writes: PostgreSQL reads the checks of a table anew for each statement,
-- and a domain's once for each connection. Without a rule of its own yet, a domain changes no row; partial indexes of these columns
-- are built anew, and checks of several columns are looked at again, which takes a while in large books. The rules are "not valid"
-- because the rows have passed the same ones as checks.
drop view move;

create domain positive_number as bigint;
create domain natural_number as bigint;
create domain exact_amount as bigint;
create domain exact_balance as bigint;
create domain list_position as integer;
create domain line_position as integer;
create domain sha256_hex as text;
create domain sha256_bytes as bytea;
create domain account_type as text;
create domain caller_key as text;
create domain done_status as integer;
create domain redemption_status as text;
create domain pickup_code as text;

alter table account
    drop constraint account_type,
    drop constraint account_range,
    drop constraint account_number_check,
    alter number type positive_number,
    alter type type account_type,
    alter balance type exact_balance;

alter table book
    drop constraint book_sequence_check,
    drop constraint book_head_hash_check,
    drop constraint book_accounts_check,
    drop constraint book_issued_points_check,
    drop constraint book_cost_fen_check,
    alter sequence type natural_number,
    alter head_hash type sha256_hex,
    alter accounts type natural_number,
    alter issued_points type natural_number,
    alter cost_fen type natural_number;

alter table ledger_transaction
    drop constraint ledger_transaction_sequence_check,
    drop constraint ledger_transaction_quantity_check,
    drop constraint ledger_transaction_unit_cost_fen_check,
    drop constraint ledger_transaction_cost_fen_check,
    drop constraint ledger_transaction_hash_check,
    alter sequence type positive_number,
    alter quantity type positive_number,
    alter unit_cost_fen type natural_number,
    alter cost_fen type exact_amount,
    alter hash type sha256_hex;

alter table posting
    drop constraint posting_position_check,
    drop constraint posting_amount_check,
    alter position type list_position,
    alter amount type positive_number;

alter table idempotency_key
    drop constraint idempotency_key_key_check,
    drop constraint idempotency_key_status_check,
    drop constraint idempotency_key_done,
    drop constraint idempotency_key_request_sha256_check,
    drop constraint idempotency_key_sequence_check,
    alter key type caller_key,
    alter status type done_status,
    alter request_sha256 type sha256_bytes,
    alter sequence type positive_number;

alter table redemption
    drop constraint redemption_status_check,
    drop constraint redemption_points_check,
    drop constraint redemption_pickup_code_check,
    alter status type redemption_status,
    alter points type positive_number,
    alter pickup_code type pickup_code;

alter table redemption_line
    drop constraint redemption_line_position_check,
    drop constraint redemption_line_quantity_check,
    drop constraint redemption_line_points_check,
    drop constraint redemption_line_cost_fen_check,
    alter position type line_position,
    alter quantity type positive_number,
    alter points type positive_number,
    alter cost_fen type natural_number;

alter domain positive_number add constraint positive_number_form check (value > 0) not valid;
alter domain natural_number add constraint natural_number_form check (value >= 0) not valid;
alter domain exact_amount add constraint exact_amount_form check (value between 0 and 9007199254740991) not valid;
alter domain exact_balance
    add constraint exact_balance_form check (value between -9007199254740991 and 9007199254740991) not valid;
alter domain list_position add constraint list_position_form check (value >= 0) not valid;
alter domain line_position add constraint line_position_form check (value between 0 and 19) not valid;
alter domain sha256_hex add constraint sha256_hex_form check (value ~ '^[0-9a-f]{64}$') not valid;
alter domain sha256_bytes add constraint sha256_bytes_form check (length(value) = 32) not valid;
alter domain account_type add constraint account_type_known check (
    value in ('EARNED', 'AVAILABLE', 'HELD', 'SPENT', 'EXPIRED', 'FORFEITED', 'ARREARS', 'SUPPLIED', 'SHELF', 'RESERVED',
        'HANDED_OUT', 'ADJUSTED', 'PAYABLE', 'MERCHANT', 'SETTLED')) not valid;
alter domain caller_key add constraint caller_key_form check (length(value) between 1 and 255) not valid;
alter domain done_status add constraint done_status_form check (value between 200 and 399) not valid;
alter domain redemption_status add constraint redemption_status_known check (
    value in ('reserved', 'collected', 'cancelled', 'expired', 'returned')) not valid;
alter domain pickup_code add constraint pickup_code_form check (value ~ '^[0-9]{8}$') not valid;

create view move as
select p.community_id, p.sequence, p.position, p.owner, p.amount,
       p.from_account, f.type as from_type, f.station as from_station, p.from_balance,
       p.to_account, g.type as to_type, g.station as to_station, p.to_balance,
       t.kind, t.effective_on, t.occurred_on, t.recorded_at, t.cause_kind, t.cause_id, t.task_id, t.quantity, t.unit_cost_fen,
       t.reason, t.reference
from posting p
cross join lateral (select p.sequence, p.from_account, p.to_account offset 0) n
cross join lateral (select f.type, f.station from account f
    where f.community_id = p.community_id and f.number = n.from_account offset 0) f
cross join lateral (select g.type, g.station from account g
    where g.community_id = p.community_id and g.number = n.to_account offset 0) g
left join ledger_transaction t on t.community_id = p.community_id and t.sequence = n.sequence;

-- A column of another type has lost its statistics.
analyze account, book, ledger_transaction, posting, idempotency_key, redemption, redemption_line;
