package org.weijifen.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of whatever writes, which the ledger adds its own to. */
@ConfigMapping(prefix = "weijifen.ledger")
public interface WritingConfig {

    /** Longest a single statement of a writer may take, waiting for another instance's lock included. */
    @WithDefault("20s")
    Duration statementTimeout();
}
