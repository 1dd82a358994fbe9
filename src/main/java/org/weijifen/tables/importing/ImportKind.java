package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** The kind of the rows of a file. */
public enum ImportKind {
    MEMBERS,
    TASKS,
    REWARDS,
    /** Points that members bring from earlier books. */
    OPENING_BALANCES,
    /** What members did in the past, for credits. */
    ACTIVITIES,
    /** Redemptions of the past, collected or cancelled. */
    REDEMPTIONS;

    private final String code = EnumNames.code(this);

    /** The code of the kind in JSON: {@code opening-balances}. */
    @JsonValue
    public String code() {
        return code;
    }
}
