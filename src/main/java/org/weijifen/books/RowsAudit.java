package org.weijifen.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.Moves;
import org.weijifen.platform.SqlQuery;

/**
 * Compares the rows of features (redemptions, merchants' dues, settlements, stocktakes, budgets, closings), and the
 * totals and references of the books, with the transactions about them. Each query returns only the differences, so the
 * database compares and nothing is held in memory here.
 */
final class RowsAudit {

    /**
     * One comparison.
     *
     * @param sql returns the transaction with the difference, or null, and a description of it
     */
    private record Comparison(FindingCode code, String sql) {}

    /** Steps of redemptions: the status and days of each row agree with its last transaction. */
    private static final String STEPS = """
            with about as materialized (
                select t.cause_id as id, min(t.sequence) filter (where t.kind = 'reservation') as first, max(t.sequence) as last,
                       count(*) > count(distinct t.kind) as repeated
                from ledger_transaction t
                where t.community_id = :community and t.cause_kind = 'redemption'
                  and t.kind in ('reservation', 'collection', 'cancellation', 'pickup-expiry', 'return')
                group by t.cause_id),
            kept as materialized (
                select r.* from redemption r where r.community_id = :community)
            select coalesce(r.reservation, a.first), 'redemption/' || coalesce(r.id, a.id)
            from about a
            full join kept r on r.id = a.id
            left join ledger_transaction f on f.community_id = :community and f.sequence = a.first
            left join ledger_transaction l on l.community_id = :community and l.sequence = a.last
            left join ledger_transaction h on h.community_id = :community and h.sequence = r.collection
            where a.id is null or r.id is null or a.repeated or a.first is distinct from r.reservation
               or l.kind <> case r.status when 'reserved' then 'reservation' when 'collected' then 'collection'
                    when 'cancelled' then 'cancellation' when 'expired' then 'pickup-expiry' else 'return' end
               or l.sequence <> coalesce(r.closing, r.collection, r.reservation)
               or r.collection is not null and (h.kind is distinct from 'collection' or h.cause_id is distinct from r.id)
               or r.requested_on <> f.effective_on
               or r.pickup_by not between r.requested_on and r.requested_on + 365
               or coalesce(h.occurred_on, h.effective_on) > r.pickup_by
               or r.status = 'expired' and l.effective_on <= r.pickup_by
               or r.pickup_code is not null and (r.requested_at <> f.recorded_at
                    or r.collected_at is distinct from h.recorded_at
                    or r.closed_at is distinct from case when r.closing is not null then l.recorded_at end)
            order by 1
            """;

    /** The points and units of redemptions and their lines, compared with their reservations. */
    private static final String RESERVED = """
            with moved as (
                select p.sequence, p.owner, f.type as source, g.type as target, coalesce(g.station, :community) as station,
                       sum(p.amount) as amount
                from ledger_transaction t
                join posting p on p.community_id = :community and p.sequence = t.sequence
                join account f on f.community_id = :community and f.number = p.from_account
                join account g on g.community_id = :community and g.number = p.to_account
                where t.community_id = :community and t.kind = 'reservation' and t.cause_kind = 'redemption'
                group by 1, 2, 3, 4, 5),
            kept as (
                select r.reservation as sequence, r.member_id as owner, 'available' as source, 'held' as target, :community as station,
                       r.points::numeric as amount
                from redemption r where r.community_id = :community
                union all
                select r.reservation, l.reward_id, case when l.stocked then 'shelf' else 'supplied' end, 'reserved',
                       coalesce(case when l.stocked then r.station_id end, :community), sum(l.quantity)
                from redemption r
                join redemption_line l on l.community_id = :community and l.redemption_id = r.id
                where r.community_id = :community
                group by 1, 2, 3, 4, 5)
            select distinct coalesce(k.sequence, m.sequence), coalesce(k.owner, m.owner)::text
            from moved m
            full join kept k on k.sequence = m.sequence and k.owner = m.owner and k.source = m.source and k.target = m.target
             and k.station = m.station and k.amount = m.amount
            where k.sequence is null or m.sequence is null
            order by 1
            """;

