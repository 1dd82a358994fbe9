package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.ledger.LinedRows;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.RedemptionId;

/** The redemptions of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Redemptions implements Table<RedemptionId, Redemption> {
    private static final LinedRows<RedemptionId, Redemption, Redemption.Line> ROWS = new LinedRows<>(
            Redemption.class,
            Redemption.Line.class,
            "redemption",
            Redemption::id,
            Redemption::lines,
            Redemption::withLines);

    private static final String COLUMNS = "select " + ROWS.whole();

    /** A query about a community with one row for each line. {@link #read(Connection, SqlQuery)} makes redemptions from its rows. */
    static final String SELECT = COLUMNS + """
             from redemption r
            join redemption_line l on l.community_id = :community and l.redemption_id = r.id
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
    Redemption require(UUID communityId, RedemptionId id) {
        return lookUp((lookups, found) -> load(lookups, Set.of(new RowKey<>(communityId, id)), found)).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "redemption", id.toString()));
    }

    /** The open redemption with this code; if there is none, the latest one with it. */
    Optional<Redemption> withCode(UUID communityId, String pickupCode) {
        return lookUp((lookups, found) -> lookups.add(
                        COLUMNS + """
                                 from :rows(code)
                                cross join lateral (select r.* from redemption r
                                    where r.community_id = n.community_id and r.pickup_code between n.code and n.code
                                    order by r.pickup_code) r
                                cross join lateral (select l.* from redemption_line l
                                    where l.community_id = n.community_id and l.redemption_id = r.id order by l.position) l
                                order by r.id, l.position
                                """,
                        columns -> {
                            columns.communities(Stream.of(communityId));
                            columns.texts(Stream.of(pickupCode));
                        },
                        rows -> ROWS.read(rows).forEach(found)))
                .stream()
                .max(Comparator.comparing((Redemption one) -> one.status() == RedemptionStatus.RESERVED)
                        .thenComparing(one -> one.id().toString()));
    }

    /** Ids of redemptions that wait to be collected and whose last day was before {@code today}, in order. */
    List<RedemptionId> overdue(UUID communityId, LocalDate today, RedemptionId after, int limit) {
        SqlQuery query = SqlQuery.of(communityId, """
                select id from redemption
                where community_id = :community and status = 'reserved' and pickup_by < ? and id > ?
                order by id limit ?
                """, today, after, limit);
        return snapshots.lookUp(
                connection -> query.list(connection, row -> new RedemptionId(row.getObject(1, UUID.class))));
    }

    @Override
    public void load(
            Lookups lookups, Set<RowKey<RedemptionId>> keys, BiConsumer<RowKey<RedemptionId>, Redemption> found) {
        lookups.add(
                COLUMNS + """
                         from :rows(id)
                        cross join lateral (select r.* from redemption r
                            where r.community_id = n.community_id and r.id between n.id and n.id order by r.id) r
                        cross join lateral (select l.* from redemption_line l
                            where l.community_id = n.community_id and l.redemption_id = r.id order by l.position) l
                        order by r.community_id, r.id, l.position
                        """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> ROWS.read(rows).forEach(found));
    }

    /** A reserved redemption is always new, because no step leads back to this state. Only the others may exist already. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<RedemptionId>, Redemption>> changed) {
        Map<Boolean, List<Map.Entry<RowKey<RedemptionId>, Redemption>>> byNew = changed.stream()
                .collect(Collectors.partitioningBy(entry -> entry.getValue().status() == RedemptionStatus.RESERVED));
        save(script, byNew.get(true), "", "");
        save(script, byNew.get(false), """
                 on conflict (community_id, id) do update set status = excluded.status, collection = excluded.collection,
                    collected_at = excluded.collected_at, closing = excluded.closing, closed_at = excluded.closed_at
                """, " on conflict do nothing");
    }

    private static void save(
            Script script,
            List<Map.Entry<RowKey<RedemptionId>, Redemption>> saved,
            String headsThatAreThere,
            String linesThatAreThere) {
        if (saved.isEmpty()) {
            return;
        }
        ROWS.addHeads(script, saved, headsThatAreThere);
        // Lines are written once and never change.
        ROWS.addLines(script, saved, linesThatAreThere);
    }

    /**
     * Reads in one round trip with the settings for look-ups, because a kept plan may come from a time when the table
     * was empty.
     */
    private Collection<Redemption> lookUp(BiConsumer<Lookups, BiConsumer<RowKey<RedemptionId>, Redemption>> naming) {
        Map<RowKey<RedemptionId>, Redemption> found = new HashMap<>();
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
            return List.copyOf(ROWS.read(rows).values());
        }
    }
}
