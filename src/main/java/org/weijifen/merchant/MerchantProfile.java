package org.weijifen.merchant;

import java.time.Instant;
import java.util.UUID;

/**
 * What is kept of a merchant, as a committee's own list brings it.
 *
 * @param code as {@link #CODE}
 * @param title 1 to 100 characters
 * @param active whether it is given further rewards
 */
public record MerchantProfile(UUID id, String code, String title, boolean active, Instant createdAt) {
    /** How codes are written. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    public static final int MAX_TITLE = 100;
}