    /**
     * Reserved points and units of open redemptions that are missing on their accounts. Balances without an open
     * redemption are found by the check of the steps.
     */
    private static final String OPEN = """
            with standing as (
                select a.type, a.owner, coalesce(a.station, :community) as station, sum(a.balance) as amount
                from account a
                where a.community_id = :community and a.type in ('held', 'reserved') and a.balance <> 0
                group by 1, 2, 3),
            kept as (
                select 'held' as type, r.member_id as owner, :community as station, sum(r.points) as amount
                from redemption r where r.community_id = :community and r.status = 'reserved'
                group by 1, 2, 3
                union all
                select 'reserved', l.reward_id, coalesce(case when l.stocked then r.station_id end, :community), sum(l.quantity)
                from redemption r
                join redemption_line l on l.community_id = :community and l.redemption_id = r.id
                where r.community_id = :community and r.status = 'reserved'
                group by 1, 2, 3)
            select null::bigint, k.owner::text
            from kept k
            left join standing s on s.type = k.type and s.owner = k.owner and s.station = k.station
            where k.amount > coalesce(s.amount, 0)
            order by 2
            """;

    /** Prices and costs of lines. Transactions of older versions have no costs. */
    private static final String PRICES = """
            select r.reservation, 'redemption/' || r.id
            from redemption r
            cross join lateral (select sum(l.points * l.quantity) as points, sum(l.cost_fen * l.quantity) as fen
                from redemption_line l where l.community_id = :community and l.redemption_id = r.id) l
            left join ledger_transaction h on h.community_id = :community and h.sequence = r.collection
            where r.community_id = :community and (l.points is distinct from r.points or h.cost_fen <> l.fen)
            order by 1
            """;

    /** Merchants' dues, compared with the lines that were collected or returned. */
    private static final String DUES = """
            with lines as materialized (
                select r.id, r.collection, case when r.status = 'returned' then r.closing end as returned, l.merchant_id,
                       l.reward_id, sum(l.quantity) as quantity, sum(l.quantity * l.cost_fen) as fen
                from redemption r
                join redemption_line l on l.community_id = :community and l.redemption_id = r.id
                where r.community_id = :community and r.collection is not null and l.merchant_id is not null and l.cost_fen > 0
                group by 1, 2, 3, 4, 5),
            kept as (
                select d.sequence, d.redemption_id, d.merchant_id, d.reward_id, d.effective_on, sum(d.quantity) as quantity,
                       sum(d.amount_fen) as fen
                from merchant_due d where d.community_id = :community group by 1, 2, 3, 4, 5),
            moved as (
                select s.*, t.effective_on
                from (select l.collection as sequence, l.id, l.merchant_id, l.reward_id, l.quantity, l.fen from lines l
                      union all
                      select l.returned, l.id, l.merchant_id, l.reward_id, -l.quantity, -l.fen from lines l
                      where l.returned is not null) s
                join ledger_transaction t on t.community_id = :community and t.sequence = s.sequence)
            select distinct coalesce(k.sequence, m.sequence), coalesce(k.merchant_id, m.merchant_id)::text
            from kept k
            full join moved m on m.sequence = k.sequence and m.id = k.redemption_id and m.merchant_id = k.merchant_id
             and m.reward_id = k.reward_id and m.quantity = k.quantity and m.fen = k.fen and m.effective_on = k.effective_on
            where k.sequence is null or m.sequence is null
            order by 1
            """;

