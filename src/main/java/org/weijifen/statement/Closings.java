package org.weijifen.statement;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.SqlQuery;

/** The closings of months, keyed by the month. A signed closing is never changed. */
@Singleton
public final class Closings implements Table<YearMonth, Closing> {
    private static final RecordColumns<Closing> COLUMNS = new RecordColumns<>(Closing.class);
    private static final String UPSERT = COLUMNS.insert("closing", "community_id")
            + COLUMNS.orUpdate("community_id", "month") + " where closing.status <> 'signed'";

    /** The closing of a month. */
    public static Optional<Closing> find(Connection connection, UUID communityId, YearMonth month) throws SQLException {
        return query(connection, "c.month = ?", communityId, month.atDay(1)).stream()
                .findFirst();
    }

    /** The newest months before {@code before}, the newest first. */
    public static List<Closing> list(Connection connection, UUID communityId, YearMonth before, int limit)
            throws SQLException {
        return query(connection, "c.month < ? order by c.month desc limit ?", communityId, before.atDay(1), limit);
    }

    /** The signed closings of some months, in order. */
    static List<Closing> signedBetween(Connection connection, UUID communityId, YearMonth first, YearMonth last)
            throws SQLException {
        return query(
                connection,
                "c.status = 'signed' and c.month between ? and ? order by c.month",
                communityId,
                first.atDay(1),
                last.atDay(1));
    }

    /** The signed closings next to a month: the last up to it, and the first after it. */
    static List<Closing> signedAround(Connection connection, UUID communityId, YearMonth month) throws SQLException {
        List<Closing> around = new ArrayList<>(query(
                connection,
                "c.status = 'signed' and c.month <= ? order by c.month desc limit 1",
                communityId,
                month.atDay(1)));
        around.addAll(query(
                connection,
                "c.status = 'signed' and c.month > ? order by c.month limit 1",
                communityId,
                month.atDay(1)));
        return around;
    }

    private static List<Closing> query(Connection connection, String condition, UUID communityId, Object... values)
            throws SQLException {
        return SqlQuery.of(
                        communityId,
                        "select " + COLUMNS.of("c") + " from closing c where c.community_id = :community and "
                                + condition,
                        values)
                .list(connection, row -> COLUMNS.read(row, 1));
    }

    /**
     * Loads closings under the lock of their books. It also finds whether anything was posted or counted in their
     * months since their figures were read. It reads only the later transactions, by their key.
     */
    @Override
    public void load(Lookups lookups, Set<RowKey<YearMonth>> keys, BiConsumer<RowKey<YearMonth>, Closing> found) {
        lookups.add(
                """
                select c.community_id, c.status = 'prepared' and exists (select 1 from (select t.effective_on from ledger_transaction t
                    where t.community_id = n.community_id and t.sequence > c.prepared_at_sequence offset 0) t
                  where t.effective_on < c.month + interval '1 month')
                  or coalesce(c.stocktakes <> (\s"""
                        + MonthReadings.stocktakes(
                                "n.community_id", "c.month", "(c.month + interval '1 month' - interval '1 day')::date")
                        + """
                ), false),\s""" + COLUMNS.of("c") + """
                 from :rows(month)
                join closing c on c.community_id = n.community_id and c.month = n.month
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.days(keys.stream().map(key -> key.key().atDay(1)));
                },
                rows -> {
                    while (rows.next()) {
                        Closing closing = COLUMNS.read(rows, 3).overtakenIf(rows.getBoolean(2));
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), closing.month()), closing);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<YearMonth>, Closing>> changed) {
        script.update(UPSERT, changed.size(), columns -> {
            columns.communities(changed.stream().map(entry -> entry.getKey().communityId()));
            COLUMNS.fill(columns, changed.stream().map(Map.Entry::getValue).toList());
        });
    }
}
