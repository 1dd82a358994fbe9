package org.weijifen.statement;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;

/** The closings of months, keyed by the month. A signed closing is never changed. */
@Singleton
public final class Closings implements Table<YearMonth, Closing> {
    private static final String COLUMNS = """
            c.community_id, c.month, c.status, c.prepared_by, c.prepared_at, c.prepared_at_sequence, c.figures,
            c.figures_hash, c.signed_by, c.signed_at, c.sequence, c.head_hash, c.withdrawn_by, c.withdrawn_at,
            c.stocktakes
            """;

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
        try (PreparedStatement statement = connection.prepareStatement(
                "select " + COLUMNS + ", false from closing c where c.community_id = ? and " + condition)) {
            statement.setObject(1, communityId);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 2, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Closing> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(read(rows));
                }
                return found;
            }
        }
    }

    /**
     * Loads closings under the lock of their books. It also finds whether anything was posted or counted in their
     * months since their figures were read. It reads only the later transactions, by their key.
     */
    @Override
    public void load(Lookups lookups, Set<RowKey<YearMonth>> keys, BiConsumer<RowKey<YearMonth>, Closing> found) {
        lookups.add(
                "select " + COLUMNS + """
                , c.status = 'prepared' and exists (select 1 from (select t.effective_on from ledger_transaction t
                    where t.community_id = c.community_id and t.sequence > c.prepared_at_sequence offset 0) t
                  where t.effective_on < c.month + interval '1 month')
                  or coalesce(c.stocktakes <> (\s"""
                        + MonthReadings.stocktakes(
                                "c.community_id", "c.month", "(c.month + interval '1 month' - interval '1 day')::date")
                        + """
                ), false)
                from unnest(?::uuid[], ?::date[]) as n(community_id, month)
                join closing c on c.community_id = n.community_id and c.month = n.month
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.days(keys.stream().map(key -> key.key().atDay(1)));
                },
                rows -> {
                    while (rows.next()) {
                        Closing closing = read(rows);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), closing.month()), closing);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<YearMonth>, Closing>> changed) {
        script.add("""
                insert into closing (community_id, month, status, prepared_by, prepared_at, prepared_at_sequence, figures,
                    figures_hash, signed_by, signed_at, sequence, head_hash, withdrawn_by, withdrawn_at, stocktakes)
                select * from unnest(?::uuid[], ?::date[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::text[],
                    ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
                on conflict (community_id, month) do update set status = excluded.status,
                    prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at,
                    prepared_at_sequence = excluded.prepared_at_sequence, figures = excluded.figures,
                    figures_hash = excluded.figures_hash, signed_by = excluded.signed_by,
                    signed_at = excluded.signed_at, sequence = excluded.sequence, head_hash = excluded.head_hash,
                    withdrawn_by = excluded.withdrawn_by, withdrawn_at = excluded.withdrawn_at,
                    stocktakes = excluded.stocktakes
                where closing.status <> 'signed'
                """, columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.days(changed.stream().map(entry -> entry.getKey().key().atDay(1)));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().status().code()));
            columns.texts(changed.stream().map(entry -> entry.getValue().preparedBy()));
            columns.instants(changed.stream().map(entry -> entry.getValue().preparedAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().preparedAtSequence()));
            columns.texts(changed.stream().map(entry -> entry.getValue().figures()));
            columns.texts(changed.stream().map(entry -> entry.getValue().figuresHash()));
            columns.texts(changed.stream().map(entry -> entry.getValue().signedBy()));
            columns.instants(changed.stream().map(entry -> entry.getValue().signedAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().sequence()));
            columns.texts(changed.stream().map(entry -> entry.getValue().headHash()));
            columns.texts(changed.stream().map(entry -> entry.getValue().withdrawnBy()));
            columns.instants(changed.stream().map(entry -> entry.getValue().withdrawnAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().stocktakes()));
        });
    }

    private static Closing read(ResultSet row) throws SQLException {
        return new Closing(
                YearMonth.from(row.getObject(2, LocalDate.class)),
                ClosingStatus.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4),
                instant(row, 5),
                row.getLong(6),
                row.getObject(15, Long.class),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                instant(row, 10),
                row.getObject(11, Long.class),
                row.getString(12),
                row.getString(13),
                instant(row, 14),
                row.getBoolean(16));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
