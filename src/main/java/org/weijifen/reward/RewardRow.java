package org.weijifen.reward;

import java.util.List;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * What operations know of a reward.
 *
 * @param code unique in the community
 * @param points price of one unit, 1 to 1,000,000,000
 * @param costFen what one unit costs the community, in fen (CNY 0.01), 0 to 10^12
 * @param limitPerMonth most units for one member in a calendar month, 1 to 1,000; null: no limit
 * @param groups codes of the groups whose members may redeem it; empty: everybody may
 * @param merchantId whose service or package it is; null for what is the community's own
 */
public record RewardRow(
        UUID id,
        String code,
        String title,
        RewardKind kind,
        long points,
        long costFen,
        Integer limitPerMonth,
        List<String> groups,
        UUID merchantId,
        RewardStatus status) {

    public RewardRow {
        groups = List.copyOf(groups);
    }

    /**
     * Refuses unless members of this group can redeem it now.
     *
     * @param group code of the member's group, or null
     * @throws ProblemException {@code reward_inactive} for a retired one, {@code not_eligible} for another group
     */
    public void requireRedeemableBy(String group) {
        if (status != RewardStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.REWARD_INACTIVE, code);
        }
        if (!groups.isEmpty() && (group == null || !groups.contains(group))) {
            throw ProblemException.variant(ErrorCode.NOT_ELIGIBLE, "group", code);
        }
    }
}
