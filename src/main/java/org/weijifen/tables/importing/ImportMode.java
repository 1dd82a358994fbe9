package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.weijifen.platform.EnumNames;

/** How a refused row is treated. */
public enum ImportMode {
    /** All rows or none, in one transaction. */
    ATOMIC,
    /** Each row for itself. */
    INDEPENDENT;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }

    static ImportMode ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
