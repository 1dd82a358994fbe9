package org.weijifen.platform;

import java.sql.SQLException;
import java.util.Set;

/** Tells what an error of the database amounts to, by its SQL state (PostgreSQL, appendix A). */
public final class DatabaseFaults {
    /** A statement or a lock took too long, or two transactions were in each other's way: nothing is wrong with the request. */
    private static final Set<String> BUSY = Set.of("57014", "55P03", "40001", "40P01");

    /** The server is a standby, or has ended an idle transaction. */
    private static final Set<String> AWAY = Set.of("25006", "25P03");

    private DatabaseFaults() {}

    /**
     * {@code overloaded} when the database was busy, {@code database_unavailable} when it is not there or has run out of
     * something, {@code internal_error} for everything else.
     */
    public static ErrorCode codeOf(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !isWrapper(sql)) {
                return codeOf(sql.getSQLState());
            }
        }
        return ErrorCode.INTERNAL_ERROR;
    }

    private static ErrorCode codeOf(String state) {
        if (state != null && BUSY.contains(state)) {
            return ErrorCode.OVERLOADED;
        }
        // 08: no connection; 53: out of connections, memory or disk; 57P: shutting down or starting up. A pool that
        // waited in vain gives no state.
        boolean away = state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || AWAY.contains(state);
        return away ? ErrorCode.DATABASE_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    }

    /** A pool wraps the database's own error, which has the state. */
    private static boolean isWrapper(SQLException fault) {
        return fault.getSQLState() == null && fault.getCause() instanceof SQLException;
    }
}
