package org.weijifen.platform;

import jakarta.inject.Singleton;

/**
 * Writes rows that do not belong to the books and are not edited by people, such as rows of imports and jobs, in a
 * separate transaction.
 */
@Singleton
public final class Writes {
    private final Connections connections;
    private final String settings;

    Writes(Connections connections, WritingConfig config) {
        this.connections = connections;
        this.settings =
                "set local statement_timeout = " + config.statementTimeout().toMillis();
    }

    /**
     * Writes in one transaction. It is rolled back when the work throws.
     *
     * @throws ProblemException {@code database_unavailable}, or {@code overloaded} when a statement took too long
     */
    public <R, E extends Exception> R write(SqlWork<R, E> work) throws E {
        return connections.inTransaction(settings, true, work);
    }
}
