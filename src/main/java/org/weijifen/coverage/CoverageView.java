package org.weijifen.coverage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.RewardId;

/** The points of members, compared with the rewards they can get for them. Money is in fen. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Coverage", description = "Outstanding points against what they could be redeemed for; money is in fen")
public record CoverageView(
        Instant asOf,

        @Schema(description = "Number of the last transaction of the books that this counts")
        long sequence,

        OutstandingPoints outstanding,
        Shelf shelf,

        @Schema(description = "What covers the points that are held; it lies on the shelf no more")
        Reserved reserved,

        @Schema(
                description = "Services and merchants' packages on offer, which do not run out and so cover nothing by"
                        + " themselves")
        Unlimited unlimited,

        @Schema(
                nullable = true,
                description =
                        "shelf.points / outstanding.free with six decimals: the share of the free points that the goods on the"
                                + " shelf could be redeemed for; absent when no points are free. Points that are held are covered by what is"
                                + " reserved for them.")
        BigDecimal coveredShare,

        @Schema(description = "At what the catalogue says that goods cost")
        Valuation byCatalogue,

        @Schema(
                description =
                        "At what receipts have cost on average; goods without such a receipt at what the catalogue says")
        Valuation byReceipts) {

    /** Points that members can still redeem. */
    @Schema(name = "OutstandingPoints")
    public record OutstandingPoints(
            @Schema(description = "available + held - arrears; below zero when more is owed than there is")
            long points,

            @Schema(
                    description =
                            "available - arrears, which are weighed against the shelf; below zero when more is owed than"
                                    + " there is")
            long free,

            @Schema(
                    description =
                            "Free to spend. In the totals of the books points stay available until their expiry is"
                                    + " posted: points.available there = available + lapsed here")
            long available,

            @Schema(description = "Past their last day, with the expiry not posted yet; not outstanding")
            long lapsed,

            @Schema(description = "Reserved for open redemptions; points.held of the totals")
            long held,

            @Schema(description = "Owed by members; points.arrears of the totals")
            long arrears,

            @Schema(
                    description =
                            "When they expire, the earliest first and those that never do last; sums of available and"
                                    + " held over all months are the ones above")
            List<Expiring> expiring) {}

    /** Points whose last day lies in one month. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ExpiringPoints")
    public record Expiring(
            @Schema(
                    nullable = true,
                    description = "Month of their last day; absent when they never expire",
                    examples = "2027-12")
            YearMonth month,

            long available,

            @Schema(description = "Would come back with this last day if their redemption were called off")
            long held) {}

    /** Goods on the shelf, of all stations. */
    @Schema(name = "ShelfValue")
    public record Shelf(
            @Schema(description = "Units on offer: units.onShelf of the totals of the books, less retiredUnits")
            long units,

            @Schema(description = "Sum of units * points over all goods on offer")
            BigInteger points,

            @Schema(description = "Sum of units * costFen over all goods on offer")
            BigInteger costFen,

            @Schema(description = "Sum of the items' receiptValueFen, or valueFen where they have none")
            BigInteger receiptCostFen,

            @Schema(description = "Units of retired goods, which nobody can redeem: they cover nothing")
            long retiredUnits,

            @Schema(description = "Sum of units * costFen over retired goods")
            BigInteger retiredCostFen,

            @Schema(description = "Goods on offer with units on the shelf, by code; at most 200")
            List<GoodsOnShelf> items,

            @Schema(description = "How many more there are; the sums have all of them")
            int notListed) {}

    /** One kind of goods on the shelf. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GoodsOnShelf")
    public record GoodsOnShelf(
            RewardId rewardId,
            String code,
            String title,

            @Schema(description = "On the shelf, of all stations")
            long units,

            @Schema(description = "Price of one unit") long points,

            @Schema(description = "What one unit costs by the catalogue; 0 when nobody said")
            long costFen,

            @Schema(description = "units * points") BigInteger valuePoints,

            @Schema(description = "units * costFen") BigInteger valueFen,

            @Schema(
                    nullable = true,
                    description =
                            "What a unit has cost on average, with six decimals, by the receipts that said so and were"
                                    + " not reversed; absent without any")
            BigDecimal receiptCostFen,

            @Schema(
                    nullable = true,
                    description = "units * receiptCostFen (before that is rounded), rounded half up to whole fen")
            BigInteger receiptValueFen) {

        BigInteger fenByReceipts() {
            return receiptValueFen == null ? valueFen : receiptValueFen;
        }
    }

    /** Held points, with the units reserved for them. */
    @Schema(name = "ReservedValue")
    public record Reserved(
            @Schema(description = "outstanding.held: what was asked for these units when they were reserved")
            long points,

            @Schema(description = "units.reserved of the totals of the books")
            long units,

            @Schema(description = "Sum of units * costFen over all that is reserved")
            BigInteger costFen,

            @Schema(description = "Sum of the items' receiptValueFen, or valueFen where they have none")
            BigInteger receiptCostFen,

            @Schema(description = "What is reserved of any kind, retired or not, by code; at most 200")
            List<ReservedReward> items,

            @Schema(description = "How many more there are; the sums have all of them")
            int notListed) {}

    /** The reserved units of one reward. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReservedReward")
    public record ReservedReward(
            RewardId rewardId,
            String code,
            String title,

            @Schema(description = "`goods`, `service` or `merchant-package`", examples = "goods")
            String kind,

            @Schema(description = "Reserved for open redemptions, at all stations")
            long units,

            @Schema(description = "What one unit costs by the catalogue; 0 when nobody said")
            long costFen,

            @Schema(description = "units * costFen") BigInteger valueFen,

            @Schema(
                    nullable = true,
                    description =
                            "What a unit has cost on average, with six decimals, by the receipts that said so and were"
                                    + " not reversed; absent without any")
            BigDecimal receiptCostFen,

            @Schema(
                    nullable = true,
                    description = "units * receiptCostFen (before that is rounded), rounded half up to whole fen")
            BigInteger receiptValueFen) {

        BigInteger fenByReceipts() {
            return receiptValueFen == null ? valueFen : receiptValueFen;
        }
    }

    /** Rewards without stock. */
    @Schema(name = "UnlimitedRewards")
    public record Unlimited(
            @Schema(description = "By code; at most 200") List<Offer> items,

            @Schema(description = "How many more there are") int notListed) {}

    /** A service or a merchant's package. */
    @Schema(name = "UnlimitedReward")
    public record Offer(
            RewardId rewardId,
            String code,
            String title,

            @Schema(description = "`service` or `merchant-package`", examples = "merchant-package")
            String kind,

            @Schema(description = "Price of one") long points,

            @Schema(description = "What one costs by the catalogue; 0 when nobody said")
            long costFen) {}

    /** The cost of redeeming all available points for goods like those on the shelf, and the cost of reserved units. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Valuation")
    public record Valuation(
            @Schema(
                    nullable = true,
                    description =
                            "What a point costs on average, in fen with six decimals: costFen, or receiptCostFen, of the"
                                    + " shelf / shelf.points; absent when nothing is on the shelf")
            BigDecimal fenPerPoint,

            @Schema(
                    nullable = true,
                    description =
                            "outstanding.free times what a point costs on average (before that is rounded), rounded half up to whole fen; 0 when no points"
                                    + " are free, else absent without fenPerPoint. What is held is in reservedFen instead.")
            BigInteger liabilityFen,

            @Schema(description = "What the reserved units cost, which the points that are held stand for")
            BigInteger reservedFen) {}
}
