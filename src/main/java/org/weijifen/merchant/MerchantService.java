package org.weijifen.merchant;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MerchantId;

/** Adds, lists and edits merchants. They are edited in the order of the books, and read without their lock. */
@Singleton
public class MerchantService {
    private final Communities communities;
    private final Merchants merchants;
    private final MerchantRepository repository;
    private final Ledger ledger;
    private final Answers answers;
    private final MergePatch mergePatch;

    MerchantService(
            Communities communities,
            Merchants merchants,
            MerchantRepository repository,
            Ledger ledger,
            Answers answers,
            MergePatch mergePatch) {
        this.communities = communities;
        this.merchants = merchants;
        this.repository = repository;
        this.ledger = ledger;
        this.answers = answers;
        this.mergePatch = mergePatch;
    }

    /** Adds a merchant. */
    Outcome<Merchant> add(String community, String code, MerchantDetails details, Call call) {
        MerchantId id = MerchantId.next();
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                // Kept for ever, so without the person behind it.
                RequestHash.of("add-merchant", "code", code, "title", details.title(), "status", details.status()),
                merchants.adding(code, books -> new Merchant(id, code, details, books.now()), call),
                merchant -> answers.added(Paths.of(community, "merchants", id))));
    }

    /** One merchant. */
    @Transactional
    Merchant find(String community, MerchantId merchantId) {
        return repository.require(communities.idOf(community), merchantId);
    }

    /** The id of a community that has this merchant. */
    @Transactional
    public UUID requireCommunity(String community, MerchantId merchantId) {
        UUID communityId = communities.idOf(community);
        repository.require(communityId, merchantId);
        return communityId;
    }

    /** Merchants in order of their codes after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Merchant> list(String community, MerchantStatus status, String after, int limit) {
        return repository.list(communities.idOf(community), status, after, limit);
    }

    /** Edits a merchant by a merge patch of its details. */
    Merchant change(String community, MerchantId merchantId, JsonNode patch, IfMatch ifMatch, Call call) {
        return ledger.execute(new Operation<>(
                        communities.idOf(community),
                        call,
                        merchants.editing(
                                merchantId,
                                (books, merchant) ->
                                        merchant.with(mergePatch.apply(merchant.details(), patch, ifMatch)),
                                call)))
                .result()
                .orElseThrow();
    }
}
