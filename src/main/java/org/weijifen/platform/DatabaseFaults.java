package org.weijifen.platform;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Tells what an error of the database amounts to, by its SQL state (PostgreSQL, appendix A). */
public final class DatabaseFaults {
    /** A statement or a lock took too long, or two transactions were in each other's way: nothing is wrong with the request. */
    private static final Set<String> BUSY = Set.of("57014", "55P03", "40");

    /**
     * No connection (08), or no right to one (28, 3D); out of connections, memory or disk (53); shutting down or starting up
     * (57P); a standby, or a server set to be read only; a transaction that the server has ended for taking too long.
     */
    private static final Set<String> AWAY = Set.of("08", "28", "3D", "53", "57P", "25006", "25P03", "25P04");

    /**
     * The server can't read or write what lies on its disk: an error of the system (58), damaged data or another error inside
     * the server (XX), a file it may not write, as all those of a file system that is read only.
     */
    private static final Set<String> DAMAGED = Set.of("58", "XX", "42501");

    private DatabaseFaults() {}

    /**
     * {@code overloaded} when the database was busy, {@code database_unavailable} when it is not there, has run out of
     * something or can't get at its files, {@code internal_error} for everything else.
     */
    public static ErrorCode codeOf(Throwable fault) {
        Optional<SQLException> sql = databaseError(fault);
        if (sql.isEmpty()) {
            return ErrorCode.INTERNAL_ERROR;
        }
        if (is(BUSY, sql.get())) {
            return ErrorCode.OVERLOADED;
        }
        return isAway(sql.get()) || is(DAMAGED, sql.get()) ? ErrorCode.DATABASE_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    }

    /**
     * What to throw for an error of the database: a refusal where it is about the database, which is told to the log here since
     * whoever answers it learns no more; else the error as Hibernate would throw it.
     */
    public static RuntimeException refusal(SQLException fault) {
        ErrorCode code = codeOf(fault);
        if (code == ErrorCode.INTERNAL_ERROR) {
            return new PersistenceException(fault);
        }
        Faults.tellUnserved(fault);
        return ProblemException.of(code);
    }

    /** Whether any other statement would have met this error too: it is about the database, and about none of its rows. */
    public static boolean concernsAll(Throwable fault) {
        return databaseError(fault).filter(sql -> is(BUSY, sql) || isAway(sql)).isPresent();
    }

    private static boolean isAway(SQLException sql) {
        // A pool that waited in vain gives no state.
        return sql.getSQLState() == null || is(AWAY, sql);
    }

    private static boolean is(Set<String> states, SQLException sql) {
        String state = sql.getSQLState();
        return state != null && states.stream().anyMatch(state::startsWith);
    }

    private static Optional<SQLException> databaseError(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !isWrapper(sql)) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** A pool wraps the database's own error, which has the state. */
    private static boolean isWrapper(SQLException fault) {
        return fault.getSQLState() == null && fault.getCause() instanceof SQLException;
    }
}
