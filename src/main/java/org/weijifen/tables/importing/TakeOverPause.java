package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.points.ExpiryPause;

/**
 * Pauses the expiry of points while a community imports its past, because points that lapsed long ago may have paid for
 * redemptions in another file.
 */
@Singleton
final class TakeOverPause implements ExpiryPause {
    /** A community that imports activities regularly has finished its take-over long ago. */
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
