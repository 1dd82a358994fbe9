package org.weijifen.platform;

import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;

/**
 * Describes unexpected errors for the log in one line: what kind, and where in our code. Messages are left out, since
 * those of a database or a parser quote rows, statements and bodies.
 */
public final class Faults {
    private static final int DEPTH = 3;

    /** What Vert.x throws then, by name: this class knows no HTTP. */
    private static final Set<String> HANG_UPS =
            Set.of("io.vertx.core.http.HttpClosedException", "io.vertx.core.http.StreamResetException");

    private static final String OURS = "org.weijifen.";

    private Faults() {}

    /** Whether the other side of an HTTP connection went away: nobody's mistake, and every day's business with phones. */
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
