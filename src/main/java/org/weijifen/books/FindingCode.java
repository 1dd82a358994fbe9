package org.weijifen.books;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** All findings of a verification. Each has its text in both languages under {@code finding.<code>}. */
public enum FindingCode {
    /** The row of the head is missing. */
    HEAD_MISSING,
    /** The last transaction is not the one that the head names. */
    HEAD_SEQUENCE_MISMATCH,
    /** The last transaction's hash is not the head's. */
    HEAD_HASH_MISMATCH,
    /** The last transaction was not recorded at the time in the head. */
    HEAD_TIME_MISMATCH,
    /** The number of accounts is not that of the head. */
    ACCOUNTS_MISMATCH,
    /** A sequence number is missing or duplicate. */
    SEQUENCE_GAP,
    /** A row that is not a valid transaction. */
    TRANSACTION_UNREADABLE,
    /** A hash that does not match the transaction and the previous hash. */
    HASH_MISMATCH,
    /** A transaction recorded earlier than the previous one. */
    RECORDED_BACKWARDS,
    /** A transaction without postings. */
    POSTINGS_MISSING,
    /** Postings without a transaction. */
    POSTINGS_ORPHANED,
    /** A posting that no operation could have made. */
    POSTING_INVALID,
    /** A posting whose owner differs from that of its accounts. */
    OWNER_MISMATCH,
    /** A balance in a posting that does not follow from the previous balance of the account. */
    BALANCE_DISCONTINUED,
    /** A second reversal of one transaction. */
    REVERSED_TWICE,
    /** An account that has postings but no row. */
    ACCOUNT_MISSING,
    /** A row that is not a valid account. */
    ACCOUNT_UNREADABLE,
    /** A balance that is not the sum of the account's postings. */
    BALANCE_MISMATCH,
    /** A balance on the wrong side of zero. */
    BOUND_BROKEN,
    /** The balances of one asset of one owner do not add up to zero. */
    ASSET_UNBALANCED,
    /** A posting of dues without its entry, or an entry that does not match its posting. */
    DUE_MISMATCH,
    /** The balance of a merchant is not the sum of the unsettled entries. */
    DUES_UNBALANCED,
    /** A redemption, or one of its lines, that does not agree with its transactions. */
    REDEMPTION_MISMATCH,
    /** The reserved balances are not the sums of the open redemptions. */
    RESERVED_UNBALANCED,
    /** A settlement that does not agree with its entries or its payment. */
    SETTLEMENT_MISMATCH,
    /** A stocktake whose differences do not agree with its transaction. */
    STOCKTAKE_MISMATCH,
    /** A budget whose count does not agree with the credits. */
    BUDGET_MISMATCH,
    /** A closing whose figures or position in the books differ from those that were prepared or signed. */
    CLOSING_MISMATCH,
    /** The closed period of the books does not end with the last signed month. */
    CLOSED_THROUGH_MISMATCH,
    /** The total of issued points in the head does not agree with the postings. */
    ISSUED_TOTAL_MISMATCH,
    /** The total of costs in the head does not agree with the redemptions. */
    COST_TOTAL_MISMATCH,
    /** A reference that was used again although its transaction was not reversed. */
    REFERENCE_MISMATCH,
    /** A kept answer that does not agree with the books. */
    KEPT_ANSWER_MISMATCH,
    /** Kept answers that were changed, added or deleted. */
    KEPT_ANSWERS_CHANGED;

    /** The code as clients see it: snake_case, stable. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
