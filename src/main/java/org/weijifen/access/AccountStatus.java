package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** Whether a user or client gets tokens. */
public enum AccountStatus {
    /** Gets tokens. */
    @JsonProperty("active")
    ACTIVE,
    /** Gets no new token; those given out before have ended. */
    @JsonProperty("disabled")
    DISABLED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
