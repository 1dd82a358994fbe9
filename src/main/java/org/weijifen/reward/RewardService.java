package org.weijifen.reward;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.ledger.StockLevels;
import org.weijifen.merchant.Merchants;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;

/** Keeps the rewards of communities, and shows each with where its units are. */
@Singleton
class RewardService {

    /** A reward with where its units are. */
    record Stocked(Reward reward, StockLevels.Level level) {}

    private final Communities communities;
    private final RewardRepository rewards;
    private final Merchants merchants;
    private final StockLevels stockLevels;
    private final MergePatch mergePatch;
    private final Clock clock;

    RewardService(
            Communities communities,
            RewardRepository rewards,
            Merchants merchants,
            StockLevels stockLevels,
            MergePatch mergePatch,
            Clock clock) {
        this.communities = communities;
        this.rewards = rewards;
        this.merchants = merchants;
        this.stockLevels = stockLevels;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Adds a reward. */
    @Transactional
    Stocked add(String community, String code, RewardKind kind, RewardDetails details) {
        UUID communityId = communities.idOf(community);
        requireMerchant(communityId, kind, details.merchantId());
        Reward reward = new Reward(
                ScopedId.next(communityId), code, kind, details, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        rewards.insert(reward);
        return stocked(communityId, reward);
    }

    /** One reward. */
    @Transactional
    Stocked find(String community, UUID rewardId) {
        UUID communityId = communities.idOf(community);
        return stocked(communityId, rewards.require(communityId, rewardId));
    }

    /** A page of rewards in order of their codes, with one look at the stock for all of them. */
    @Transactional
    Page<Stocked> list(String community, RewardRepository.Filter filter, String after, int limit) {
        UUID communityId = communities.idOf(community);
        Page<Reward> page =
                Page.of(rewards.list(communityId, filter, after, limit), limit, reward -> Cursor.after(reward.code()));
        Map<UUID, StockLevels.Level> levels = stockLevels.of(
                communityId, page.items().stream().map(Reward::id).toList());
        return page.map(reward -> new Stocked(reward, levels.get(reward.id())));
    }

    /** Edits a reward by a merge patch of its details. */
    @Transactional
    Stocked change(String community, UUID rewardId, JsonNode patch, IfMatch ifMatch) {
        UUID communityId = communities.idOf(community);
        Reward reward = rewards.requireForChange(communityId, rewardId);
        RewardDetails changed = mergePatch.apply(reward.details(), patch, ifMatch);
        if (!Objects.equals(changed.merchantId(), reward.details().merchantId())) {
            requireMerchant(communityId, reward.kind(), changed.merchantId());
        }
        reward.change(changed);
        return stocked(communityId, reward);
    }

    /** Goods are the community's own; anything else may belong to an active merchant. */
    private void requireMerchant(UUID communityId, RewardKind kind, UUID merchantId) {
        if (merchantId == null) {
            return;
        }
        if (kind.isStocked()) {
            throw ProblemException.field("merchantId", "not_for_goods");
        }
        merchants.requireActive(communityId, merchantId);
    }

    private Stocked stocked(UUID communityId, Reward reward) {
        return new Stocked(
                reward, stockLevels.of(communityId, List.of(reward.id())).get(reward.id()));
    }
}