    /** Settlements, compared with their entries and payments. */
    private static final String SETTLEMENTS = """
            with entries as materialized (
                select d.settlement_id as id, count(*) as entries, coalesce(sum(d.amount_fen) filter (where d.amount_fen > 0), 0) as earned,
                       coalesce(-sum(d.amount_fen) filter (where d.amount_fen < 0), 0) as returned,
                       min(d.merchant_id::text) as one, max(d.merchant_id::text) as other, bool_and(d.locked) as locked,
                       bool_or(d.locked) as any_locked, max(d.effective_on) as last
                from merchant_due d
                where d.community_id = :community and d.settlement_id is not null group by d.settlement_id),
            paid as materialized (
                select t.sequence, t.cause_id as id, t.reference,
                       coalesce(sum(m.amount) filter (where m.to_type = 'settled'), 0) as earned,
                       coalesce(sum(m.amount) filter (where m.to_type = 'merchant'), 0) as returned,
                       min(m.owner::text) as merchant
                from ledger_transaction t
                join %s m on m.sequence = t.sequence
                where t.community_id = :community and t.kind = 'settlement'
                group by 1, 2, 3),
            kept as materialized (
                select s.*, s.status in ('draft', 'submitted', 'accepted', 'settled') as live
                from settlement s where s.community_id = :community)
            select coalesce(s.transaction, p.sequence), 'settlement/' || coalesce(s.id, p.id)
            from kept s
            left join entries e on e.id = s.id
            full join paid p on p.id = s.id
            where s.id is null
               or s.live and (e.entries is distinct from s.entries or e.earned is distinct from s.earned_fen
                    or e.returned is distinct from s.returned_fen or e.one <> s.merchant_id::text or e.other <> s.merchant_id::text
                    or e.any_locked is distinct from (s.status <> 'draft') or e.locked is distinct from e.any_locked)
               or not s.live and e.entries > 0
               or (s.status = 'settled') <> (p.sequence is not null)
               or p.sequence is not null and (p.sequence <> s.transaction or p.earned <> s.earned_fen
                    or p.returned <> s.returned_fen or p.merchant <> s.merchant_id::text
                    or p.reference is distinct from s.reference)
            order by 1
            """.formatted(Moves.OF_COMMUNITY);

    /** Stocktakes and their lines, compared with the posted differences, their days and stations. */
    private static final String STOCKTAKES = """
            with moved as (
                select t.sequence, t.cause_id as id, t.effective_on as day, m.owner,
                       coalesce(m.from_station, m.to_station, :community) as station,
                       sum(case when m.to_type = 'shelf' then m.amount else -m.amount end) as difference
                from ledger_transaction t
                join %s m on m.sequence = t.sequence
                where t.community_id = :community and t.kind = 'stock-adjustment' and t.cause_kind = 'stocktake'
                group by 1, 2, 3, 4, 5),
            kept as (
                select s.adjustment as sequence, s.id, s.counted_on as day, l.reward_id as owner,
                       coalesce(s.station_id, :community) as station, (l.counted - l.expected)::numeric as difference
                from stocktake s
                join stocktake_line l on l.community_id = :community and l.stocktake_id = s.id
                where s.community_id = :community and s.status = 'completed' and l.counted is distinct from l.expected)
            select distinct coalesce(k.sequence, m.sequence), 'stocktake/' || coalesce(k.id, m.id)
            from moved m
            full join kept k on k.sequence = m.sequence and k.id = m.id and k.day = m.day and k.owner = m.owner
             and k.station = m.station and k.difference = m.difference
            where k.id is null or m.id is null
            order by 1
            """.formatted(Moves.OF_COMMUNITY);

    /** The counts of budgets, compared with the credits of their months. */
    private static final String BUDGETS = """
            with issued as materialized (
                select date_trunc('month', t.effective_on::timestamp)::date as month, t.task_id, sum(p.amount) as points
                from ledger_transaction t
                join posting p on p.community_id = :community and p.sequence = t.sequence
                left join ledger_transaction r on r.community_id = :community and r.reverses = t.sequence
                where t.community_id = :community and t.kind = 'credit' and r.sequence is null
                  and exists (select 1 from budget b where b.community_id = :community)
                group by 1, 2)
            select null::bigint, to_char(b.month, 'YYYY-MM')
            from budget b
            where b.community_id = :community
              and b.issued <> coalesce((select sum(i.points) from issued i where i.month = b.month
                and (b.task_id is null or i.task_id = b.task_id)), 0)
            order by 2
            """;

