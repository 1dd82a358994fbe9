package org.weijifen.platform;

import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Reads the database as of one moment. Several statements see the same state, and no writer has to wait. Each
 * connection has a statement timeout, see {@code platform.database.NewConnections}.
 */
@Singleton
public final class Snapshots {

    private final Connections connections;
    private final String settings;
    private final Gate wholeBooks;

    Snapshots(Connections connections, ReadingConfig config) {
        this.connections = connections;
        this.settings =
                "set transaction isolation level repeatable read read only; set local idle_in_transaction_session_timeout = "
                        + config.idleTimeout().toMillis();
        this.wholeBooks = new Gate(config.wholeBooks());
    }

    /**
     * Reads in one snapshot.
     *
     * @throws ProblemException {@code database_unavailable}, or {@code overloaded} when a statement took too long
     */
    public <R, E extends Exception> R read(SqlWork<R, E> reading) throws E {
        return connections.inTransaction(settings, false, reading);
    }

    /**
     * Reads by one statement, or by several that are sent together. The server runs them as one transaction, without
     * extra round trips to begin and to end it. Each statement sees its own moment.
     *
     * @throws ProblemException as of {@link #read}
     */
    public <R, E extends Exception> R lookUp(SqlWork<R, E> reading) throws E {
        return connections.use(reading);
    }

    /**
     * Like {@link #read}, for reading whole books. Only a few of these run at once, and at most half of them for one
     * community.
     *
     * @throws ProblemException {@code overloaded} when too many do already
     */
    public <R, E extends Exception> R readWhole(UUID communityId, SqlWork<R, E> reading) throws E {
        return wholeBooks.take(communityId, () -> read(reading));
    }
}
