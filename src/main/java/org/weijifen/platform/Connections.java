package org.weijifen.platform;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Provides connections for {@link Snapshots} and {@link Writes}, and turns their faults into refusals. */
@Singleton
final class Connections {
    private final DataSource dataSource;

    Connections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    <R, E extends Exception> R use(SqlWork<R, E> work) throws E {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw DatabaseFaults.refusal(e);
        }
    }

    /**
     * Works in one transaction.
     *
     * @param settings the statements it begins with
     * @param commits whether to commit, or to roll back
     */
    <R, E extends Exception> R inTransaction(String settings, boolean commits, SqlWork<R, E> work) throws E {
        SqlWork<R, E> transaction = connection -> {
            try {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute(settings);
                }
                R result = work.run(connection);
                if (commits) {
                    connection.commit();
                }
                return result;
            } finally {
                // Nothing is left to roll back after a commit.
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            }
        };
        return use(transaction);
    }
}
