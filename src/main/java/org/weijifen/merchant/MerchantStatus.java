package org.weijifen.merchant;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether rewards can be given to a merchant. A retired one keeps those it has, is still settled with, and can be taken up
 * again.
 */
enum MerchantStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED
}
