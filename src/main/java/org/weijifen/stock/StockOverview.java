package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.Page;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.reward.RewardStatus;

/**
 * The stock levels of all goods by reward and station. They are read from balances, so the cost does not depend on the
 * age of the books.
 */
@Singleton
final class StockOverview {

    /** The units of one reward. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StockItem", description = "supplied = onShelf + reserved + handedOut + adjusted")
    public record StockItem(
            RewardId rewardId,
            String code,
            String title,
            RewardStatus status,

            @Schema(nullable = true, description = "Stock is low when no more units lie on all shelves; absent: never")
            Long lowStockThreshold,

            boolean lowStock,

            @Schema(description = "Units that can be reserved, at all stations")
            long onShelf,

            @Schema(description = "Units that wait for open redemptions, at all stations")
            long reserved,

            @Schema(description = "Units of collected redemptions")
            long handedOut,

            @Schema(description = "Units found missing at stocktakes; below zero when more were found")
            long adjusted,

            @Schema(description = "Units ever received") long supplied,

            @Schema(description = "Where units lie or wait, the main station first")
            List<StationStock> stations) {}

    /** The units of one reward at one station. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "StationStock")
    public record StationStock(
            @Schema(nullable = true, description = "Absent for the main station")
            StationId stationId,

            @Schema(description = "Units that can be reserved there")
            long onShelf,

            @Schema(description = "Units that wait there for open redemptions")
            long reserved) {}

    private record StockedReward(RewardId id, String code, String title, RewardStatus status, Long threshold) {}

    private final Snapshots snapshots;
    private final Communities communities;

    StockOverview(Snapshots snapshots, Communities communities) {
        this.snapshots = snapshots;
        this.communities = communities;
    }

    /**
     * A page of goods in order of their codes.
     *
     * @param lowStock true for goods with low stock, false for the others, null for all
     * @param after the code before the first, or null
     */
    Page<StockItem> page(String community, Boolean lowStock, String after, int limit) {
        UUID communityId = communities.idOf(community);
        return snapshots.read(connection -> {
            Page<StockedReward> page = Page.of(
                    goods(connection, communityId, lowStock, after, limit + 1),
                    limit,
                    last -> Cursor.after(last.code()));
            Map<RewardId, Levels> levels = levels(
                    connection,
                    communityId,
                    page.items().stream().map(StockedReward::id).toArray());
            return page.map(
                    goods -> levels.getOrDefault(goods.id(), new Levels()).item(goods));
        });
    }

    private static List<StockedReward> goods(
            Connection connection, UUID communityId, Boolean lowStock, String after, int limit) throws SQLException {
        return SqlQuery.of(communityId, """
                select r.id, r.code, r.title, r.status, r.low_stock_threshold from reward r
                where r.community_id = :community and r.kind = 'goods' and (?::text is null or r.code > ?)
                  and (?::boolean is null or ? = (r.low_stock_threshold is not null and r.low_stock_threshold >= coalesce((
                    select sum(a.balance) from account a
                    where a.community_id = :community and a.owner = r.id and a.type = 'shelf'), 0)))
                order by r.code limit ?
                """, after, after, lowStock, lowStock, limit)
                .list(
                        connection,
                        rows -> new StockedReward(
                                new RewardId(rows.getObject(1, UUID.class)),
                                rows.getString(2),
                                rows.getString(3),
                                EnumNames.constant(RewardStatus.class, rows.getString(4)),
                                rows.getObject(5, Long.class)));
    }

    private static Map<RewardId, Levels> levels(Connection connection, UUID communityId, Object[] rewards)
            throws SQLException {
        Map<RewardId, Levels> levels = new HashMap<>();
        SqlQuery.of(communityId, """
                select a.owner, a.station, coalesce(sum(a.balance) filter (where a.type = 'shelf'), 0)::bigint,
                       coalesce(sum(a.balance) filter (where a.type = 'reserved'), 0)::bigint,
                       coalesce(sum(a.balance) filter (where a.type = 'handed-out'), 0)::bigint,
                       coalesce(sum(a.balance) filter (where a.type = 'adjusted'), 0)::bigint,
                       coalesce(sum(a.balance) filter (where a.type = 'supplied'), 0)::bigint
                from account a left join station s on s.community_id = :community and s.id = a.station
                where a.community_id = :community and a.owner = any(?)
                group by a.owner, a.station, s.code order by s.code nulls first
                """, connection.createArrayOf("uuid", rewards))
                .forEach(connection, rows -> levels.computeIfAbsent(
                                new RewardId(rows.getObject(1, UUID.class)), any -> new Levels())
                        .add(rows));
        return levels;
    }

    /** The balances of one reward. */
    private static final class Levels {
        private final List<StationStock> stations = new ArrayList<>();
        private long onShelf;
        private long reserved;
        private long handedOut;
        private long adjusted;
        private long supplied;

        void add(ResultSet rows) throws SQLException {
            StationStock station = new StationStock(
                    Id.of(StationId::new, rows.getObject(2, UUID.class)), rows.getLong(3), rows.getLong(4));
            if (station.onShelf() != 0 || station.reserved() != 0) {
                stations.add(station);
            }
            onShelf += station.onShelf();
            reserved += station.reserved();
            handedOut += rows.getLong(5);
            adjusted += rows.getLong(6);
            supplied -= rows.getLong(7);
        }

        StockItem item(StockedReward goods) {
            return new StockItem(
                    goods.id(),
                    goods.code(),
                    goods.title(),
                    goods.status(),
                    goods.threshold(),
                    goods.threshold() != null && onShelf <= goods.threshold(),
                    onShelf,
                    reserved,
                    handedOut,
                    adjusted,
                    supplied,
                    List.copyOf(stations));
        }
    }
}
