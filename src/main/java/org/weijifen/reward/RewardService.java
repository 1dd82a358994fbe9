package org.weijifen.reward;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.StockLevels;
import org.weijifen.merchant.Merchants;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;

/**
 * Adds, lists and edits rewards, and shows them with their stock levels. They are edited in the order of the books, and
 * read without their lock.
 */
@Singleton
class RewardService {

    /** A reward with its stock levels. */
    record Stocked(Reward reward, StockLevels.Level level) {}

    private final Communities communities;
    private final Rewards rewards;
    private final RewardRepository repository;
    private final Merchants merchants;
    private final StockLevels stockLevels;
    private final Ledger ledger;
    private final Answers answers;
    private final MergePatch mergePatch;

    RewardService(
            Communities communities,
            Rewards rewards,
            RewardRepository repository,
            Merchants merchants,
            StockLevels stockLevels,
            Ledger ledger,
            Answers answers,
            MergePatch mergePatch) {
        this.communities = communities;
        this.rewards = rewards;
        this.repository = repository;
        this.merchants = merchants;
        this.stockLevels = stockLevels;
        this.ledger = ledger;
        this.answers = answers;
        this.mergePatch = mergePatch;
    }

    /** Adds a reward. */
    Outcome<Reward> add(String community, String code, RewardKind kind, RewardDetails details, Call call) {
        RewardId id = RewardId.next();
        Decision<Reward> adding = rewards.adding(
                code,
                books -> {
                    requireMerchant(books, kind, details.merchantId());
                    return Reward.of(id, code, kind, details, books.now());
                },
                call);
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                RequestHash.of("add-reward", "code", code, "kind", kind, "details", details),
                with(details.merchantId(), adding),
                reward -> answers.added(Paths.of(community, "rewards", id))));
    }

    /** One reward. */
    @Transactional
    Stocked find(String community, RewardId rewardId) {
        UUID communityId = communities.idOf(community);
        return stocked(communityId, repository.require(communityId, rewardId));
    }

    /** A reward with its current stock levels. */
    Stocked stocked(String community, Reward reward) {
        return stocked(communities.idOf(community), reward);
    }

    /** A page of rewards in order of their codes. One query reads the stock levels of all of them. */
    @Transactional
    Page<Stocked> list(String community, RewardRepository.Filter filter, String after, int limit) {
        UUID communityId = communities.idOf(community);
        Page<Reward> page = Page.of(
                repository.list(communityId, filter, after, limit), limit, reward -> Cursor.after(reward.code()));
        Map<RewardId, StockLevels.Level> levels = stockLevels.of(
                communityId, page.items().stream().map(Reward::id).toList());
        return page.map(reward -> new Stocked(reward, levels.get(reward.id())));
    }

    /** Edits a reward by a merge patch of its details. */
    Stocked change(String community, RewardId rewardId, JsonNode patch, IfMatch ifMatch, Call call) {
        UUID communityId = communities.idOf(community);
        Decision<Reward> editing =
                rewards.editing(rewardId, (books, reward) -> changed(books, reward, patch, ifMatch), call);
        return stocked(
                communityId,
                ledger.execute(new Operation<>(communityId, call, with(merchantIn(patch), editing)))
                        .result()
                        .orElseThrow());
    }

    private Reward changed(Books books, Reward reward, JsonNode patch, IfMatch ifMatch) {
        RewardDetails changed = mergePatch.apply(reward.details(), patch, ifMatch);
        if (!Objects.equals(changed.merchantId(), reward.merchantId())) {
            requireMerchant(books, reward.kind(), changed.merchantId());
        }
        return reward.with(changed);
    }

    /** Goods are the community's own; anything else may belong to an active merchant. */
    private void requireMerchant(Books books, RewardKind kind, MerchantId merchantId) {
        if (merchantId == null) {
            return;
        }
        if (kind.isStocked()) {
            throw ProblemException.field("merchantId", "not_for_goods");
        }
        merchants.require(books, merchantId).requireActive();
    }

    /** The same decision, for which this merchant is looked up too; null for none. */
    private Decision<Reward> with(MerchantId merchantId, Decision<Reward> decision) {
        return new Decision<>(
                needs -> {
                    decision.needs(needs);
                    if (merchantId != null) {
                        needs.row(merchants, merchantId);
                    }
                },
                decision::decide);
    }

    /** The merchant that a patch names, or null; one whose id can't be read is refused when the patch is applied. */
    private static MerchantId merchantIn(JsonNode patch) {
        try {
            JsonNode given = patch.path("merchantId");
            return given.isTextual() ? new MerchantId(Formats.uuid(given.textValue())) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Stocked stocked(UUID communityId, Reward reward) {
        return new Stocked(
                reward, stockLevels.of(communityId, List.of(reward.id())).get(reward.id()));
    }
}
