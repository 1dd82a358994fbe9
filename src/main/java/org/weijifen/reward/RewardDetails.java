package org.weijifen.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Text;
import org.weijifen.platform.id.MerchantId;

/**
 * The editable details of a reward. A new price applies to later reservations.
 *
 * @param title 1 to 100 characters
 * @param points price of one unit, 1 to 1,000,000,000
 * @param costFen cost of one unit for the community, in fen, 0 to 10^12; 0 when it isn't given
 * @param limitPerMonth the largest number of units for one member in a calendar month, 1 to 1,000, or null
 * @param lowStockThreshold units on all shelves at which stock is low, 0 to 1,000,000,000, or null; for goods only
 * @param groups at most 50 codes of groups; empty when it isn't given
 * @param merchantId whose service or package it is, or null; never for goods
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What can be edited of a reward")
@Embeddable
public record RewardDetails(
        @NotNull @Text @Size(max = MAX_TITLE) @Schema(examples = "充电宝")
        String title,

        @NotNull @Min(1) @Max(MAX_POINTS) @Schema(description = "Price of one unit", examples = "100")
        Long points,

        @Min(0) @Max(MAX_COST_FEN) @Schema(description = "What one unit costs the community, in fen", examples = "2950")
        Long costFen,

        @Min(1) @Max(MAX_LIMIT) @Schema(description = "Most units for one member in a calendar month; without it no limit")
        Integer limitPerMonth,

        @Min(0) @Max(MAX_THRESHOLD) @Schema(description = "Stock is low when no more units lie on all shelves; goods only")
        Long lowStockThreshold,

        @Size(max = MAX_GROUPS) @Schema(description = "Codes of the groups whose members may redeem it; empty: everybody")
        List<@NotNull @Pattern(regexp = GROUP) String> groups,

        @Schema(description = "Whose service or package it is; not for goods")
        MerchantId merchantId,

        @Enumerated(EnumType.STRING) @NotNull RewardStatus status) {
    /** Most characters of a title. */
    public static final int MAX_TITLE = 100;

    public static final long MAX_POINTS = 1_000_000_000;
    public static final long MAX_COST_FEN = 1_000_000_000_000L;
    static final int MAX_LIMIT = 1000;
    static final long MAX_THRESHOLD = 1_000_000_000;
    static final int MAX_GROUPS = 50;
    static final String GROUP = "^[a-z0-9-]{1,32}$";

    public RewardDetails {
        costFen = costFen == null ? 0L : costFen;
        groups = groups == null ? List.of() : groups;
    }

    /** The same with each group once, in order. */
    RewardDetails inOrder() {
        return new RewardDetails(
                title,
                points,
                costFen,
                limitPerMonth,
                lowStockThreshold,
                groups.stream().distinct().sorted().toList(),
                merchantId,
                status);
    }

    /** The same with the values of a list. */
    public RewardDetails with(String newTitle, long newPoints, long newCostFen, MerchantId newMerchantId) {
        return new RewardDetails(
                newTitle, newPoints, newCostFen, limitPerMonth, lowStockThreshold, groups, newMerchantId, status);
    }
}
