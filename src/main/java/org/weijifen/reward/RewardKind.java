package org.weijifen.reward;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a reward is. */
public enum RewardKind {
    @JsonProperty("goods")
    GOODS,
    @JsonProperty("service")
    SERVICE,
    @JsonProperty("merchant-package")
    MERCHANT_PACKAGE;

    /** Whether units lie on a shelf, so that they can run out. */
    public boolean isStocked() {
        return switch (this) {
            case GOODS -> true;
            case SERVICE, MERCHANT_PACKAGE -> false;
        };
    }
}
