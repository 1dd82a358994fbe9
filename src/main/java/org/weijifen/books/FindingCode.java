package org.weijifen.books;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be wrong with the books. Each has its text in both languages under {@code finding.<code>}. */
public enum FindingCode {
    /** The row that says where the books stand is gone. */
    HEAD_MISSING,
    /** The last transaction is not the one that the head names. */
    HEAD_SEQUENCE_MISMATCH,
    /** The last transaction's hash is not the head's. */
    HEAD_HASH_MISMATCH,
    /** The last transaction was not recorded when the head says. */
    HEAD_TIME_MISMATCH,
    /** There are not as many accounts as the head says. */
    ACCOUNTS_MISMATCH,
    /** A number is left out, or there twice. */
    SEQUENCE_GAP,
    /** A row that does not make a transaction. */
    TRANSACTION_UNREADABLE,
    /** A hash that is not that of the transaction behind the one before. */
    HASH_MISMATCH,
    /** Recorded before the transaction before. */
    RECORDED_BACKWARDS,
    /** A transaction that moves nothing. */
    POSTINGS_MISSING,
    /** Postings without a transaction. */
    POSTINGS_ORPHANED,
    /** A posting that no operation could have made. */
    POSTING_INVALID,
    /** A posting whose owner is not that of its accounts. */
    OWNER_MISMATCH,
    /** A balance in a posting that does not continue the account's. */
    BALANCE_DISCONTINUED,
    /** A second reversal of one transaction. */
    REVERSED_TWICE,
    /** An account that postings speak of and that is not there. */
    ACCOUNT_MISSING,
    /** A row that does not make an account. */
    ACCOUNT_UNREADABLE,
    /** A balance that is not the sum of the account's postings. */
    BALANCE_MISMATCH,
    /** A balance on the wrong side of zero. */
    BOUND_BROKEN,
    /** The balances of one asset of one owner do not add up to zero. */
    ASSET_UNBALANCED,
    /** A posting of dues without its entry, or an entry that is not that of its posting. */
    DUE_MISMATCH,
    /** What a merchant is owed is not the sum of the entries that are not settled. */
    DUES_UNBALANCED,
    /** A redemption, or a line of one, that is not as the transactions about it have left it. */
    REDEMPTION_MISMATCH,
    /** What stands on the accounts for open redemptions is not what they have reserved. */
    RESERVED_UNBALANCED,
    /** A settlement that is not the sum of its entries, or not as it was paid. */
    SETTLEMENT_MISMATCH,
    /** A stocktake whose differences are not those that were posted. */
    STOCKTAKE_MISMATCH,
    /** A budget that has not counted what was issued. */
    BUDGET_MISMATCH,
    /** A closing whose figures, or whose place in the books, are not those that were prepared or signed. */
    CLOSING_MISMATCH,
    /** The books are closed through another day than the last one of the months that were signed. */
    CLOSED_THROUGH_MISMATCH,
    /** The head has another total of points issued than the postings. */
    ISSUED_TOTAL_MISMATCH,
    /** The head has another total of costs than the redemptions. */
    COST_TOTAL_MISMATCH,
    /** A reference that was used again though what stood under it had not been reversed. */
    REFERENCE_MISMATCH,
    /** An answer that is kept under a key and is not what the books say was done with it. */
    KEPT_ANSWER_MISMATCH,
    /** Answers that are kept under keys and are not those that were given: changed, added or taken away. */
    KEPT_ANSWERS_CHANGED;

    /** The code as clients see it: snake_case, stable. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
