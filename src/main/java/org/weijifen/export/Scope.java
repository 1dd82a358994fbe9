package org.weijifen.export;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.weijifen.ledger.TransactionKind;

/**
 * What an export is narrowed to.
 *
 * @param zone where the community's days begin and end
 * @param today in the community
 * @param from first day, or null
 * @param to last day, or null
 * @param kind of transactions, or null for all
 * @param group of members, or null for all
 */
record Scope(
        UUID communityId,
        ZoneId zone,
        LocalDate today,
        LocalDate from,
        LocalDate to,
        TransactionKind kind,
        String group) {

    /** The kind as it stands in the books, or null. */
    String kindCode() {
        return kind == null ? null : kind.code();
    }
}
