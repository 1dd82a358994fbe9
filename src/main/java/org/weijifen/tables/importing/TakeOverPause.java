package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.points.ExpiryPause;

/**
 * Holds the expiry of points up while a community brings its past in: points that lapsed long ago have paid for redemptions
 * which are still in another file.
 */
@Singleton
final class TakeOverPause implements ExpiryPause {
    /** A community that imports its activities for ever has taken over long ago. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Imports imports;
    private final ImportingConfig config;

    TakeOverPause(Imports imports, ImportingConfig config) {
        this.imports = imports;
        this.config = config;
    }

    @Override
    public boolean holds(UUID communityId, Instant now) {
        return imports.bringsPast(communityId, now.minus(config.expiryPause()), now.minus(LONGEST));
    }
}
