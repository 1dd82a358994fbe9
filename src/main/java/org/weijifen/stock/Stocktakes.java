package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.LinedRows;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.StocktakeId;

/** The stocktakes of all communities. They are only changed by operations of the ledger. */
@Singleton
final class Stocktakes implements Table<StocktakeId, Stocktake> {
    private static final LinedRows<StocktakeId, Stocktake, Stocktake.Line> ROWS = new LinedRows<>(
            Stocktake.class, Stocktake.Line.class, "stocktake", Stocktake::id, Stocktake::lines, Stocktake::withLines);

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
    Stocktake require(UUID communityId, StocktakeId id) {
        SqlQuery query = SqlQuery.of(communityId, "select " + ROWS.whole() + """
                 from stocktake r
                left join stocktake_line l on l.community_id = :community and l.stocktake_id = r.id
                where r.community_id = :community and r.id = ? order by l.position
                """, id);
        return snapshots.read(connection -> {
            try (PreparedStatement statement = query.prepare(connection);
                    ResultSet rows = statement.executeQuery()) {
                return ROWS.read(rows).values().stream()
                        .findFirst()
                        .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "stocktake", id.toString()));
            }
        });
    }

    /**
     * The newest first.
     *
     * @param before the stocktake before the first one, or null
     */
    List<StocktakeSummary> list(UUID communityId, Filter filter, StocktakeId before, int limit) {
        String status = filter.status() == null ? null : filter.status().code();
        SqlQuery query = SqlQuery.of(communityId, "select " + ROWS.heads() + """
                , (select count(*) from stocktake_line l
                   where l.community_id = :community and l.stocktake_id = r.id) as lines
                from stocktake r
                where r.community_id = :community
                """)
                .and("r.status = ?", status)
                .and("r.id < ?", before)
                .and("r.counted_on >= ?", filter.from())
                .and("r.counted_on <= ?", filter.to())
                .append(" order by r.id desc limit ?", limit);
        return snapshots.read(
                connection -> query.list(connection, row -> new StocktakeSummary(ROWS.head(row), row.getInt("lines"))));
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<StocktakeId>> keys, BiConsumer<RowKey<StocktakeId>, Stocktake> found) {
        lookups.add(
                "select " + ROWS.whole() + """
                 from :rows(id)
                join stocktake r on r.community_id = n.community_id and r.id = n.id
                left join stocktake_line l on l.community_id = n.community_id and l.stocktake_id = r.id
                order by r.community_id, r.id, l.position
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> ROWS.read(rows).forEach(found));
    }

    /** All lines of changed stocktakes are written again. This is rare, because people count them. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<StocktakeId>, Stocktake>> changed) {
        ROWS.addHeads(script, changed, """
                 on conflict (community_id, id) do update set status = excluded.status, reason = excluded.reason,
                    counted_on = excluded.counted_on, closed_at = excluded.closed_at, adjustment = excluded.adjustment
                """);
        script.add("""
                delete from stocktake_line l using :rows(id)
                where l.community_id = n.community_id and l.stocktake_id = n.id
                """, columns -> {
            columns.communities(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(changed.stream().map(entry -> entry.getKey().key()));
        });
        ROWS.addLines(script, changed, "");
    }
}
