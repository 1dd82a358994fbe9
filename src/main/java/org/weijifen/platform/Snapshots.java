package org.weijifen.platform;

import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Reads the database as it was at one moment: several statements see the same, and nobody is held up meanwhile. How long one of
 * them may take is set on each connection, see {@code platform.database.NewConnections}.
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
     * Reads by one statement, or several that are sent together. The server takes them for one transaction, which ends with their answer
     * and needs no round trips of its own to begin and to end; each statement sees one moment by itself.
     *
     * @throws ProblemException as of {@link #read}
     */
    public <R, E extends Exception> R lookUp(SqlWork<R, E> reading) throws E {
        return connections.use(reading);
    }

    /**
     * As {@link #read}, for readings as long as a community's books; only a few of them run at once, and of one community no
     * more than half.
     *
     * @throws ProblemException {@code overloaded} when too many do already
     */
    public <R, E extends Exception> R readWhole(UUID communityId, SqlWork<R, E> reading) throws E {
        return wholeBooks.take(communityId, () -> read(reading));
    }
}
