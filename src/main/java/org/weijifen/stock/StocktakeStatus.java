package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** The states of a stocktake: {@code open → completed}, or {@code open → cancelled}. */
public enum StocktakeStatus {
    /** Being counted. Nothing is adjusted yet. */
    OPEN,
    /** The books are adjusted to the count. */
    COMPLETED,
    /** Cancelled. Nothing was adjusted. */
    CANCELLED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
