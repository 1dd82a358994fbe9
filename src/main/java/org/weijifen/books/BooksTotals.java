package org.weijifen.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.AccountType;
import org.weijifen.platform.SqlQuery;

/**
 * The balances of a community by type, summed over all members, rewards and merchants. Sources are shown as positive
 * numbers.
 */
public record BooksTotals(PointTotals points, UnitTotals units, DueTotals dues) {

    /** Points of all members: earned = available + held + spent + expired + deducted - arrears. */
    @Schema(name = "PointTotals", description = "earned = available + held + spent + expired + deducted - arrears")
    public record PointTotals(
            @Schema(description = "Ever credited and not reversed")
            long earned,

            @Schema(description = "Free to spend; points that lapsed stay in here until their expiry is posted")
            long available,

            @Schema(description = "Reserved for open redemptions")
            long held,

            @Schema(description = "Of collected redemptions")
            long spent,

            @Schema(description = "Expired unused") long expired,

            @Schema(description = "Taken away by deductions")
            long deducted,

            @Schema(description = "Owed by members") long arrears) {}

    /** Units of all rewards: supplied = onShelf + reserved + handedOut + adjusted. */
    @Schema(name = "UnitTotals", description = "supplied = onShelf + reserved + handedOut + adjusted")
    public record UnitTotals(
            @Schema(description = "Ever received, or promised where there is no stock")
            long supplied,

            @Schema(description = "Free to reserve") long onShelf,

            @Schema(description = "Reserved for open redemptions")
            long reserved,

            long handedOut,

            @Schema(description = "Found missing at stocktakes; below zero when more were found")
            long adjusted) {}

    /** What merchants are owed, in fen: payable = owed + settled. */
    @Schema(name = "DueTotals", description = "In fen: payableFen = owedFen + settledFen")
    public record DueTotals(
            @Schema(description = "For all that was handed out and not returned, in fen")
            long payableFen,

            @Schema(description = "Not settled yet, in fen; below zero when what was settled has been returned since")
            long owedFen,

            @Schema(description = "Settled, in fen") long settledFen) {}

    /** Adds the balances up. */
    static BooksTotals read(Connection connection, UUID communityId) throws SQLException {
        Map<AccountType, Long> sums = new EnumMap<>(AccountType.class);
        new SqlQuery("""
                select a.type, sum(a.balance)::bigint from account a
                where a.community_id = ? and not a.lapsed group by a.type
                """, communityId)
                .forEach(connection, rows -> sums.put(AccountType.ofCode(rows.getString(1)), rows.getLong(2)));
        return new BooksTotals(
                new PointTotals(
                        -sum(sums, AccountType.EARNED),
                        sum(sums, AccountType.AVAILABLE),
                        sum(sums, AccountType.HELD),
                        sum(sums, AccountType.SPENT),
                        sum(sums, AccountType.EXPIRED),
                        sum(sums, AccountType.FORFEITED),
                        -sum(sums, AccountType.ARREARS)),
                new UnitTotals(
                        -sum(sums, AccountType.SUPPLIED),
                        sum(sums, AccountType.SHELF),
                        sum(sums, AccountType.RESERVED),
                        sum(sums, AccountType.HANDED_OUT),
                        sum(sums, AccountType.ADJUSTED)),
                new DueTotals(
                        -sum(sums, AccountType.PAYABLE),
                        sum(sums, AccountType.MERCHANT),
                        sum(sums, AccountType.SETTLED)));
    }

    private static long sum(Map<AccountType, Long> sums, AccountType type) {
        return sums.getOrDefault(type, 0L);
    }
}
