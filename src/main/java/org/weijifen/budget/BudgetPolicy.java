package org.weijifen.budget;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.EnumNames;

/**
 * How a budget treats the credits that count against it.
 *
 * @param warnAtPercent the percentage of its points from which credits have a warning; 1 to {@value
 *     #MAX_WARN_AT_PERCENT}
 * @param beyond what happens to credits when not enough points are left
 */
record BudgetPolicy(int warnAtPercent, Beyond beyond) {
    static final int MAX_WARN_AT_PERCENT = 100;

    /** The default: warns at 80 %, refuses beyond 100 %. */
    static final BudgetPolicy DEFAULT = new BudgetPolicy(80, Beyond.REFUSE);

    /** What happens to a credit beyond a budget. */
    @Schema(name = "BeyondBudget", description = "What becomes of a credit beyond a budget")
    enum Beyond {
        /** It is refused with {@code limit_exceeded}. */
        @JsonProperty("refuse")
        REFUSE,
        /** It is accepted with a warning. */
        @JsonProperty("warn")
        WARN;

        /** How it is stored. */
        String code() {
            return EnumNames.code(this);
        }
    }

    /** Makes a policy; null parts get their default. */
    static BudgetPolicy of(Integer warnAtPercent, Beyond beyond) {
        return new BudgetPolicy(
                warnAtPercent == null ? DEFAULT.warnAtPercent : warnAtPercent,
                beyond == null ? DEFAULT.beyond : beyond);
    }

    /** Whether the issued points reach the percentage for a warning, computed exactly. */
    boolean warns(long issued, long points) {
        return issued >= (points * warnAtPercent + MAX_WARN_AT_PERCENT - 1) / MAX_WARN_AT_PERCENT;
    }
}
