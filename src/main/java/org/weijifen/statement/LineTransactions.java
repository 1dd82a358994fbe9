package org.weijifen.statement;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.books.TransactionView;
import org.weijifen.books.Transactions;
import org.weijifen.ledger.Moves;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** Finds the transactions that make up the lines of a statement. */
@Singleton
final class LineTransactions {

    /** A transaction of a line. */
    @Schema(name = "LineTransaction")
    public record LineTransaction(
            @Schema(description = "What it adds to the line: points, units or fen; below zero where it takes away")
            long amount,

            TransactionView transaction) {}

    /** A line, with its task, reason, reward or merchant as its scope requires. */
    record Wanted(StatementLine line, TaskId taskId, String reason, RewardId rewardId, MerchantId merchantId) {

        /**
         * Checks that the values are given which the line requires, and no others: they would have no effect.
         *
         * @throws ProblemException {@code validation_failed}
         */
        void check() {
            check(StatementLine.Scope.TASK, "taskId", taskId, true);
            check(StatementLine.Scope.REWARD, "rewardId", rewardId, true);
            check(StatementLine.Scope.MERCHANT, "merchantId", merchantId, true);
            check(StatementLine.Scope.REASON, "reason", reason, false);
        }

        private void check(StatementLine.Scope scope, String parameter, Object given, boolean required) {
            if (line.scope() != scope && given != null) {
                throw ProblemException.field(parameter, "unknown_field");
            }
            if (line.scope() == scope && required && given == null) {
                throw ProblemException.field(parameter, "required");
            }
        }
    }

    /** The position after a transaction, in the order of days. */
    record Position(LocalDate day, long sequence) {
        /** Reads a cursor of the same month. */
        static Position read(String cursor, YearMonth month) {
            return Cursor.read(cursor, 2, keys -> {
                Position position = new Position(Formats.day(keys.get(0)), Formats.wholeNumber(keys.get(1)));
                if (!YearMonth.from(position.day()).equals(month)) {
                    throw new IllegalArgumentException("of another month");
                }
                return position;
            });
        }
    }

    /** A transaction that was found. */
    private record Hit(LocalDate day, long sequence, long amount) {}

    private final Snapshots snapshots;

    LineTransactions(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** A page of a line's transactions in the order of their days. */
    Page<LineTransaction> page(UUID communityId, YearMonth month, Wanted wanted, Position after, int limit) {
        return snapshots.read(connection -> {
            Page<Hit> hits = Page.of(
                    hits(connection, communityId, month, wanted, after, limit + 1),
                    limit,
                    hit -> Cursor.after(hit.day(), hit.sequence()));
            Map<Long, StoredTransaction> stored = Transactions.withNumbers(
                    connection,
                    communityId,
                    hits.items().stream().map(Hit::sequence).toList());
            return hits.map(hit -> new LineTransaction(hit.amount(), TransactionView.of(stored.get(hit.sequence()))));
        });
    }

    /** Reads the days by their index, in the order of the answer, until the page is full. */
    private static List<Hit> hits(
            Connection connection, UUID communityId, YearMonth month, Wanted wanted, Position after, int limit)
            throws SQLException {
        SqlQuery sql =
                SqlQuery.of(communityId, """
                select t.effective_on, t.sequence, a.amount
                from (select t.effective_on, t.sequence, t.kind, t.cause_id, t.cost_fen from ledger_transaction t
                    where t.community_id = :community and t.effective_on between ? and ?
                """, after == null ? month.atDay(1) : after.day(), month.atEndOfMonth());
        if (after != null) {
            sql.append(" and (t.effective_on, t.sequence) > (?, ?)", after.day(), after.sequence());
        }
        narrow(connection, communityId, month, wanted, sql);
        sql.append(" order by t.effective_on, t.sequence offset 0) t cross join lateral (");
        addAmount(wanted, sql);
        sql.append(") a where a.amount is not null order by t.effective_on, t.sequence limit ?", limit);
        return sql.list(connection, row -> new Hit(row.getObject(1, LocalDate.class), row.getLong(2), row.getLong(3)));
    }

    private static void narrow(Connection connection, UUID communityId, YearMonth month, Wanted wanted, SqlQuery sql)
            throws SQLException {
        if (wanted.line() == StatementLine.COST) {
            sql.append(" and t.kind in ('collection', 'return') and t.cause_kind = 'redemption'");
            return;
        }
        Object[] kinds = wanted.line().kinds();
        if (kinds != null) {
            sql.append(" and t.kind = any(?)", connection.createArrayOf("text", kinds));
        }
        switch (wanted.line().scope()) {
            case TASK -> sql.append(" and t.task_id = ?", wanted.taskId());
            case REASON -> {
                sql.append(" and " + Issued.IS_FREE);
                if (wanted.reason() == null) {
                    sql.append(" and t.reason is null");
                } else {
                    sql.append(" and t.reason = ?", wanted.reason());
                }
            }
            case OTHER_REASONS -> {
                List<String> listed =
                        Issued.between(connection, communityId, month.atDay(1), month.atEndOfMonth()).listed().stream()
                                .map(Issued.ForReason::reason)
                                .toList();
                sql.append(" and " + Issued.IS_FREE);
                if (listed.contains(null)) {
                    sql.append(" and t.reason is not null");
                }
                sql.append(
                        " and (t.reason is null or not t.reason = any(?))",
                        connection.createArrayOf(
                                "text", listed.stream().filter(Objects::nonNull).toArray()));
            }
            case ALL, REWARD, MERCHANT -> {}
        }
    }

    private static void addAmount(Wanted wanted, SqlQuery sql) {
        if (wanted.line() == StatementLine.COST) {
            sql.append("select nullif(c.fen, 0)::bigint as amount from (" + MonthReadings.COST + ") c");
            return;
        }
        sql.append("select sum(" + wanted.line().amountSql() + ")::bigint as amount from " + Moves.OF_COMMUNITY
                + "m where m.sequence = t.sequence");
        switch (wanted.line().scope()) {
            case REWARD -> sql.append(" and m.owner = ?", wanted.rewardId());
            case MERCHANT -> sql.append(" and m.owner = ?", wanted.merchantId());
            case ALL, TASK, REASON, OTHER_REASONS -> {}
        }
    }
}
