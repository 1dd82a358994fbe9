package org.weijifen.redemption;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/**
 * The states of a redemption: {@code reserved → collected → returned}, or {@code reserved → cancelled}, or {@code
 * reserved → expired}.
 */
public enum RedemptionStatus {
    /** Points and goods are reserved, and wait to be collected. */
    RESERVED,
    /** Handed out. */
    COLLECTED,
    /** Cancelled before it was collected. */
    CANCELLED,
    /** Not collected in time. */
    EXPIRED,
    /** Collected and brought back. */
    RETURNED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
