package org.weijifen.merchant;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ScopedId;

/** Keeps the merchants of communities. */
@Singleton
public class MerchantService {
    private final Communities communities;
    private final MerchantRepository merchants;
    private final MergePatch mergePatch;
    private final Clock clock;

    MerchantService(Communities communities, MerchantRepository merchants, MergePatch mergePatch, Clock clock) {
        this.communities = communities;
        this.merchants = merchants;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Adds a merchant. */
    @Transactional
    Merchant add(String community, String code, MerchantDetails details) {
        Merchant merchant = new Merchant(
                ScopedId.next(communities.idOf(community)),
                code,
                details,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        merchants.insert(merchant);
        return merchant;
    }

    /** One merchant. */
    @Transactional
    Merchant find(String community, UUID merchantId) {
        return merchants.require(communities.idOf(community), merchantId);
    }

    /** The id of a community that has this merchant. */
    @Transactional
    public UUID requireCommunity(String community, UUID merchantId) {
        UUID communityId = communities.idOf(community);
        merchants.require(communityId, merchantId);
        return communityId;
    }

    /** Merchants in order of their codes after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Merchant> list(String community, MerchantStatus status, String after, int limit) {
        return merchants.list(communities.idOf(community), status, after, limit);
    }

    /** Edits a merchant by a merge patch of its details. */
    @Transactional
    Merchant change(String community, UUID merchantId, JsonNode patch, IfMatch ifMatch) {
        Merchant merchant = merchants.requireForChange(communities.idOf(community), merchantId);
        merchant.change(mergePatch.apply(merchant.details(), patch, ifMatch));
        return merchant;
    }
}
