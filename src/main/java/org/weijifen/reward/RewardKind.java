package org.weijifen.reward;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** The kind of a reward. */
public enum RewardKind {
    @JsonProperty("goods")
    GOODS,
    @JsonProperty("service")
    SERVICE,
    @JsonProperty("merchant-package")
    MERCHANT_PACKAGE;

    @EnumeratedValue
    private final String code = EnumNames.code(this);

    /** Whether it has stock, so that it can run out. */
    public boolean isStocked() {
        return switch (this) {
            case GOODS -> true;
            case SERVICE, MERCHANT_PACKAGE -> false;
        };
    }
}
