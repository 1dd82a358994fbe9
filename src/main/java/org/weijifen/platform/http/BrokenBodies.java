package org.weijifen.platform.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Handles incomplete bodies. Their reader gets the cause, so that the request is answered before the connection is
 * closed. The connection cannot be used again, because the start of the next request is unknown (RFC 9112, 6.3).
 */
final class BrokenBodies {
    private static final long LINGER_SECONDS = 2;
    private static final String KEY = BrokenBodies.class.getName();

    private BrokenBodies() {}

    /** Gives up the body that is being received; false when the caller must close the connection instead. */
    static boolean giveUp(HttpConnection connection, ProblemException refusal) {
        if (!(connection instanceof Http1xServerConnection receiving)) {
            return false;
        }
        receiving.handleException(refusal);
        receiving.channel().eventLoop().schedule(() -> receiving.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        return true;
    }

    /** Remembers a fault that occurs before the body is read. */
    static void watch(RoutingContext request) {
        AtomicReference<Throwable> fault = new AtomicReference<>();
        request.put(KEY, fault);
        request.request().exceptionHandler(fault::set);
    }

    /** The fault of a watched body before it was read; empty when there is none. */
    static AtomicReference<Throwable> fault(RoutingContext request) {
        return request.get(KEY);
    }

    /** The refusal for a broken body. A lost connection is not our fault: anybody could fill the log with it. */
    static ProblemException refusal(Throwable fault) {
        return fault instanceof ProblemException refusal ? refusal : ProblemException.of(ErrorCode.MALFORMED_REQUEST);
    }
}
