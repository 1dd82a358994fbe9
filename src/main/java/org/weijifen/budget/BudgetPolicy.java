package org.weijifen.budget;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.EnumNames;

/**
 * How a budget treats the credits that count against it.
 *
 * @param warnAtPercent from how much of its points on credits carry a warning; 1 to {@value #MAX_WARN_AT_PERCENT}
 * @param beyond what becomes of credits for which there are not enough points left
 */
record BudgetPolicy(int warnAtPercent, Beyond beyond) {
    static final int MAX_WARN_AT_PERCENT = 100;

    /** For clients that don't say: warns at 80 %, refuses beyond 100 %. */
    static final BudgetPolicy DEFAULT = new BudgetPolicy(80, Beyond.REFUSE);

    /** What becomes of a credit beyond a budget. */
    @Schema(name = "BeyondBudget", description = "What becomes of a credit beyond a budget")
    enum Beyond {
        /** It is refused, by {@code limit_exceeded}. */
        @JsonProperty("refuse")
        REFUSE,
        /** It is taken, with a warning. */
        @JsonProperty("warn")
        WARN;

        /** How it is stored. */
        String code() {
            return EnumNames.code(this);
        }

        static Beyond ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** A policy of which parts may be null, which are the default then. */
    static BudgetPolicy of(Integer warnAtPercent, Beyond beyond) {
        return new BudgetPolicy(
                warnAtPercent == null ? DEFAULT.warnAtPercent : warnAtPercent,
                beyond == null ? DEFAULT.beyond : beyond);
    }

    /** Whether so many points issued are enough of a budget to warn: at least the percentage, exactly. */
    boolean warns(long issued, long points) {
        return issued >= (points * warnAtPercent + MAX_WARN_AT_PERCENT - 1) / MAX_WARN_AT_PERCENT;
    }
}
