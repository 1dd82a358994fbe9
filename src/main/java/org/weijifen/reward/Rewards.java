package org.weijifen.reward;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The rewards as operations read and edit them. */
@Singleton
public final class Rewards extends RowTable<UUID, Reward> {
    Rewards() {
        super(Reward.class, "reward", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal where there is no such reward in the community. */
    public static ProblemException notFound(UUID rewardId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "reward", rewardId.toString());
    }

    @Override
    protected ProblemException absent(UUID rewardId) {
        return notFound(rewardId);
    }
}
