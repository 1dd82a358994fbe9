package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The roles a user can have. */
public enum StaffRole {
    @JsonProperty("admin")
    ADMIN(Role.ADMIN),
    @JsonProperty("committee")
    COMMITTEE(Role.COMMITTEE);

    private final String role;

    StaffRole(String role) {
        this.role = role;
    }

    /** The role as it stands in tokens. */
    String role() {
        return role;
    }
}
