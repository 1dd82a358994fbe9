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
 */
public record RewardProfile(
        UUID id, String code, String title, RewardKind kind, long points, long costFen, Instant createdAt) {
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
                id, code, newTitle, kind, newPoints, newCostFen == null ? costFen : newCostFen, createdAt);
    }
}
