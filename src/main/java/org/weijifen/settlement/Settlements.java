package org.weijifen.settlement;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;

/** The settlements of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Settlements implements Table<UUID, Settlement> {
    private static final String COLUMNS = """
            s.community_id, s.id, s.merchant_id, s.status, s.through, s.note, s.entries, s.earned_fen, s.returned_fen,
            s.drafted_by, s.drafted_at, s.submitted_by, s.submitted_at, s.decided_by, s.decided_at, s.closed_by,
            s.closed_at, s.reason, s.reference, s.transaction
            """;

    /** Which settlements a list shows; null where it does not matter. */
    record Filter(UUID merchantId, SettlementStatus status) {}

    private final Snapshots snapshots;

    Settlements(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** The refusal where there is no such settlement, or none that the caller may know of. */
    static ProblemException notFound(UUID id) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "settlement", id.toString());
    }

    /**
     * The settlement with this id.
     *
     * @param merchantId whose it has to be; null: anybody's
     * @throws ProblemException {@code not_found}
     */
    Settlement require(UUID communityId, UUID id, UUID merchantId) {
        List<Settlement> found = snapshots.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select " + COLUMNS + " from settlement s where s.community_id = ? and s.id = ?")) {
                statement.setObject(1, communityId);
                statement.setObject(2, id);
                return read(statement);
            }
        });
        return found.stream()
                .filter(settlement ->
                        merchantId == null || settlement.merchantId().equals(merchantId))
                .findFirst()
                .orElseThrow(() -> notFound(id));
    }

    /** The newest first, those before {@code before}; one more than {@code limit} if there are. */
    List<Settlement> list(UUID communityId, Filter filter, UUID before, int limit) {
        String status = filter.status() == null ? null : filter.status().code();
        return snapshots.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select " + COLUMNS + """
                     from settlement s
                     where s.community_id = ? and (?::uuid is null or s.merchant_id = ?) and (?::text is null or s.status = ?)
                       and (?::uuid is null or s.id < ?)
                     order by s.id desc limit ?
                    """)) {
                statement.setObject(1, communityId);
                statement.setObject(2, filter.merchantId());
                statement.setObject(3, filter.merchantId());
                statement.setString(4, status);
                statement.setString(5, status);
                statement.setObject(6, before);
                statement.setObject(7, before);
                statement.setInt(8, limit + 1);
                return read(statement);
            }
        });
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, Settlement> found) {
        lookups.add(
                "select " + COLUMNS + """
                 from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                 cross join lateral (select s.* from settlement s
                     where s.community_id = n.community_id and s.id between n.id and n.id order by s.id) s
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        Settlement settlement = settlement(rows);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), settlement.id()), settlement);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<UUID>, Settlement>> changed) {
        script.add("""
                insert into settlement (community_id, id, merchant_id, status, through, note, entries, earned_fen,
                    returned_fen, drafted_by, drafted_at, submitted_by, submitted_at, decided_by, decided_at, closed_by,
                    closed_at, reason, reference, transaction)
                select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::date[], ?::text[], ?::bigint[],
                    ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[],
                    ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::bigint[])
                on conflict (community_id, id) do update set status = excluded.status, entries = excluded.entries,
                    earned_fen = excluded.earned_fen, returned_fen = excluded.returned_fen,
                    submitted_by = excluded.submitted_by, submitted_at = excluded.submitted_at,
                    decided_by = excluded.decided_by, decided_at = excluded.decided_at, closed_by = excluded.closed_by,
                    closed_at = excluded.closed_at, reason = excluded.reason, reference = excluded.reference,
                    transaction = excluded.transaction
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
            columns.uuids(of(changed, Settlement::merchantId));
            columns.texts(of(changed, settlement -> settlement.status().code()));
            columns.days(of(changed, Settlement::through));
            columns.texts(of(changed, Settlement::note));
            columns.numbers(of(changed, settlement -> settlement.sums().entries()));
            columns.numbers(of(changed, settlement -> settlement.sums().earnedFen()));
            columns.numbers(of(changed, settlement -> settlement.sums().returnedFen()));
            fill(columns, changed, Settlement::drafted);
            fill(columns, changed, Settlement::submitted);
            fill(columns, changed, Settlement::decided);
            fill(columns, changed, Settlement::closed);
            columns.texts(of(changed, Settlement::reason));
            columns.texts(of(changed, Settlement::reference));
            columns.numbers(of(changed, Settlement::transaction));
        });
    }

    private static void fill(
            Columns columns,
            Collection<Map.Entry<RowKey<UUID>, Settlement>> changed,
            Function<Settlement, Settlement.Step> which) {
        columns.texts(of(changed, which).map(step -> step == null ? null : step.by()));
        columns.instants(of(changed, which).map(step -> step == null ? null : step.at()));
    }

    private static <T> Stream<T> of(
            Collection<Map.Entry<RowKey<UUID>, Settlement>> changed, Function<Settlement, T> value) {
        return changed.stream().map(entry -> value.apply(entry.getValue()));
    }

    private static List<Settlement> read(PreparedStatement statement) throws SQLException {
        List<Settlement> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(settlement(rows));
            }
        }
        return found;
    }

    private static Settlement settlement(ResultSet row) throws SQLException {
        return new Settlement(
                row.getObject("id", UUID.class),
                row.getObject("merchant_id", UUID.class),
                SettlementStatus.ofCode(row.getString("status")).orElseThrow(),
                row.getObject("through", LocalDate.class),
                row.getString("note"),
                new Settlement.Sums(row.getLong("entries"), row.getLong("earned_fen"), row.getLong("returned_fen")),
                step(row, "drafted"),
                step(row, "submitted"),
                step(row, "decided"),
                step(row, "closed"),
                row.getString("reason"),
                row.getString("reference"),
                row.getObject("transaction", Long.class));
    }

    private static Settlement.Step step(ResultSet row, String name) throws SQLException {
        String by = row.getString(name + "_by");
        if (by == null) {
            return null;
        }
        Instant at = row.getObject(name + "_at", OffsetDateTime.class).toInstant();
        return new Settlement.Step(by, at);
    }
}
