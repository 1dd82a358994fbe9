package org.weijifen.tables.importing;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of imports. */
@ConfigMapping(prefix = "weijifen.importing")
public interface ImportingConfig {
    /** Longest file; a longer one is answered 413. It goes to a temporary file, not into memory. */
    @WithDefault("32M")
    MemorySize maxFileSize();

    /** How long a file may take to arrive; after that its connection is closed. */
    @WithDefault("5m")
    Duration filePatience();

    /** How often an instance says of the imports it has that it is still there. */
    @WithDefault("15s")
    String beat();

    /**
     * How long after an import of activities, opening balances or redemptions the points of its community are not expired, so
     * that past redemptions can still be paid with them. Zero: only while such an import waits or runs.
     */
    @WithDefault("1h")
    Duration expiryPause();
}
