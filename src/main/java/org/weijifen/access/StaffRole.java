package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** The roles that a user with a password can have. */
public enum StaffRole {
    /** Runs the service. */
    @JsonProperty("admin")
    ADMIN,
    /** Works for a neighbourhood committee. */
    @JsonProperty("committee")
    COMMITTEE,
    /** Works for one merchant of one community. */
    @JsonProperty("merchant")
    MERCHANT;

    @EnumeratedValue
    private final String code = EnumNames.code(this);

    /** The code of the role in tokens. */
    String inTokens() {
        return switch (this) {
            case ADMIN -> Role.ADMIN;
            case COMMITTEE -> Role.COMMITTEE;
            case MERCHANT -> Role.MERCHANT;
        };
    }
}
