package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.stock.StationFilter;

/** Lists redemptions in the order of their ids, the newest first. */
@Singleton
final class RedemptionLists {
    /** The filter of a list; a null field matches all redemptions. */
    record Filter(
            RedemptionStatus status,
            MemberId memberId,
            MerchantId merchantId,
            StationFilter station,
            LocalDate from,
            LocalDate to) {

        boolean hasPeriod() {
            return from != null || to != null;
        }

        /** Whether to search by the merchant's lines. With a member, the member's redemptions are fewer. */
        boolean followsMerchant() {
            return merchantId != null && memberId == null;
        }
    }

    /**
     * The range of ids of a list.
     *
     * @param first null for the oldest
     * @param last null for the newest
     */
    private record Bounds(UUID first, UUID last) {
        private static final Bounds ALL = new Bounds(null, null);
    }

    private final Snapshots snapshots;

    RedemptionLists(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** The redemptions before {@code before}, the newest first. */
    List<Redemption> list(UUID communityId, Filter filter, UUID before, int limit) {
        return snapshots.read(connection -> {
            Bounds bounds = Bounds.ALL;
            if (filter.hasPeriod()) {
                bounds = bounds(connection, communityId, filter);
                if (bounds == null) {
                    return List.of();
                }
            }
            SqlQuery ids = filter.followsMerchant()
                    ? idsOfMerchant(communityId, filter, bounds, before)
                    : ids(communityId, filter, bounds, before);
            SqlQuery query = SqlQuery.of(
                            communityId, Redemptions.SELECT + " where r.community_id = :community and r.id in (")
                    .append(ids)
                    .append(" limit ?) order by r.id desc, l.position", limit);
            return Redemptions.read(connection, query);
        });
    }

    /**
     * The range of ids of the redemptions that were requested in a period. It is looked up day by day, so the cost is
     * one look-up for each day. Without it a list, which is in the order of ids, would be read from the newest id or to
     * the oldest one. Nearly all redemptions of this range belong to the period. Past redemptions that were imported
     * later may widen the range.
     */
    private static Bounds bounds(Connection connection, UUID communityId, Filter filter) throws SQLException {
        SqlQuery query = SqlQuery.of(communityId, """
                select (array_agg(f.id order by f.id))[1], (array_agg(l.id order by l.id desc))[1]
                from (select greatest(o.day, ?::date) as first, least(n.day, ?::date) as last
                    from (select c.requested_on as day from redemption c
                        where c.community_id = :community order by c.requested_on limit 1) o
                    cross join (select c.requested_on as day from redemption c
                        where c.community_id = :community order by c.requested_on desc limit 1) n) d
                cross join lateral generate_series(0, d.last - d.first) as n(days)
                cross join lateral (select c.id from redemption c
                    where c.community_id = :community and c.requested_on = d.first + n.days order by c.id limit 1) f
                cross join lateral (select c.id from redemption c
                    where c.community_id = :community and c.requested_on = d.first + n.days order by c.id desc limit 1) l
                """, filter.from(), filter.to());
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            UUID first = rows.getObject(1, UUID.class);
            return first == null ? null : new Bounds(first, rows.getObject(2, UUID.class));
        }
    }

    /** Ids in order, the newest first. */
    private static SqlQuery ids(UUID communityId, Filter filter, Bounds bounds, UUID before) {
        SqlQuery query = SqlQuery.of(communityId, "select c.id from redemption c where c.community_id = :community")
                .and("c.id >= ?", bounds.first())
                .and("c.id <= ?", bounds.last())
                .and("c.id < ?", before)
                .and("""
                        exists (select from redemption_line o
                            where o.community_id = :community and o.redemption_id = c.id and o.merchant_id = ?)
                        """, filter.merchantId());
        return narrow(query, filter).append(" order by c.id desc");
    }

    /**
     * Ids in order, the newest first, found by the merchant's lines. Only the first line of a redemption counts. Each
     * redemption is looked up on its own, and only as many as the page needs. As conditions of a join (without {@code
     * offset 0}) PostgreSQL would expect few rows, read all lines of the merchant and sort them.
     */
    private static SqlQuery idsOfMerchant(UUID communityId, Filter filter, Bounds bounds, UUID before) {
        SqlQuery query = SqlQuery.of(communityId, """
                select o.redemption_id from redemption_line o
                cross join lateral (select 1 where o.position = (select min(e.position) from redemption_line e
                    where e.community_id = :community and e.redemption_id = o.redemption_id
                      and e.merchant_id = o.merchant_id) offset 0) e
                cross join lateral (select 1 from redemption c
                    where c.community_id = :community and c.id = o.redemption_id
                """);
        return narrow(query, filter)
                .append(" offset 0) c where o.community_id = :community and o.merchant_id = ?", filter.merchantId())
                .and("o.redemption_id >= ?", bounds.first())
                .and("o.redemption_id <= ?", bounds.last())
                .and("o.redemption_id < ?", before)
                .append(" order by o.redemption_id desc");
    }

    private static SqlQuery narrow(SqlQuery query, Filter filter) {
        query.and(
                        "c.status = ?",
                        filter.status() == null ? null : filter.status().code())
                .and("c.member_id = ?", filter.memberId())
                .and("c.requested_on >= ?", filter.from())
                .and("c.requested_on <= ?", filter.to());
        if (filter.station() == null) {
            return query;
        }
        return filter.station().isMain()
                ? query.append(" and c.station_id is null")
                : query.and("c.station_id = ?", filter.station().id());
    }
}
