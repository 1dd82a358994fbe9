package org.weijifen.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.weijifen.platform.EnumNames;

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
    RETURN,
    /** Points that a member brings from earlier books. */
    OPENING_BALANCE,
    /** A difference found by a stocktake. */
    STOCK_ADJUSTMENT,
    /** Units transferred from one station to another. */
    STOCK_TRANSFER,
    /** A payment of what was owed to a merchant. */
    SETTLEMENT;

    private final String code = EnumNames.code(this);

    /** The kind in the books and in JSON: {@code stock-receipt}. */
    @JsonValue
    public String code() {
        return code;
    }

    /** The kind with this code, if there is one. */
    public static Optional<TransactionKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
