package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** The redemptions of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Redemptions implements Table<UUID, Redemption> {
    /** A query with one row for each line. {@link #read(Connection, SqlQuery)} makes redemptions from its rows. */
    private static final String COLUMNS = """
            select r.community_id, r.id, r.member_id, r.station_id, r.status, r.points, r.note, r.pickup_code, r.pickup_by,
                   r.requested_on, r.requested_at, r.reservation, r.collection, r.collected_at, r.closing, r.closed_at,
                   l.reward_id, l.code, l.title, l.stocked, l.quantity, l.points as line_points, l.cost_fen,
                   l.merchant_id
            """;

    static final String SELECT = COLUMNS + """
            from redemption r
            join redemption_line l on l.community_id = r.community_id and l.redemption_id = r.id
            """;

    private final Snapshots snapshots;
    private final ReadingConfig config;

    Redemptions(Snapshots snapshots, ReadingConfig config) {
        this.snapshots = snapshots;
        this.config = config;
    }

    /**
     * The redemption with this id.
     *
     * @throws ProblemException {@code not_found}
     */
    Redemption require(UUID communityId, UUID id) {
        return lookUp((lookups, found) -> load(lookups, Set.of(new RowKey<>(communityId, id)), found)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "redemption", id.toString()));
    }

    /** The open redemption with this code; if there is none, the latest one with it. */
    Optional<Redemption> withCode(UUID communityId, String pickupCode) {
        return lookUp((lookups, found) -> lookups.add(
                        COLUMNS + """
                                from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                                cross join lateral (select r.* from redemption r
                                    where r.community_id = n.community_id and r.pickup_code between n.code and n.code
                                    order by r.pickup_code) r
                                cross join lateral (select l.* from redemption_line l
                                    where l.community_id = n.community_id and l.redemption_id = r.id order by l.position) l
                                order by r.id, l.position
                                """,
                        columns -> {
                            columns.uuids(Stream.of(communityId));
                            columns.texts(Stream.of(pickupCode));
                        },
                        rows -> read(rows).forEach(found)))
                .stream()
                .max(Comparator.comparing((Redemption one) -> one.status() == RedemptionStatus.RESERVED)
                        .thenComparing(one -> one.id().toString()));
    }

    /** Ids of redemptions that wait to be collected and whose last day was before {@code today}, in order. */
    List<UUID> overdue(UUID communityId, LocalDate today, UUID after, int limit) {
        SqlQuery query = new SqlQuery("""
                select id from redemption
                where community_id = ? and status = 'reserved' and pickup_by < ? and id > ?
                order by id limit ?
                """, communityId, today, after, limit);
        return snapshots.lookUp(connection -> query.list(connection, row -> row.getObject(1, UUID.class)));
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, Redemption> found) {
        lookups.add(
                COLUMNS + """
                        from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                        cross join lateral (select r.* from redemption r
                            where r.community_id = n.community_id and r.id between n.id and n.id order by r.id) r
                        cross join lateral (select l.* from redemption_line l
                            where l.community_id = n.community_id and l.redemption_id = r.id order by l.position) l
                        order by r.community_id, r.id, l.position
                        """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> read(rows).forEach(found));
    }

    /** A reserved redemption is always new, because no step leads back to this state. Only the others may exist already. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<UUID>, Redemption>> changed) {
        Map<Boolean, List<Map.Entry<RowKey<UUID>, Redemption>>> byNew = changed.stream()
                .collect(Collectors.partitioningBy(entry -> entry.getValue().status() == RedemptionStatus.RESERVED));
        save(script, byNew.get(true), "", "");
        save(script, byNew.get(false), """
                on conflict (community_id, id) do update set status = excluded.status, collection = excluded.collection,
                    collected_at = excluded.collected_at, closing = excluded.closing, closed_at = excluded.closed_at
                """, "on conflict do nothing");
    }

    private static void save(
            Script script,
            List<Map.Entry<RowKey<UUID>, Redemption>> saved,
            String headsThatAreThere,
            String linesThatAreThere) {
        if (saved.isEmpty()) {
            return;
        }
        saveHeads(script, saved, headsThatAreThere);
        saveLines(script, saved, linesThatAreThere);
    }

    private static void saveHeads(
            Script script, List<Map.Entry<RowKey<UUID>, Redemption>> changed, String thatAreThere) {
        script.add("""
                insert into redemption (community_id, id, member_id, station_id, status, points, note, pickup_code, pickup_by,
                    requested_on, requested_at, reservation, collection, collected_at, closing, closed_at)
                select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                    ?::date[], ?::date[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::timestamptz[])
                """ + thatAreThere, columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
            columns.uuids(changed.stream().map(entry -> entry.getValue().memberId()));
            columns.uuids(changed.stream().map(entry -> entry.getValue().stationId()));
            columns.texts(
                    changed.stream().map(entry -> entry.getValue().status().code()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().points()));
            columns.texts(changed.stream().map(entry -> entry.getValue().note()));
            columns.texts(changed.stream().map(entry -> entry.getValue().pickupCode()));
            columns.days(changed.stream().map(entry -> entry.getValue().pickupBy()));
            columns.days(changed.stream().map(entry -> entry.getValue().requestedOn()));
            columns.instants(changed.stream().map(entry -> entry.getValue().requestedAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().reservation()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().collection()));
            columns.instants(changed.stream().map(entry -> entry.getValue().collectedAt()));
            columns.numbers(changed.stream().map(entry -> entry.getValue().closing()));
            columns.instants(changed.stream().map(entry -> entry.getValue().closedAt()));
        });
    }

    /** Lines are written once and never change. */
    private static void saveLines(
            Script script, List<Map.Entry<RowKey<UUID>, Redemption>> changed, String thatAreThere) {
        record Row(RowKey<UUID> redemption, int position, Redemption.Line line) {}
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<RowKey<UUID>, Redemption> entry : changed) {
            List<Redemption.Line> lines = entry.getValue().lines();
            for (int i = 0; i < lines.size(); i++) {
                rows.add(new Row(entry.getKey(), i, lines.get(i)));
            }
        }
        script.add("""
                insert into redemption_line (community_id, redemption_id, position, reward_id, code, title, stocked, quantity,
                                             points, cost_fen, merchant_id)
                select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::boolean[],
                                     ?::bigint[], ?::bigint[], ?::bigint[], ?::uuid[])
                """ + thatAreThere, columns -> {
            columns.uuids(rows.stream().map(row -> row.redemption().communityId()));
            columns.uuids(rows.stream().map(row -> row.redemption().key()));
            columns.numbers(rows.stream().map(row -> (long) row.position()));
            columns.uuids(rows.stream().map(row -> row.line().rewardId()));
            columns.texts(rows.stream().map(row -> row.line().code()));
            columns.texts(rows.stream().map(row -> row.line().title()));
            columns.flags(rows.stream().map(row -> row.line().stocked()));
            columns.numbers(rows.stream().map(row -> row.line().quantity()));
            columns.numbers(rows.stream().map(row -> row.line().points()));
            columns.numbers(rows.stream().map(row -> row.line().costFen()));
            columns.uuids(rows.stream().map(row -> row.line().merchantId()));
        });
    }

    /**
     * Reads in one round trip with the settings for look-ups, because a kept plan may come from a time when the table
     * was empty.
     */
    private Collection<Redemption> lookUp(BiConsumer<Lookups, BiConsumer<RowKey<UUID>, Redemption>> naming) {
        Map<RowKey<UUID>, Redemption> found = new HashMap<>();
        Lookups lookups = new Lookups(config.statementTimeout());
        naming.accept(lookups, found::put);
        return snapshots.lookUp(connection -> {
            lookups.run(connection);
            return found.values();
        });
    }

    /** The redemptions of a query that begins with {@link #SELECT} and has the lines of each one after the other. */
    static List<Redemption> read(Connection connection, SqlQuery query) throws SQLException {
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            return List.copyOf(read(rows).values());
        }
    }

    /** Reads rows of one line each, the lines of a redemption one after the other. */
    private static Map<RowKey<UUID>, Redemption> read(ResultSet rows) throws SQLException {
        Map<RowKey<UUID>, List<Redemption.Line>> lines = new HashMap<>();
        Map<RowKey<UUID>, Redemption> heads = new LinkedHashMap<>();
        while (rows.next()) {
            RowKey<UUID> key =
                    new RowKey<>(rows.getObject("community_id", UUID.class), rows.getObject("id", UUID.class));
            if (!heads.containsKey(key)) {
                heads.put(key, head(rows, key.key(), List.of()));
            }
            lines.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(new Redemption.Line(
                            rows.getObject("reward_id", UUID.class),
                            rows.getString("code"),
                            rows.getString("title"),
                            rows.getBoolean("stocked"),
                            rows.getLong("quantity"),
                            rows.getLong("line_points"),
                            rows.getLong("cost_fen"),
                            rows.getObject("merchant_id", UUID.class)));
        }
        heads.replaceAll((key, head) -> head.withLines(lines.get(key)));
        return heads;
    }

    private static Redemption head(ResultSet rows, UUID id, List<Redemption.Line> lines) throws SQLException {
        return new Redemption(
                id,
                rows.getObject("member_id", UUID.class),
                rows.getObject("station_id", UUID.class),
                RedemptionStatus.ofCode(rows.getString("status")).orElseThrow(),
                rows.getLong("points"),
                rows.getString("note"),
                rows.getString("pickup_code"),
                rows.getObject("pickup_by", LocalDate.class),
                rows.getObject("requested_on", LocalDate.class),
                rows.getObject("requested_at", OffsetDateTime.class).toInstant(),
                rows.getLong("reservation"),
                rows.getObject("collection", Long.class),
                instant(rows, "collected_at"),
                rows.getObject("closing", Long.class),
                instant(rows, "closed_at"),
                lines);
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
