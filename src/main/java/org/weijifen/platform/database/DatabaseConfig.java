package org.weijifen.platform.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the database beyond those of Quarkus; the data folder is {@code weijifen.data-dir}. */
@ConfigMapping(prefix = "weijifen.database")
public interface DatabaseConfig {

    /** Port of 127.0.0.1 on which the embedded PostgreSQL listens; any free one by default. */
    OptionalInt port();

    /** Start on a database that may lose what it acknowledged, or that is too old. For trials only. */
    @WithDefault("false")
    boolean allowUnsafe();

    /**
     * Whether the rows of communities are on several servers, see {@link Sharding}. Found out at the start by default: a
     * database with the extension {@code citus} is distributed.
     */
    Optional<Boolean> sharded();
}
