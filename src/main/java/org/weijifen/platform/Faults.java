package org.weijifen.platform;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Describes unexpected errors in one line for the log: the type of the exception and the place in our code. Messages
 * are left out, because messages of a database or a parser quote rows, statements and bodies.
 */
public final class Faults {
    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final int DEPTH = 3;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final AtomicLong NEXT_LINE = new AtomicLong(System.nanoTime());

    /** The exception of Vert.x, by name, because this class may not depend on HTTP. */
    private static final Set<String> HANG_UPS =
            Set.of("io.vertx.core.http.HttpClosedException", "io.vertx.core.http.StreamResetException");

    /** It writes answers, and fails in many ways of its own when the connection of one is closed. */
    private static final String ANSWER_STREAM = "io.quarkus.vertx.utils.VertxOutputStream";

    private static final String OURS = "org.weijifen.";

    private Faults() {}

    /** Whether the client closed the HTTP connection. This is no error; with phones it happens every day. */
    public static boolean isHangUp(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException
                    || HANG_UPS.contains(cause.getClass().getName())
                    || isOfAnswerStream(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAnswerStream(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        return fault instanceof IOException
                && frames.length > 0
                && frames[0].getClassName().equals(ANSWER_STREAM);
    }

    /**
     * Tells the log of a fault that keeps requests from being served. It meets all of them while it lasts, as when the database
     * is away, so one line in ten seconds says enough.
     */
    public static void tellUnserved(Throwable fault) {
        long now = System.nanoTime();
        long next = NEXT_LINE.get();
        if (now - next >= 0 && NEXT_LINE.compareAndSet(next, now + PAUSE.toNanos())) {
            LOG.warnf("requests are not served: %s", describe(fault));
        }
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
