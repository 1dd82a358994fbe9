package org.weijifen.access;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** What happened, as the security log calls it. A kind keeps its code, because lines are kept for years. */
public enum SecurityEventKind {
    /** Somebody exchanged credentials for a token, or was refused one. */
    SIGN_IN,
    /** A token was ended before its time. */
    SIGN_OUT,
    /** A token was used for what it does not permit. */
    ACCESS,
    /** A token was minted for somebody else. */
    MINT,
    /** A row was added. */
    ADD,
    /** A row was changed, with the fields before and after. */
    CHANGE,
    /** A row was removed. */
    REMOVE,
    /** Personal data was read. */
    READ,
    /** Data was exported. */
    EXPORT,
    /** A table was imported. */
    IMPORT,
    /** Lines of the log itself were forgotten, because their time was over. */
    FORGET;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
