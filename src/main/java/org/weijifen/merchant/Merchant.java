package org.weijifen.merchant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;

/**
 * The row of a partner merchant of a community.
 *
 * @param code as {@link #CODE}, unique in the community; never changes
 * @param details the editable details
 */
@Embeddable
public record Merchant(
        @Column(insertable = false, updatable = false) MerchantId id,

        String code,
        @Embedded MerchantDetails details,
        Instant createdAt) {
    /** The form of codes. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    /** A merchant of which only the code is known. */
    public static Merchant named(MerchantId id, String code, Instant createdAt) {
        return new Merchant(id, code, new MerchantDetails(code, null, null, MerchantStatus.ACTIVE), createdAt);
    }

    /** The same merchant with other details. */
    public Merchant with(MerchantDetails edited) {
        return new Merchant(id, code, edited, createdAt);
    }

    /**
     * Refuses unless it can get further rewards.
     *
     * @throws ProblemException {@code merchant_retired}
     */
    public void requireActive() {
        if (details.status() != MerchantStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.MERCHANT_RETIRED, code);
        }
    }
}
