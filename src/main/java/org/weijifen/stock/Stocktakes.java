package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;

/** The stocktakes of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Stocktakes implements Table<UUID, Stocktake> {
    private static final String HEAD =
            "select s.community_id, s.id, s.station_id, s.status, s.reason, s.counted_on, s.opened_at, s.closed_at, s.adjustment";

    private static final String WHOLE = HEAD + """
            , l.reward_id, l.code, l.title, l.counted, l.expected, l.reason as line_reason
            from stocktake s
            left join stocktake_line l on l.community_id = s.community_id and l.stocktake_id = s.id
            """;

    /**
     * The filter; a null field matches all stocktakes.
     *
     * @param from first day of the count
     * @param to last day of the count
     */
    record Filter(StocktakeStatus status, LocalDate from, LocalDate to) {}

    /** A stocktake without its lines. */
    record StocktakeSummary(Stocktake head, int lines) {}

    private final Snapshots snapshots;

    Stocktakes(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * The stocktake with this id.
     *
     * @throws ProblemException {@code not_found}
     */
    Stocktake require(UUID communityId, UUID id) {
        return snapshots.read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(WHOLE + " where s.community_id = ? and s.id = ? order by l.position")) {
                statement.setObject(1, communityId);
                statement.setObject(2, id);
                try (ResultSet rows = statement.executeQuery()) {
                    return read(rows).values().stream()
                            .findFirst()
                            .orElseThrow(
                                    () -> ProblemException.variant(ErrorCode.NOT_FOUND, "stocktake", id.toString()));
                }
            }
        });
    }

    /**
     * The newest first.
     *
     * @param before the stocktake before the first one, or null
     */
    List<StocktakeSummary> list(UUID communityId, Filter filter, UUID before, int limit) {
        return snapshots.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(HEAD + """
                    , (select count(*) from stocktake_line l
                       where l.community_id = s.community_id and l.stocktake_id = s.id) as lines
                    from stocktake s
                    where s.community_id = ? and (?::text is null or s.status = ?) and (?::uuid is null or s.id < ?)
                      and (?::date is null or s.counted_on >= ?) and (?::date is null or s.counted_on <= ?)
                    order by s.id desc limit ?
                    """)) {
                String code = filter.status() == null ? null : filter.status().code();
                statement.setObject(1, communityId);
                statement.setString(2, code);
                statement.setString(3, code);
                statement.setObject(4, before);
                statement.setObject(5, before);
                statement.setObject(6, filter.from());
                statement.setObject(7, filter.from());
                statement.setObject(8, filter.to());
                statement.setObject(9, filter.to());
                statement.setInt(10, limit);
                List<StocktakeSummary> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(new StocktakeSummary(head(rows), rows.getInt("lines")));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, Stocktake> found) {
        lookups.add(
                WHOLE + """
                join unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                  on s.community_id = n.community_id and s.id = n.id
                order by s.community_id, s.id, l.position
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> read(rows).forEach(found));
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<UUID>, Stocktake>> changed) {
        script.add("""
                insert into stocktake (community_id, id, station_id, status, reason, counted_on, opened_at, closed_at, adjustment)
                select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::date[], ?::timestamptz[],
                                     ?::timestamptz[], ?::bigint[])
                on conflict (community_id, id) do update set status = excluded.status, reason = excluded.reason,
                    counted_on = excluded.counted_on, closed_at = excluded.closed_at, adjustment = excluded.adjustment
                """, columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
            columns.uuids(changed.stream().map(entry -> entry.getValue().stationId()));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().status().code()));
            columns.texts(changed.stream().map(entry -> entry.getValue().reason()));
            columns.days(changed.stream().map(entry -> entry.getValue().countedOn()));
            columns.instants(changed.stream().map(entry -> entry.getValue().openedAt()));
            columns.instants(changed.stream().map(entry -> entry.getValue().closedAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().adjustment()));
        });
        saveLines(script, changed);
    }

    /** Writes all lines of changed stocktakes again. This is rare, because people count them. */
    private static void saveLines(Script script, Collection<Map.Entry<RowKey<UUID>, Stocktake>> changed) {
        record Row(RowKey<UUID> stocktake, int position, Stocktake.Line line) {}
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<RowKey<UUID>, Stocktake> entry : changed) {
            List<Stocktake.Line> lines = entry.getValue().lines();
            for (int i = 0; i < lines.size(); i++) {
                rows.add(new Row(entry.getKey(), i, lines.get(i)));
            }
        }
        script.add("""
                delete from stocktake_line l using unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                where l.community_id = n.community_id and l.stocktake_id = n.id
                """, columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
        });
        script.add("""
                insert into stocktake_line (community_id, stocktake_id, reward_id, position, code, title, counted, expected,
                                            reason)
                select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                                     ?::bigint[], ?::text[])
                """, columns -> {
            columns.uuids(rows.stream().map(row -> row.stocktake().communityId()));
            columns.uuids(rows.stream().map(row -> row.stocktake().key()));
            columns.uuids(rows.stream().map(row -> row.line().rewardId()));
            columns.numbers(rows.stream().map(row -> (long) row.position()));
            columns.texts(rows.stream().map(row -> row.line().code()));
            columns.texts(rows.stream().map(row -> row.line().title()));
            columns.numbers(rows.stream().map(row -> row.line().counted()));
            columns.numbers(rows.stream().map(row -> row.line().expected()));
            columns.texts(rows.stream().map(row -> row.line().reason()));
        });
    }

    private static Map<RowKey<UUID>, Stocktake> read(ResultSet rows) throws SQLException {
        Map<RowKey<UUID>, Stocktake> heads = new LinkedHashMap<>();
        Map<RowKey<UUID>, List<Stocktake.Line>> lines = new HashMap<>();
        while (rows.next()) {
            Stocktake head = head(rows);
            RowKey<UUID> key = new RowKey<>(rows.getObject("community_id", UUID.class), head.id());
            heads.putIfAbsent(key, head);
            List<Stocktake.Line> own = lines.computeIfAbsent(key, any -> new ArrayList<>());
            UUID rewardId = rows.getObject("reward_id", UUID.class);
            if (rewardId != null) {
                own.add(new Stocktake.Line(
                        rewardId,
                        rows.getString("code"),
                        rows.getString("title"),
                        rows.getLong("counted"),
                        rows.getObject("expected", Long.class),
                        rows.getString("line_reason")));
            }
        }
        heads.replaceAll((key, head) -> head.withLines(lines.get(key)));
        return heads;
    }

    private static Stocktake head(ResultSet rows) throws SQLException {
        OffsetDateTime closedAt = rows.getObject("closed_at", OffsetDateTime.class);
        return new Stocktake(
                rows.getObject("id", UUID.class),
                rows.getObject("station_id", UUID.class),
                StocktakeStatus.ofCode(rows.getString("status")).orElseThrow(),
                rows.getString("reason"),
                rows.getObject("counted_on", LocalDate.class),
                rows.getObject("opened_at", OffsetDateTime.class).toInstant(),
                closedAt == null ? null : closedAt.toInstant(),
                rows.getObject("adjustment", Long.class),
                List.of());
    }
}
