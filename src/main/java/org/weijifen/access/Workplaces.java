package org.weijifen.access;

import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;

/** Checks the merchants that users work for. Other features implement it, because access knows no feature. */
public interface Workplaces {
    /**
     * Refuses unless a community has this merchant.
     *
     * @param community its slug
     * @throws ProblemException {@code not_found}, for the community too
     */
    void requireMerchant(String community, MerchantId merchantId);
}
