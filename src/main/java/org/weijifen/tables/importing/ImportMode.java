package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** What happens when a row is refused. */
public enum ImportMode {
    /** Takes all rows or none, in one transaction. */
    ATOMIC,
    /** Takes each row independently. */
    INDEPENDENT;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
