package org.weijifen.reward;

import jakarta.inject.Singleton;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.RewardId;

/** The rewards as operations read and edit them. */
@Singleton
public final class Rewards extends RowTable<RewardId, Reward> {
    Rewards() {
        super(Reward.class, "reward", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal where there is no such reward in the community. */
    public static ProblemException notFound(RewardId rewardId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "reward", rewardId.toString());
    }

    @Override
    protected ProblemException absent(RewardId rewardId) {
        return notFound(rewardId);
    }
}
