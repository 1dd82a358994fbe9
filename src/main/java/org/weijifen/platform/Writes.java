package org.weijifen.platform;

import jakarta.inject.Singleton;

/**
 * Writes rows that are neither the books nor edited by people, such as those of imports and jobs, in a transaction of their
 * own.
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
     * Writes in one transaction, which ends without a trace when this throws.
     *
     * @throws ProblemException {@code database_unavailable}, or {@code overloaded} when a statement took too long
     */
    public <R, E extends Exception> R write(SqlWork<R, E> work) throws E {
        return connections.inTransaction(settings, true, work);
    }
}
