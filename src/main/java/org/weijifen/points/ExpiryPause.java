package org.weijifen.points;

import java.time.Instant;
import java.util.UUID;

/**
 * Pauses the expiry job for a community. This changes no balance: points count as lapsed after their last day, whether
 * or not the expiry is posted.
 */
public interface ExpiryPause {
    /** Whether the job has to skip a community at this moment. */
    boolean holds(UUID communityId, Instant now);
}
