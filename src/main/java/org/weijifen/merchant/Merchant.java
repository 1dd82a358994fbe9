package org.weijifen.merchant;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * A partner merchant of a community, as its row says.
 *
 * @param code as {@link #CODE}, unique in the community; stands for ever
 * @param details what can be edited
 */
@Embeddable
public record Merchant(
        @Column(insertable = false, updatable = false) UUID id,

        String code,
        @Embedded MerchantDetails details,
        Instant createdAt) {
    /** How codes are written. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    /** A merchant of whom nothing is known yet but its code. */
    public static Merchant named(UUID id, String code, Instant createdAt) {
        return new Merchant(id, code, new MerchantDetails(code, null, null, MerchantStatus.ACTIVE), createdAt);
    }

    /** The same merchant with other details. */
    public Merchant with(MerchantDetails edited) {
        return new Merchant(id, code, edited, createdAt);
    }

    /**
     * Refuses unless it is given further rewards.
     *
     * @throws ProblemException {@code merchant_retired}
     */
    public void requireActive() {
        if (details.status() != MerchantStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.MERCHANT_RETIRED, code);
        }
    }
}
