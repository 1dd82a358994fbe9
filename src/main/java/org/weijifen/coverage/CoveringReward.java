package org.weijifen.coverage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.RewardId;

/**
 * A reward that covers points. Units on the shelf cover available points, reserved units cover held points.
 *
 * @param active whether it is active; reserved units of a retired reward can still be collected
 * @param points price of one unit
 * @param costFen cost of one unit by the catalogue; 0 when it is not given
 * @param onShelf of all stations
 * @param reserved of all stations, including services and merchants' packages, which have no stock
 * @param receivedUnits units of receipts with a cost that were not reversed; null without such receipts
 * @param receivedFen total cost of those units, in fen; null without such receipts
 */
record CoveringReward(
        RewardId id,
        String code,
        String title,
        String kind,
        boolean active,
        long points,
        long costFen,
        long onShelf,
        long reserved,
        BigDecimal receivedUnits,
        BigDecimal receivedFen) {

    /** The cost of receipts is found by the index of receipts with a cost. */
    private static final String ALL = """
            select r.id, r.code, r.title, r.kind, r.status, r.points, r.cost_fen, s.on_shelf, s.reserved, c.units, c.fen
            from reward r
            join (select a.owner, coalesce(sum(a.balance) filter (where a.type = 'shelf'), 0)::bigint as on_shelf,
                    coalesce(sum(a.balance) filter (where a.type = 'reserved'), 0)::bigint as reserved
                from account a
                where a.community_id = :community and a.type in ('shelf', 'reserved') and a.balance > 0 and not a.lapsed
                group by a.owner) s on s.owner = r.id
            left join (select p.owner, sum(t.quantity) as units, sum(t.quantity::numeric * t.unit_cost_fen) as fen
                from ledger_transaction t
                cross join lateral (select p.owner from posting p
                    where p.community_id = :community and p.sequence = t.sequence and p.position = 0 offset 0) p
                left join lateral (select v.sequence from ledger_transaction v
                    where v.community_id = :community and v.reverses = t.sequence offset 0) v on true
                where t.community_id = :community and t.unit_cost_fen is not null and t.kind = 'stock-receipt'
                  and v.sequence is null
                group by p.owner) c on c.owner = r.id
            where r.community_id = :community order by r.code
            """;

    /** The rewards of a community with units on the shelf or reserved, in order of their codes. */
    static List<CoveringReward> all(Connection connection, UUID communityId) throws SQLException {
        return SqlQuery.of(communityId, ALL).list(connection, CoveringReward::read);
    }

    private static CoveringReward read(ResultSet row) throws SQLException {
        return new CoveringReward(
                new RewardId(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5).equals("active"),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getBigDecimal(10),
                row.getBigDecimal(11));
    }

    CoverageView.GoodsOnShelf goods() {
        return new CoverageView.GoodsOnShelf(
                id,
                code,
                title,
                onShelf,
                points,
                costFen,
                times(onShelf, points),
                times(onShelf, costFen),
                receiptCost(),
                byReceipts(onShelf));
    }

    CoverageView.ReservedReward reservedReward() {
        return new CoverageView.ReservedReward(
                id,
                code,
                title,
                kind,
                reserved,
                costFen,
                times(reserved, costFen),
                receiptCost(),
                byReceipts(reserved));
    }

    private BigDecimal receiptCost() {
        return receivedUnits == null ? null : Coverage.quotient(receivedFen, receivedUnits);
    }

    private BigInteger byReceipts(long units) {
        return receivedUnits == null
                ? null
                : Coverage.wholeFen(receivedFen.multiply(BigDecimal.valueOf(units)), receivedUnits);
    }

    private static BigInteger times(long units, long each) {
        return BigInteger.valueOf(units).multiply(BigInteger.valueOf(each));
    }
}
