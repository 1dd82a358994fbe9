package org.weijifen.reward;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/** The rows of rewards, read without the lock of the books. */
@Singleton
class RewardRepository implements PanacheRepositoryBase<ListedReward, ScopedId> {

    /** The filter of a list; a null field matches all rewards. */
    record Filter(RewardKind kind, RewardStatus status, MerchantId merchantId) {}

    Reward require(UUID communityId, RewardId rewardId) {
        return findByIdOptional(new ScopedId(communityId, rewardId.value()))
                .map(ListedReward::row)
                .orElseThrow(() -> Rewards.notFound(rewardId));
    }

    /** Rewards in order of their codes after {@code after}, one more than {@code limit} if there are. */
    List<Reward> list(UUID communityId, Filter filter, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("row.kind = :kind", "kind", filter.kind())
                .and("row.details.status = :status", "status", filter.status())
                .and("row.details.merchantId = :merchant", "merchant", filter.merchantId())
                .and("row.code > :after", "after", after);
        return find(where.text(), Sort.by("row.code"), where.values()).range(0, limit).list().stream()
                .map(ListedReward::row)
                .toList();
    }
}
