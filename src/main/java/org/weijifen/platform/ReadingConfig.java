package org.weijifen.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for reading. Their bounds are in {@code platform.database.SettingsCheck}. */
@ConfigMapping(prefix = "weijifen.reading")
public interface ReadingConfig {

    /** Longest time of a single statement, or of each part of a long result. */
    @WithDefault("30s")
    Duration statementTimeout();

    /** Longest wait for a client that has stopped reading an export. After that its snapshot is closed. */
    @WithDefault("60s")
    Duration idleTimeout();

    /**
     * Largest number of readings of whole books at once, so that connections are left for other requests. One community
     * may use half of them, so that places are left for others.
     */
    @WithDefault("4")
    int wholeBooks();
}
