package org.weijifen.points;

import java.time.Instant;
import java.util.UUID;

/**
 * Keeps the expiry job away from a community for a while. Nothing is lost by it: whoever asks for a balance is told that
 * points have lapsed by their day, posted or not.
 */
public interface ExpiryPause {
    /** Whether the job is to leave a community alone at this moment. */
    boolean holds(UUID communityId, Instant now);
}
