package org.weijifen.reward;

import java.time.Instant;
import java.util.UUID;

/**
 * What is kept of a reward, as a committee's own list brings it.
 *
 * @param code as {@link #CODE}
 * @param title 1 to 100 characters
 * @param points price of one unit, 1 to 1,000,000,000
 * @param costFen what one unit costs the community, in fen, 0 to 10^12
 * @param merchantId whose service or package it is; null for what is the community's own
 */
public record RewardProfile(
        UUID id,
        String code,
        String title,
        RewardKind kind,
        long points,
        long costFen,
        UUID merchantId,
        Instant createdAt) {
    /** How codes are written. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    public static final int MAX_TITLE = 100;

    public static final long MAX_POINTS = RewardDetails.MAX_POINTS;

    public static final long MAX_COST_FEN = RewardDetails.MAX_COST_FEN;

    /**
     * The same reward with what is given.
     *
     * @param newCostFen null when it stays
     */
    public RewardProfile with(String newTitle, long newPoints, Long newCostFen) {
        return new RewardProfile(
                id, code, newTitle, kind, newPoints, newCostFen == null ? costFen : newCostFen, merchantId, createdAt);
    }

    /**
     * The same reward with this merchant.
     *
     * @param newMerchantId null when it stays
     */
    public RewardProfile with(UUID newMerchantId) {
        return newMerchantId == null
                ? this
                : new RewardProfile(id, code, title, kind, points, costFen, newMerchantId, createdAt);
    }
}
