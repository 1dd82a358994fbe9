package org.weijifen.platform;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Classifies an error of the database by its SQL state (PostgreSQL, appendix A). */
public final class DatabaseFaults {
    /** A statement or a lock took too long, or two transactions were in each other's way: nothing is wrong with the request. */
    private static final Set<String> BUSY = Set.of("57014", "55P03", "40");

    /**
     * No connection (08), or no right to one (28, 3D); out of connections, memory or disk (53); shutting down or starting up
     * (57P); a standby, or a server set to be read only; a transaction that the server has ended for taking too long.
     */
    private static final Set<String> AWAY = Set.of("08", "28", "3D", "53", "57P", "25006", "25P03", "25P04");

    /**
     * The server can't read or write its files: an error of the system (58), damaged data or another error inside the
     * server (XX), or a file it may not write, for example on a read-only file system.
     */
    private static final Set<String> DAMAGED = Set.of("58", "XX", "42501");

    private DatabaseFaults() {}

    /**
     * {@code overloaded} when the database is busy, {@code database_unavailable} when it cannot be reached, has run out
     * of a resource or cannot use its files, {@code internal_error} for everything else.
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
     * The exception for an error of the database. If the error is about the database as a whole, it is a refusal, and
     * the error is logged here because the refusal does not contain it. Otherwise it is the exception that Hibernate
     * would throw.
     */
    public static RuntimeException refusal(SQLException fault) {
        ErrorCode code = codeOf(fault);
        if (code == ErrorCode.INTERNAL_ERROR) {
            return new PersistenceException(fault);
        }
        Faults.tellUnserved(fault);
        return ProblemException.of(code);
    }

    /** Whether the error is about the database as a whole, so that any other statement would fail too. */
    public static boolean concernsAll(Throwable fault) {
        return databaseError(fault).filter(sql -> is(BUSY, sql) || isAway(sql)).isPresent();
    }

    /** Whether a key is taken that has to be unique. */
    public static boolean isTaken(Throwable fault) {
        return databaseError(fault)
                .filter(sql -> "23505".equals(sql.getSQLState()))
                .isPresent();
    }

    /** Whether the server can't read or write its files, or has met another error inside of it. */
    public static boolean isDamaged(Throwable fault) {
        return databaseError(fault).filter(sql -> is(DAMAGED, sql)).isPresent();
    }

    /** Whether it is an answer of the server, and not the lack of one. */
    public static boolean isAnswered(Throwable fault) {
        return databaseError(fault)
                .filter(sql -> sql instanceof PSQLException answer && answer.getServerErrorMessage() != null)
                .isPresent();
    }

    private static boolean isAway(SQLException sql) {
        // A timeout of the pool has no state.
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

    /** The pool wraps the error of the database, which has the state. */
    private static boolean isWrapper(SQLException fault) {
        return fault.getSQLState() == null && fault.getCause() instanceof SQLException;
    }
}
