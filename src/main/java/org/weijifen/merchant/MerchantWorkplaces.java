package org.weijifen.merchant;

import jakarta.inject.Singleton;
import org.weijifen.access.Workplaces;
import org.weijifen.platform.id.MerchantId;

/** Checks that the merchant exists for which a user is to work. */
@Singleton
final class MerchantWorkplaces implements Workplaces {
    private final MerchantService merchants;

    MerchantWorkplaces(MerchantService merchants) {
        this.merchants = merchants;
    }

    @Override
    public void requireMerchant(String community, MerchantId merchantId) {
        merchants.requireCommunity(community, merchantId);
    }
}
