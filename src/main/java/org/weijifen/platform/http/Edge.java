package org.weijifen.platform.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
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
 * The outermost layer, in front of JAX-RS and of the pages beside it: gives every request its id, refuses bodies that say
 * they are too long, and words failures that no exception mapper gets to see.
 */
@Singleton
final class Edge {
    private static final Logger LOG = Logger.getLogger(Edge.class);
    /** Before Quarkus' own limit of bodies, which answers without a document. */
    static final int FIRST = 1_000;

    private static final long LINGER_MILLISECONDS = 1000;

    /** Where Quarkus looks for the length beyond which it cuts a body off, unexplained. */
    private static final String CUT_OFF = "io.quarkus.max-request-size";
    /** How much later than our own limit, which explains. */
    private static final long SLACK = 3L << 20;

    /**
     * Quarkus forgets a health check that finds no worker, and would leave whoever asked without an answer. Longer than a
     * check waits for a connection.
     */
    private static final long HEALTH_MILLISECONDS = 8_000;

    private final HttpConfig config;
    private final ProblemResponses responses;

    Edge(HttpConfig config, ProblemResponses responses) {
        this.config = config;
        this.responses = responses;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    void routes(@Observes Router router) {
        explainFailures(router);
        AnswerHeaders.routes(router, -FIRST + 1);
    }

    void managementRoutes(@Observes ManagementInterface management) {
        Router router = management.router();
        explainFailures(router);
        router.route().order(-FIRST).handler(this::identify);
        router.route("/q/health*").order(-FIRST).handler(TimeoutHandler.create(HEALTH_MILLISECONDS));
    }

    private void explainFailures(Router router) {
        router.route().order(-FIRST).failureHandler(this::fail);
        // What goes wrong while a route is looked for comes to no failure handler.
        for (ErrorCode code : ErrorCode.values()) {
            router.errorHandler(code.status(), request -> failUnrouted(request, code.status()));
        }
    }

    private void identify(RoutingContext request) {
        AnswerHeaders.put(request.response(), RequestInfo.of(request));
        // Nobody else reads it, and Vert.x stumbles over odd ones.
        request.request().headers().remove(HttpHeaders.ACCEPT_LANGUAGE);
        request.next();
    }

    /** What Vert.x itself found wrong with a request. */
    private static boolean isVertxRefusal(RoutingContext request) {
        return request.statusCode() >= 400 && request.statusCode() < 500;
    }

    private void failUnrouted(RoutingContext request, int status) {
        ErrorCode code =
                status == ErrorCode.MALFORMED_REQUEST.status() ? ErrorCode.MALFORMED_REQUEST : FaultCodes.code(status);
        if (code == ErrorCode.INTERNAL_ERROR) {
            LOG.errorf("request %s could not be routed", RequestInfo.of(request).id());
        }
        responses.send(ProblemException.of(code), request);
    }

    private void admit(RoutingContext request) {
        if (!HeaderRules.isBodyEndKnown(request.request())) {
            responses.send(ProblemException.of(ErrorCode.MALFORMED_REQUEST), request.request());
            return;
        }
        BodyLimit limit = BodyLimit.of(request, config);
        request.put(CUT_OFF, limit.size() + SLACK);
        if (!hasBody(request.request())) {
            nameNoBody(request.request());
        } else {
            limitBody(request, limit);
        }
        HeaderRules.requireSingle(request.request());
        if (declaredLength(request) > limit.size()) {
            responses.send(ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE, limit.size()), request);
        } else {
            identify(request);
        }
    }

    /** Whoever sends a body has to come to its end before long, and before much of it follows the answer. */
    private static void limitBody(RoutingContext request, BodyLimit limit) {
        long deadline = closeUnlessRead(request, limit.patience().toMillis());
        request.addEndHandler(answered -> {
            request.vertx().cancelTimer(deadline);
            hangUpOnUnreadBody(request);
        });
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
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
            closeUnlessRead(request, LINGER_MILLISECONDS);
        }
    }

    private static long closeUnlessRead(RoutingContext request, long milliseconds) {
        return request.vertx().setTimer(milliseconds, late -> {
            if (!request.request().isEnded()) {
                request.request().connection().close();
            }
        });
    }

    /** A body that is not there has no media type that could be wrong: it is what an optional body looks like. */
    private static void nameNoBody(HttpServerRequest request) {
        if (request.getHeader(HttpHeaders.CONTENT_TYPE) == null) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
    }

    private static long declaredLength(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void fail(RoutingContext request) {
        if (request.failure() != null) {
            if (request.statusCode() == ErrorCode.MALFORMED_REQUEST.status()
                    && request.request().authority() == null) {
                // Vert.x can't tell the address of a request without a Host, which RFC 9112 requires.
                responses.send(ProblemException.field("Host", "required"), request);
                return;
            }
            ProblemException refusal = isVertxRefusal(request)
                    ? ProblemException.of(FaultCodes.code(request.statusCode()))
                    : FaultCodes.refusal(request.failure());
            if (refusal.code() == ErrorCode.INTERNAL_ERROR && !Faults.isHangUp(request.failure())) {
                LOG.errorf("request %s failed: %s", RequestInfo.of(request).id(), Faults.describe(request.failure()));
            }
            responses.send(refusal, request);
            return;
        }
        responses.send(ProblemException.of(FaultCodes.code(request.statusCode())), request);
    }
}
