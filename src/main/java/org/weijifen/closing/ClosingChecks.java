package org.weijifen.closing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.books.BooksAudit;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.BookHead;
import org.weijifen.ledger.Moves;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Violation;
import org.weijifen.statement.MemberOffsets;
import org.weijifen.statement.MonthStatement;
import org.weijifen.statement.Proof;

/** Checks everything that must be in order before a month is closed. A check lists at most 20 findings. */
final class ClosingChecks {

    /** The result of a check. */
    @Schema(name = "ClosingCheckOutcome")
    public enum CheckResult {
        /** Nothing was found. */
        PASSED,
        /** Something was found that does not prevent closing. */
        NOTED,
        /** Something was found that must be settled before closing. */
        FAILED;

        @JsonValue
        public String code() {
            return EnumNames.code(this);
        }
    }

    /** One check. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ClosingCheck")
    public record ClosingCheck(
            @Schema(
                    description = "Stable name. `books_not_valid`, `statement_not_proved`, `earlier_month_open`,"
                            + " `stocktakes_open`, `redemptions_overdue` and `points_not_expired` can fail;"
                            + " `redemptions_open`, `stock_below_zero` (rewards of which more had gone out than come in, by"
                            + " their days), `points_below_zero` (members who had redeemed more than they had earned, by the days),"
                            + " `moved_behind_a_count` (rewards of which something was told of later for a day up"
                            + " to that of a count, which did not know of it) and `handed_out_without_cost` (rewards of which units without `costFen` were"
                            + " handed out) are there to know of.",
                    examples = "redemptions_overdue")
            String name,

            @Schema(description = "`passed`, `noted` (nothing that keeps from closing) or `failed`")
            CheckResult outcome,

            @Schema(description = "How many were found") long count,

            @Schema(description = "The first 20 of what was found: ids, months, or names of findings")
            List<String> findings) {

        /** As an entry in the errors of a refusal; null unless it failed. */
        Violation violation() {
            return outcome != CheckResult.FAILED
                    ? null
                    : Violation.of(name, name, count, findings.isEmpty() ? "" : findings.get(0));
        }
    }

    private final Connection connection;
    private final UUID communityId;
    private final ZoneId zone;
    private final YearMonth month;

    ClosingChecks(Connection connection, CommunityPolicy community, YearMonth month) {
        this.connection = connection;
        this.communityId = community.id();
        this.zone = community.zone();
        this.month = month;
    }

    /** Makes all checks, including the verification of the whole books. */
    List<ClosingCheck> run(MonthStatement statement, MemberOffsets offsets) throws SQLException {
        LocalDate last = month.atEndOfMonth();
        BooksAudit.Report audit = new BooksAudit(connection, communityId).run();
        return List.of(
                check(
                        "books_not_valid",
                        audit.findings().stream()
                                .map(finding -> finding.code().code())
                                .distinct()
                                .toList()),
                check(
                        "statement_not_proved",
                        statement.proof().checks().stream()
                                .filter(one -> !one.holds())
                                .map(Proof.Check::name)
                                .distinct()
                                .toList()),
                check("earlier_month_open", earlierMonth()),
                noted(
                        "stock_below_zero",
                        statement.goods().stream()
                                .filter(goods -> goods.closing() != null && goods.closing() < 0)
                                .map(goods -> goods.rewardId().toString())
                                .toList()),
                new ClosingCheck(
                        "points_below_zero",
                        offsets.membersBelowZero() == 0 ? CheckResult.PASSED : CheckResult.NOTED,
                        offsets.membersBelowZero(),
                        offsets.listed()),
                found(
                        "stocktakes_open",
                        CheckResult.FAILED,
                        """
                        select s.id::text, count(*) over () from stocktake s
                        where s.community_id = :community and s.status = 'open'
                          and (s.counted_on <= ? or s.counted_on is null and s.opened_at < ?)
                        order by s.id
                        """,
                        last,
                        last.plusDays(1).atStartOfDay(zone).toOffsetDateTime()),
                found("redemptions_overdue", CheckResult.FAILED, """
                        select r.id::text, count(*) over () from redemption r
                        where r.community_id = :community and r.status = 'reserved' and r.pickup_by <= ?
                        order by r.pickup_by, r.id
                        """, last),
                found("points_not_expired", CheckResult.FAILED, """
                        select a.owner::text, count(*) over () from account a
                        where a.community_id = :community and a.type = 'available' and a.expires_on <= ? and a.balance > 0 and not a.lapsed
                        order by a.expires_on, a.owner
                        """, last),
                found("redemptions_open", CheckResult.NOTED, """
                        select r.id::text, count(*) over () from redemption r
                        where r.community_id = :community and r.status = 'reserved' and r.pickup_by > ?
                          and r.requested_on <= ?
                        order by r.pickup_by, r.id
                        """, last, last),
                found(
                        "moved_behind_a_count",
                        CheckResult.NOTED,
                        """
                        with counted as materialized (
                            select s.station_id, s.counted_on, s.closed_at, l.reward_id from stocktake s
                            join stocktake_line l on l.community_id = :community and l.stocktake_id = s.id
                            where s.community_id = :community and s.status = 'completed' and s.counted_on between ? and ?),
                        late as materialized (
                            select t.sequence, t.recorded_at, coalesce(t.occurred_on, t.effective_on) as day
                            from ledger_transaction t
                            where t.community_id = :community and t.effective_on between ? and ?
                              and t.recorded_at > (select min(c.closed_at) from counted c))
                        select c.reward_id::text, count(*) over () from late t
                        join %s m on m.sequence = t.sequence
                        join counted c on c.reward_id = m.owner and t.recorded_at > c.closed_at and t.day <= c.counted_on
                        where (m.from_type in ('shelf', 'reserved') and m.from_station is not distinct from c.station_id)
                           <> (m.to_type in ('shelf', 'reserved') and m.to_station is not distinct from c.station_id)
                        group by c.reward_id order by c.reward_id
                        """.formatted(Moves.OF_COMMUNITY),
                        month.atDay(1),
                        last,
                        month.atDay(1),
                        last),
                found("handed_out_without_cost", CheckResult.NOTED, """
                        select l.reward_id::text, count(*) over () from ledger_transaction t
                        join redemption_line l on l.community_id = :community
                         and l.redemption_id = t.cause_id and l.cost_fen = 0
                        where t.community_id = :community and t.effective_on between ? and ? and t.kind = 'collection'
                          and t.cause_kind = 'redemption'
                        group by l.reward_id order by l.reward_id
                        """, month.atDay(1), last));
    }

    /** The first earlier month that is open and has transactions. It must be closed first. */
    private List<String> earlierMonth() throws SQLException {
        LocalDate closedThrough = BookHead.read(connection, communityId)
                .map(BookHead::closedThrough)
                .orElse(null);
        return new SqlQuery(
                        """
                        select t.effective_on from ledger_transaction t
                        where t.community_id = ? and t.effective_on > ? and t.effective_on < ? order by t.effective_on limit 1
                        """, communityId, closedThrough == null ? LocalDate.of(1, 1, 1) : closedThrough, month.atDay(1))
                .list(connection, row -> YearMonth.from(row.getObject(1, LocalDate.class))
                        .toString());
    }

    private ClosingCheck found(String name, CheckResult outcome, String query, Object... values) throws SQLException {
        record Found(String id, long all) {}
        List<Found> found = SqlQuery.of(communityId, query, values)
                .append(" limit ?", MemberOffsets.MAX_LISTED)
                .list(connection, row -> new Found(row.getString(1), row.getLong(2)));
        return found.isEmpty()
                ? new ClosingCheck(name, CheckResult.PASSED, 0, List.of())
                : new ClosingCheck(
                        name,
                        outcome,
                        found.get(0).all(),
                        found.stream().map(Found::id).toList());
    }

    /**
     * A finding that does not prevent closing. For example, stock is below zero by effective day when a receipt was
     * recorded with a later day.
     */
    private static ClosingCheck noted(String name, List<String> findings) {
        ClosingCheck check = check(name, findings);
        return new ClosingCheck(
                name, findings.isEmpty() ? CheckResult.PASSED : CheckResult.NOTED, check.count(), check.findings());
    }

    private static ClosingCheck check(String name, List<String> findings) {
        return new ClosingCheck(
                name,
                findings.isEmpty() ? CheckResult.PASSED : CheckResult.FAILED,
                findings.size(),
                findings.stream().limit(MemberOffsets.MAX_LISTED).toList());
    }
}
