package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

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

    @EnumeratedValue
    private final String code = EnumNames.code(this);

    public String code() {
        return code;
    }

    boolean mayBecome(MemberStatus next) {
        return switch (this) {
            case ACTIVE, FROZEN -> true;
            case LEFT -> next != FROZEN;
        };
    }
}
