package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.weijifen.platform.EnumNames;

/** What is given to staff of committees, see {@link Permission}. */
public enum StaffPermission {
    @JsonProperty(Permission.COUNTER)
    COUNTER,
    @JsonProperty(Permission.REVIEWER)
    REVIEWER,
    @JsonProperty(Permission.APPROVER)
    APPROVER,
    @JsonProperty(Permission.CATALOGUE)
    CATALOGUE,
    @JsonProperty(Permission.AUDITOR)
    AUDITOR;

    private final String code = EnumNames.code(this);

    /** The code in JSON and in tokens. */
    String code() {
        return code;
    }
}
