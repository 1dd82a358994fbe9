package org.weijifen.platform;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of whatever writes. They are among those of the ledger, {@code weijifen.ledger}. */
public interface WritingConfig {

    /** Longest a single statement of a writer may take, waiting for another instance's lock included. */
    @WithDefault("20s")
    Duration statementTimeout();
}
