package org.weijifen.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of what is only read. Their bounds are in {@code platform.database.SettingsCheck}. */
@ConfigMapping(prefix = "weijifen.reading")
public interface ReadingConfig {

    /** Longest a single statement may take; of a long result, the longest for each part of it. */
    @WithDefault("30s")
    Duration statementTimeout();

    /** Longest wait for a client that has stopped taking an export; after that its snapshot is given up. */
    @WithDefault("60s")
    Duration idleTimeout();

    /**
     * Most readings of whole books at once, so that they leave connections for everybody else; of one community half of them,
     * so that they leave places for the others.
     */
    @WithDefault("4")
    int wholeBooks();
}
