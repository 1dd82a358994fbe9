package org.weijifen.access;

import java.util.UUID;
import org.weijifen.platform.ProblemException;

/** What there is to work for, as the features that have it tell: access knows none of them. */
public interface Workplaces {
    /**
     * Refuses unless a community has this merchant.
     *
     * @param community its slug
     * @throws ProblemException {@code not_found}, for the community too
     */
    void requireMerchant(String community, UUID merchantId);
}
