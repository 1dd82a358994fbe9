package org.weijifen.platform;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the database as it was at one moment: several statements see the same, and nobody is held up meanwhile. */
@Singleton
public final class Snapshots {

    /** What is to be read; {@code E} is what it may throw besides. */
    public interface Reading<R, E extends Exception> {
        R read(Connection connection) throws SQLException, E;
    }

    private final DataSource dataSource;
    private final ReadingConfig config;
    private final Gate wholeBooks;

    Snapshots(DataSource dataSource, ReadingConfig config) {
        this.dataSource = dataSource;
        this.config = config;
        this.wholeBooks = new Gate(config.wholeBooks());
    }

    /**
     * Reads in one snapshot.
     *
     * @throws ProblemException {@code database_unavailable}, or {@code overloaded} when a statement took too long
     */
    public <R, E extends Exception> R read(Reading<R, E> reading) throws E {
        try (Connection connection = connect()) {
            try {
                connection.setAutoCommit(false);
                beginSnapshot(connection);
                return reading.read(connection);
            } finally {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /**
     * Reads by statements that are sent together. The server takes them for one transaction, which ends with their answer
     * and needs no round trips of its own to begin and to end; each statement sees one moment by itself.
     *
     * @throws ProblemException as of {@link #read}
     */
    public <R, E extends Exception> R lookUp(Reading<R, E> reading) throws E {
        try (Connection connection = connect()) {
            return reading.read(connection);
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /**
     * As {@link #read}, for readings as long as a community's books; only a few of them run at once, and of one community no
     * more than half.
     *
     * @throws ProblemException {@code overloaded} when too many do already
     */
    public <R, E extends Exception> R readWhole(UUID communityId, Reading<R, E> reading) throws E {
        return wholeBooks.take(communityId, () -> read(reading));
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw ProblemException.of(ErrorCode.DATABASE_UNAVAILABLE);
        }
    }

    private void beginSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set transaction isolation level repeatable read read only; set local statement_timeout = "
                            + config.statementTimeout().toMillis()
                            + "; set local idle_in_transaction_session_timeout = "
                            + config.idleTimeout().toMillis());
        }
    }

    private static RuntimeException problem(SQLException e) {
        ErrorCode code = DatabaseFaults.codeOf(e);
        if (code != ErrorCode.INTERNAL_ERROR) {
            return ProblemException.of(code);
        }
        return new IllegalStateException("could not read", e);
    }
}
