package org.weijifen.settlement;

import java.util.UUID;

/**
 * What is handed out, or taken back, of one merchant's reward.
 *
 * @param quantity units, at least 1
 * @param costFen what one unit costs the community, in fen, at least 1: for what costs nothing, nothing is owed
 */
public record MerchantLine(UUID merchantId, UUID rewardId, long quantity, long costFen) {

    /** What the merchant is owed for it, in fen. */
    long fen() {
        return Math.multiplyExact(costFen, quantity);
    }
}
