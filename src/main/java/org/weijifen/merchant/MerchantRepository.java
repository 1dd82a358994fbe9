package org.weijifen.merchant;

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

/** The rows of merchants. */
@Singleton
class MerchantRepository implements PanacheRepositoryBase<Merchant, ScopedId> {

    /** Adds a merchant; {@code code_taken} when its code is taken. */
    void insert(Merchant merchant) {
        UniqueRows.insert(
                getEntityManager(),
                merchant,
                "merchant_code",
                ProblemException.of(ErrorCode.CODE_TAKEN, merchant.code()));
    }

    Merchant require(UUID communityId, UUID merchantId) {
        return required(merchantId, findById(new ScopedId(communityId, merchantId)));
    }

    /** The merchant, kept from edits until the transaction ends. */
    Merchant requireForChange(UUID communityId, UUID merchantId) {
        return required(merchantId, findById(new ScopedId(communityId, merchantId), LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Merchants in order of their codes after {@code after}, one more than {@code limit} if there are.
     *
     * @param status null: of any
     */
    List<Merchant> list(UUID communityId, MerchantStatus status, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("status = :status", "status", status)
                .and("code > :after", "after", after);
        return find(where.text(), Sort.by("code"), where.values())
                .range(0, limit)
                .list();
    }

    private static Merchant required(UUID merchantId, Merchant merchant) {
        if (merchant == null) {
            throw Merchants.notFound(merchantId);
        }
        return merchant;
    }
}
