package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** Where the closing of a month is: {@code prepared → signed}, or {@code prepared → withdrawn → prepared ...}. */
public enum ClosingStatus {
    /** Checked by one person, waiting for another one to sign. */
    PREPARED,
    /** Signed by a second person: the month is closed for ever. */
    SIGNED,
    /** Called off before it was signed. */
    WITHDRAWN;

    /** The status as it stands in JSON and in its row. */
    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
