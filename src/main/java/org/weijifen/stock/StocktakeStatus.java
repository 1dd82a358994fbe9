package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.weijifen.platform.EnumNames;

/** Where a stocktake is: {@code open → completed}, or {@code open → cancelled}. */
public enum StocktakeStatus {
    /** Being counted: lines come in, and nothing has been adjusted. */
    OPEN,
    /** The shelf of the books is what was counted. */
    COMPLETED,
    /** Given up; nothing was adjusted. */
    CANCELLED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }

    static Optional<StocktakeStatus> ofCode(String code) {
        return Arrays.stream(values())
                .filter(status -> status.code().equals(code))
                .findFirst();
    }
}
