package org.weijifen.reward;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** Whether a reward can be redeemed. A retired one is kept for its redemptions and its stock, and can be offered again. */
public enum RewardStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
