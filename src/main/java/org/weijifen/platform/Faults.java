package org.weijifen.platform;

import java.sql.SQLException;
import java.util.Arrays;

/**
 * Describes unexpected errors for the log in one line: what kind, and where in our code. Messages are left out, since
 * those of a database or a parser quote rows, statements and bodies.
 */
public final class Faults {
    private static final int DEPTH = 3;
    private static final String OURS = "org.weijifen.";

    private Faults() {}

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
