package org.weijifen.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of business facts in the books. */
public enum TransactionKind {
    CREDIT,
    DEDUCTION,
    REVERSAL,
    POINTS_EXPIRY,
    STOCK_RECEIPT,
    RESERVATION,
    COLLECTION,
    CANCELLATION,
    PICKUP_EXPIRY,
    RETURN;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The kind as it stands in the books and in JSON: {@code stock-receipt}. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The kind with this code, if there is one. */
    public static Optional<TransactionKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
