package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a user or client can sign in. */
public enum AccountStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("disabled")
    DISABLED
}
