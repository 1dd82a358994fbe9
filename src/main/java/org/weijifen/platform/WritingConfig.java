package org.weijifen.platform;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for writing. They belong to the settings of the ledger, {@code weijifen.ledger}. */
public interface WritingConfig {

    /** Longest time of a single writing statement, including the wait for a lock of another instance. */
    @WithDefault("20s")
    Duration statementTimeout();
}
