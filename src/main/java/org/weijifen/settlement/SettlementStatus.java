package org.weijifen.settlement;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/**
 * The states of a settlement: {@code draft → submitted → accepted → settled}, or {@code draft → cancelled}, or {@code
 * submitted → rejected}.
 */
public enum SettlementStatus {
    /** Claims its entries, so that no other settlement takes them. It is updated when it is submitted. */
    DRAFT,
    /** Submitted to the merchant. Its entries are locked. */
    SUBMITTED,
    /** Accepted by the merchant, and to be paid. */
    ACCEPTED,
    /** Rejected by the merchant. Its entries are free again. */
    REJECTED,
    /** Paid, and in the books. */
    SETTLED,
    /** Discarded before it was submitted; its entries are free again. */
    CANCELLED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
