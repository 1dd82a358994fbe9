package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** The states of the closing of a month: {@code prepared → signed}, or {@code prepared → withdrawn → prepared ...}. */
public enum ClosingStatus {
    /** Prepared by one person, to be signed by another one. */
    PREPARED,
    /** Signed by a second person: the month is closed for ever. */
    SIGNED,
    /** Withdrawn before it was signed. */
    WITHDRAWN;

    /** The code of the status in JSON and in the database. */
    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
