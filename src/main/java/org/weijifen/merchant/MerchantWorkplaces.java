package org.weijifen.merchant;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.access.Workplaces;

/** Checks that the merchant exists for which a user is to work. */
@Singleton
final class MerchantWorkplaces implements Workplaces {
    private final MerchantService merchants;

    MerchantWorkplaces(MerchantService merchants) {
        this.merchants = merchants;
    }

    @Override
    public void requireMerchant(String community, UUID merchantId) {
        merchants.requireCommunity(community, merchantId);
    }
}
