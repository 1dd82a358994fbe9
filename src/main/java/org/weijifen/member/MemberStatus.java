package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/**
 * The status of a member. An active member earns and redeems. A frozen one cannot redeem. One who left is kept for the
 * books, and can become active again.
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
