package org.weijifen.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;
import org.weijifen.platform.WritingConfig;

/** Settings of the group commit. Their bounds are in {@code platform.database.SettingsCheck}. */
@ConfigMapping(prefix = "weijifen.ledger")
public interface LedgerConfig extends WritingConfig {

    /** Number of writers of this instance, each with one connection. A community has one of them at a time. */
    OptionalInt lanes();

    /** Most operations in one commit. */
    @WithDefault("256")
    int batchSize();

    /** Most operations waiting in one lane; beyond that a request is answered 503 with Retry-After. */
    @WithDefault("4096")
    int queueSize();

    /** Longest wait of a request for its commit; after that it is answered 503 and can be retried with the same key. */
    @WithDefault("30s")
    Duration patience();
}
