package org.weijifen.tables.exporting;

import java.time.LocalDate;
import java.time.YearMonth;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.TransactionKind;

/**
 * The filter of an export.
 *
 * @param today in the community
 * @param from first day, or null
 * @param to last day, or null
 * @param kind of transactions, or null for all
 * @param group of members, or null for all
 * @param month of a statement; null for everything else
 */
record Scope(
        CommunityPolicy community,
        LocalDate today,
        LocalDate from,
        LocalDate to,
        TransactionKind kind,
        String group,
        YearMonth month) {

    /** The kind in the books, or null. */
    String kindCode() {
        return kind == null ? null : kind.code();
    }
}
