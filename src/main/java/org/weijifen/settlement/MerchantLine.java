package org.weijifen.settlement;

import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/**
 * Units of one merchant's reward that are handed out or taken back.
 *
 * @param quantity units, at least 1
 * @param costFen cost of one unit for the community, in fen, at least 1; nothing is owed for units without cost
 */
public record MerchantLine(MerchantId merchantId, RewardId rewardId, long quantity, long costFen) {

    /** The amount owed to the merchant, in fen. */
    long fen() {
        return Math.multiplyExact(costFen, quantity);
    }
}
