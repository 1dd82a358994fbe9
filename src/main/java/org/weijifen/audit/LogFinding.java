package org.weijifen.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a verification of the security log finds. A code stays what it is, because clients branch on it. */
public enum LogFinding {
    /** There are lines, but nothing says where their chain begins and ends. */
    HEAD_MISSING,
    /** The head names another hash or time than its last line has. */
    HEAD_MISMATCH,
    /** A line, or several from there on, that should be there. */
    LINE_MISSING,
    /** A line outside of the chain. */
    LINE_UNEXPECTED,
    /** A line whose hash does not follow from the line before and from what it says. */
    HASH_MISMATCH,
    /** A line recorded earlier than the previous one. */
    RECORDED_BACKWARDS;

    /** The code as clients see it. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