    /** Closings that differ from what was prepared or signed. */
    private static final String CLOSINGS = """
            select null::bigint, to_char(s.month, 'YYYY-MM')
            from closing s
            left join ledger_transaction t on t.community_id = :community and t.sequence = s.sequence
            where s.community_id = :community and (
               s.figures_hash <> encode(sha256(convert_to(s.figures, 'UTF8')), 'hex')
               or s.figures not like '%"month":"' || to_char(s.month, 'YYYY-MM') || '"%'
               or s.status = 'signed' and s.head_hash is distinct from coalesce(t.hash, case s.sequence when 0 then repeat('0', 64) end))
            order by 2
            """;

    /** The end of the closed period is the end of the last signed month. */
    private static final String CLOSED_THROUGH = """
            select null::bigint, b.closed_through::text
            from book b
            where b.community_id = :community and b.closed_through is distinct from (
                select (max(s.month) + interval '1 month' - interval '1 day')::date from closing s
                where s.community_id = :community and s.status = 'signed')
            """;

    private static final String COSTS = """
            select null::bigint, b.cost_fen::text
            from book b
            where b.community_id = :community and b.cost_fen <> (
                select coalesce(sum(l.quantity * l.cost_fen), 0) from redemption r
                join redemption_line l on l.community_id = :community and l.redemption_id = r.id
                where r.community_id = :community and r.status in ('reserved', 'collected', 'returned'))
            """;

    /** A reference may be used again only after its last use was reversed. The new use names that reversal. */
    private static final String REFERENCES = """
            select u.sequence, u.reference
            from (select t.sequence, t.reference, t.reference_freed_by, lag(t.sequence) over before as before,
                         lag(r.sequence) over before as freed_by
                  from ledger_transaction t
                  left join lateral (select r.sequence from ledger_transaction r
                      where r.community_id = :community and r.reverses = t.sequence offset 0) r on true
                  where t.community_id = :community and t.reference is not null
                  window before as (partition by t.kind, t.reference order by t.sequence)) u
            where u.reference_freed_by is distinct from u.freed_by or u.before is not null and u.freed_by is null
               or u.freed_by > u.sequence
            order by 1
            """;

    private static final List<Comparison> COMPARISONS = List.of(
            new Comparison(FindingCode.REDEMPTION_MISMATCH, STEPS),
            new Comparison(FindingCode.REDEMPTION_MISMATCH, RESERVED),
            new Comparison(FindingCode.RESERVED_UNBALANCED, OPEN),
            new Comparison(FindingCode.REDEMPTION_MISMATCH, PRICES),
            new Comparison(FindingCode.DUE_MISMATCH, DUES),
            new Comparison(FindingCode.SETTLEMENT_MISMATCH, SETTLEMENTS),
            new Comparison(FindingCode.STOCKTAKE_MISMATCH, STOCKTAKES),
            new Comparison(FindingCode.BUDGET_MISMATCH, BUDGETS),
            new Comparison(FindingCode.CLOSING_MISMATCH, CLOSINGS),
            new Comparison(FindingCode.CLOSED_THROUGH_MISMATCH, CLOSED_THROUGH),
            new Comparison(FindingCode.COST_TOTAL_MISMATCH, COSTS),
            new Comparison(FindingCode.REFERENCE_MISMATCH, REFERENCES));

    private final Connection connection;
    private final UUID communityId;
    private final Findings findings;

    RowsAudit(Connection connection, UUID communityId, Findings findings) {
        this.connection = connection;
        this.communityId = communityId;
        this.findings = findings;
    }

    void run() throws SQLException {
        for (Comparison comparison : COMPARISONS) {
            compare(comparison);
        }
    }

    private void compare(Comparison comparison) throws SQLException {
        SqlQuery.of(communityId, comparison.sql()).stream(connection, row -> {
            Long sequence = row.getObject(1, Long.class);
            String about = row.getString(2) == null ? "" : row.getString(2);
            if (sequence == null) {
                findings.onBooks(comparison.code(), about);
            } else {
                findings.atTransaction(comparison.code(), sequence, about);
            }
        });
    }
}
