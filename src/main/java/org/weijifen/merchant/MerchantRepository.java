package org.weijifen.merchant;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.id.MerchantId;

/** The rows of merchants, read without the lock of the books. */
@Singleton
class MerchantRepository implements PanacheRepositoryBase<ListedMerchant, ScopedId> {

    Merchant require(UUID communityId, MerchantId merchantId) {
        return findByIdOptional(new ScopedId(communityId, merchantId.value()))
                .map(ListedMerchant::row)
                .orElseThrow(() -> Merchants.notFound(merchantId));
    }

    /**
     * Merchants in order of their codes after {@code after}, one more than {@code limit} if there are.
     *
     * @param status null for any status
     */
    List<Merchant> list(UUID communityId, MerchantStatus status, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("row.details.status = :status", "status", status)
                .and("row.code > :after", "after", after);
        return find(where.text(), Sort.by("row.code"), where.values()).range(0, limit).list().stream()
                .map(ListedMerchant::row)
                .toList();
    }
}
