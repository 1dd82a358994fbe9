package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Where a member stands. An active one earns and redeems; a frozen one redeems nothing; one that left is kept for the
 * books. Who left can come back, as active.
 */
public enum MemberStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("frozen")
    FROZEN,
    @JsonProperty("left")
    LEFT;

    /** The status as it stands in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean mayBecome(MemberStatus next) {
        return switch (this) {
            case ACTIVE, FROZEN -> true;
            case LEFT -> next != FROZEN;
        };
    }
}
