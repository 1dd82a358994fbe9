package org.weijifen.reward;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.UniqueRows;

/** The rows of rewards. */
@Singleton
class RewardRepository implements PanacheRepositoryBase<Reward, ScopedId> {

    /** What a list is narrowed to; null narrows nothing. */
    record Filter(RewardKind kind, RewardStatus status, UUID merchantId) {}

    /** Adds a reward; {@code code_taken} when its code is taken. */
    void insert(Reward reward) {
        UniqueRows.insert(
                getEntityManager(), reward, "reward_code", ProblemException.of(ErrorCode.CODE_TAKEN, reward.code()));
    }

    Reward require(UUID communityId, UUID rewardId) {
        return required(rewardId, findById(new ScopedId(communityId, rewardId)));
    }

    /** The reward, kept from other edits until the transaction ends. */
    Reward requireForChange(UUID communityId, UUID rewardId) {
        return required(rewardId, findById(new ScopedId(communityId, rewardId), LockModeType.PESSIMISTIC_WRITE));
    }

    /** Rewards in order of their codes after {@code after}, one more than {@code limit} if there are. */
    List<Reward> list(UUID communityId, Filter filter, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("kind = :kind", "kind", filter.kind())
                .and("status = :status", "status", filter.status())
                .and("merchantId = :merchant", "merchant", filter.merchantId())
                .and("code > :after", "after", after);
        return find(where.text(), Sort.by("code"), where.values())
                .range(0, limit)
                .list();
    }

    private static Reward required(UUID rewardId, Reward reward) {
        if (reward == null) {
            throw Rewards.notFound(rewardId);
        }
        return reward;
    }
}
