package org.weijifen.settlement;

import java.time.LocalDate;
import java.util.UUID;

/**
 * One entry of what a merchant is owed: says for what a posting of the books was made.
 *
 * @param key the posting
 * @param quantity units handed out; below zero: returned
 * @param amountFen in fen, of the same sign
 * @param settlementId the one live settlement it belongs to, or null
 * @param locked whether that one has been submitted and not rejected
 */
record MerchantDue(
        Key key,
        UUID merchantId,
        UUID redemptionId,
        UUID rewardId,
        long quantity,
        long amountFen,
        LocalDate effectiveOn,
        UUID settlementId,
        boolean locked) {

    /** A posting: its transaction, and its place there. */
    record Key(long sequence, int position) {}

    /** The same as part of a settlement. */
    MerchantDue in(UUID settlement, boolean nowLocked) {
        return new MerchantDue(
                key, merchantId, redemptionId, rewardId, quantity, amountFen, effectiveOn, settlement, nowLocked);
    }

    /** The same, free for the next settlement. */
    MerchantDue released() {
        return in(null, false);
    }
}
