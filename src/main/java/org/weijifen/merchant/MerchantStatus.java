package org.weijifen.merchant;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/**
 * Whether rewards can be given to a merchant. A retired one keeps those it has, is still settled with, and can be taken up
 * again.
 */
public enum MerchantStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
