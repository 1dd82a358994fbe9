package org.weijifen.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;

/**
 * The outermost layer, in front of JAX-RS and of the pages beside it: gives every request its id, hangs up on whoever goes on
 * sending after the answer, and words failures that no exception mapper gets to see.
 */
@Singleton
final class Edge {
    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final int FIRST = 1_000;

    private static final long LINGER_MILLISECONDS = 1000;
    /** Error code of HTTP/2: the stream is no longer needed (RFC 9113, 7). */
    private static final long CANCEL = 8;

    /**
     * Quarkus forgets a health check that finds no worker, and would leave whoever asked without an answer. Longer than a
     * check waits for a connection.
     */
    private static final long HEALTH_MILLISECONDS = 8_000;

    private final ProblemResponses responses;

    Edge(ProblemResponses responses) {
        this.responses = responses;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    void routes(@Observes Router router) {
        router.route().order(-FIRST).failureHandler(this::fail);
        router.route("/q/health*").order(-FIRST).handler(TimeoutHandler.create(HEALTH_MILLISECONDS));
    }

    private void admit(RoutingContext request) {
        ConnectionDeadlines.admit(request);
        if (hasBody(request.request())) {
            request.addEndHandler(answered -> hangUpOnUnreadBody(request));
        } else {
            nameNoBody(request.request());
        }
        request.response()
                .putHeader(RequestInfo.ID_HEADER, RequestInfo.of(request).id());
        if (ConnectionDeadlines.isFull()) {
            responses.send(ProblemException.of(ErrorCode.OVERLOADED), request);
        } else if (request.response().writeQueueFull()) {
            // Whoever asks on before the answers are taken is answered once they are.
            request.response().drainHandler(taken -> request.next());
        } else {
            request.next();
        }
    }

    /** Whether a body belongs to the request; in HTTP/2 nothing says so but that the request has not ended. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0"))
                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
    }

    /**
     * Whoever goes on sending after the answer is listened to for a moment, so that the answer arrives, and then hung up on
     * (RFC 9112, 9.3); what comes meanwhile is dropped.
     */
    private static void hangUpOnUnreadBody(RoutingContext request) {
        HttpServerRequest unread = request.request();
        if (!unread.isEnded()) {
            unread.handler(dropped -> {});
            unread.resume();
            hangUpUnlessRead(request, LINGER_MILLISECONDS);
        }
    }

    /** Hangs up on a request whose body has not come to its end by then. */
    static long hangUpUnlessRead(RoutingContext request, long milliseconds) {
        return request.vertx().setTimer(milliseconds, late -> {
            if (!request.request().isEnded()) {
                hangUp(request);
            }
        });
    }

    /** The streams beside one of HTTP/2 are not to blame. */
    private static void hangUp(RoutingContext request) {
        if (request.request().version() != HttpVersion.HTTP_2
                || !request.response().reset(CANCEL)) {
            request.request().connection().close();
        }
    }

    /** A body that is not there has no media type that could be wrong: it is what an optional body looks like. */
    private static void nameNoBody(HttpServerRequest request) {
        if (request.getHeader(HttpHeaders.CONTENT_TYPE) == null) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
    }

    static long declaredLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void fail(RoutingContext request) {
        if (request.failure() != null) {
            ProblemException refusal = FaultCodes.refusal(request.failure());
            if (request.request().authority() == null) {
                // Vert.x can't tell the address of a request without a Host, which RFC 9112 requires.
                responses.send(ProblemException.field("Host", "required"), request);
                return;
            }
            if (refusal.code() == ErrorCode.INTERNAL_ERROR && !Faults.isHangUp(request.failure())) {
                LOG.errorf("request %s failed: %s", RequestInfo.of(request).id(), Faults.describe(request.failure()));
            }
            responses.send(refusal, request);
            return;
        }
        responses.send(ProblemException.of(FaultCodes.code(request.statusCode())), request);
    }
}
