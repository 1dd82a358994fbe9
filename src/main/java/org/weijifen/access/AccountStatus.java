package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a user or client gets tokens. */
public enum AccountStatus {
    /** Gets tokens. */
    @JsonProperty("active")
    ACTIVE,
    /** Gets no new token; one given out before works until it expires. */
    @JsonProperty("disabled")
    DISABLED
}
