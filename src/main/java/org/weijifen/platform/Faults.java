package org.weijifen.platform;

import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;

/**
 * Describes unexpected errors in one line for the log: the type of the exception and the place in our code. Messages
 * are left out, because messages of a database or a parser quote rows, statements and bodies.
 */
public final class Faults {
    private static final int DEPTH = 3;

    /** The exception of Vert.x, by name, because this class may not depend on HTTP. */
    private static final Set<String> HANG_UPS =
            Set.of("io.vertx.core.http.HttpClosedException", "io.vertx.core.http.StreamResetException");

    private static final String OURS = "org.weijifen.";

    private Faults() {}

    /** Whether the client closed the HTTP connection. This is no error; with phones it happens every day. */
    public static boolean isHangUp(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException
                    || HANG_UPS.contains(cause.getClass().getName())) {
                return true;
            }
        }
        return false;
    }

    /** The kind of error, its SQL state where it has one, and the innermost places of our code it passed through. */
    public static String describe(Throwable fault) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : " from ").append(cause.getClass().getName());
            if (cause instanceof SQLException sql) {
                text.append(" (SQL state ").append(sql.getSQLState()).append(')');
            }
        }
        Arrays.stream(fault.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS) && frame.getFileName() != null)
                .limit(DEPTH)
                .forEach(frame -> text.append(" at ")
                        .append(frame.getFileName())
                        .append(':')
                        .append(frame.getLineNumber()));
        return text.toString();
    }
}
