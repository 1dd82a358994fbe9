package org.weijifen.settlement;

import java.time.LocalDate;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;

/**
 * One entry of a merchant's dues. It says what a posting of the books was made for.
 *
 * @param key the posting
 * @param quantity units handed out; below zero when they were returned
 * @param amountFen in fen, with the same sign
 * @param settlementId the one live settlement it belongs to, or null
 * @param locked whether that settlement has been submitted and not rejected
 */
record MerchantDue(
        Key key,
        MerchantId merchantId,
        RedemptionId redemptionId,
        RewardId rewardId,
        long quantity,
        long amountFen,
        LocalDate effectiveOn,
        SettlementId settlementId,
        boolean locked) {

    /** A posting: the number of its transaction, and its position in it. */
    record Key(long sequence, int position) {}

    /** The same as part of a settlement. */
    MerchantDue in(SettlementId settlement, boolean nowLocked) {
        return new MerchantDue(
                key, merchantId, redemptionId, rewardId, quantity, amountFen, effectiveOn, settlement, nowLocked);
    }

    /** The same without a settlement, free for the next one. */
    MerchantDue released() {
        return in(null, false);
    }
}
