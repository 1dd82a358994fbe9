package org.weijifen.merchant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import org.weijifen.platform.EnumNames;

/**
 * Where a settlement is: {@code draft → submitted → accepted → settled}, or {@code draft → cancelled}, or {@code submitted →
 * rejected}.
 */
public enum SettlementStatus {
    /** Claims its entries, so that no other settlement takes them; brought up to date when it is submitted. */
    DRAFT,
    /** Before the merchant; its entries are locked. */
    SUBMITTED,
    /** The merchant agrees; to be paid. */
    ACCEPTED,
    /** The merchant does not agree; its entries are free again. */
    REJECTED,
    /** Paid, and in the books. */
    SETTLED,
    /** Discarded before it was submitted; its entries are free again. */
    CANCELLED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }

    static Optional<SettlementStatus> ofCode(String code) {
        return Arrays.stream(values())
                .filter(status -> status.code().equals(code))
                .findFirst();
    }
}
