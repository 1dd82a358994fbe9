package org.weijifen.tables.comparison;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** What a table is compared with. */
public enum MatchingKind {
    /** Points earned, with tasks or reasons. */
    CREDITS,
    /** Lines of redemptions, by the day they were collected; of those that still wait, by the day they were requested. */
    REDEMPTIONS;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
