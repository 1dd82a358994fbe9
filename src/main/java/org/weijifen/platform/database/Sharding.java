package org.weijifen.platform.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * Whether the database is distributed: whether the rows of communities are on several servers (Citus). There a
 * statement is fast only when it names the one community whose rows it is about, and a transaction when it writes to one
 * server.
 */
@Singleton
public final class Sharding {
    /** Before anything reads or writes. */
    private static final int FIRST = 1;

    private final Snapshots snapshots;
    private final Optional<Boolean> set;
    private volatile boolean on;

    Sharding(Snapshots snapshots, DatabaseConfig config) {
        this.snapshots = snapshots;
        this.set = config.sharded();
        this.on = set.orElse(false);
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        on = set.orElseGet(this::isFound);
    }

    private boolean isFound() {
        return snapshots.lookUp(connection -> !new SqlQuery("select 1 from pg_extension where extname = 'citus'")
                .list(connection, row -> true)
                .isEmpty());
    }

    /** Whether it is, as of the start of the service. */
    public boolean isOn() {
        return on;
    }
}
