package org.weijifen.merchant;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/**
 * Whether a merchant can get further rewards. A retired merchant keeps its rewards, can still be settled with, and can
 * be activated again.
 */
public enum MerchantStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
