package org.weijifen.access;

import java.util.UUID;
import org.weijifen.platform.ProblemException;

/** Checks the merchants that users work for. Other features implement it, because access knows no feature. */
public interface Workplaces {
    /**
     * Refuses unless a community has this merchant.
     *
     * @param community its slug
     * @throws ProblemException {@code not_found}, for the community too
     */
    void requireMerchant(String community, UUID merchantId);
}
