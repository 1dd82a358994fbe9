package org.weijifen.platform.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.TimeoutHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The outermost layer, in front of JAX-RS and other pages. It gives every request its id, closes connections that
 * continue to send after the answer, and answers failures that no exception mapper sees.
 */
@Singleton
final class Edge {
    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final int FIRST = 1_000;

    private static final long LINGER_MILLISECONDS = 1000;
    /** Error code of HTTP/2: the stream is no longer needed (RFC 9113, 7). */
    private static final long CANCEL = 8;

    /**
     * Quarkus drops a health check when no worker is free, and its client would get no answer. This time is longer than
     * a check waits for a connection.
     */
    private static final long HEALTH_MILLISECONDS = 8_000;

    /** Pages that are built in memory and need no sign-in, so anybody could request many at once. */
    private static final List<String> PAGES = List.of("/q/openapi*", "/q/metrics*", "/docs/*");

    private static final int MOST_PAGES = 16;

    private final Semaphore pages = new Semaphore(MOST_PAGES);
    private final ProblemResponses responses;
    private final PathMethods methods;

    Edge(ProblemResponses responses, PathMethods methods) {
        this.responses = responses;
        this.methods = methods;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    void routes(@Observes Router router) {
        guard(router);
        AnswerHeaders.routes(router, -FIRST + 1);
        router.route().method(HttpMethod.OPTIONS).order(1 - FIRST).handler(this::tellMethods);
    }

    void managementRoutes(@Observes ManagementInterface management) {
        Router router = management.router();
        guard(router);
        router.route().order(-FIRST).handler(request -> {
            ConnectionDeadlines.admit(request);
            identify(request);
        });
        router.route("/q/health*").order(-FIRST).handler(TimeoutHandler.create(HEALTH_MILLISECONDS));
    }

    /** Answers OPTIONS with the same Allow header that a wrong method gets. */
    private void tellMethods(RoutingContext request) {
        Set<String> allowed = methods.of(request.normalizedPath());
        if (allowed.isEmpty()) {
            request.next();
        } else {
            request.response()
                    .putHeader(HttpHeaders.ALLOW, String.join(", ", allowed))
                    .end();
        }
    }

    /** A page counts until its answer is queued on its connection. */
    private void takeTurn(RoutingContext request) {
        if (pages.tryAcquire()) {
            request.addEndHandler(
                    answered -> ConnectionDeadlines.eventLoop(request).execute(pages::release));
            request.next();
        } else {
            responses.send(ProblemException.of(ErrorCode.OVERLOADED), request);
        }
    }

    /** Sets the handlers that both ports have. */
    private void guard(Router router) {
        router.route().order(-FIRST).failureHandler(this::fail);
        // A failure while routing reaches no failure handler.
        for (ErrorCode code : ErrorCode.values()) {
            router.errorHandler(code.status(), request -> failUnrouted(request, code.status()));
        }
        PAGES.forEach(page -> router.route(page).order(1 - FIRST).handler(this::takeTurn));
    }

    private void identify(RoutingContext request) {
        AnswerHeaders.put(request.response(), RequestInfo.of(request));
        // Nothing else reads this header, and Vert.x fails on unusual values.
        request.request().headers().remove(HttpHeaders.ACCEPT_LANGUAGE);
        request.next();
    }

    /** Whether Vert.x itself refused the request. */
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
        if (!HeaderRules.isBodyEndKnown(
                request.request().headers().getAll(HttpHeaders.TRANSFER_ENCODING),
                request.request().version() == HttpVersion.HTTP_1_1)) {
            responses.send(ProblemException.of(ErrorCode.MALFORMED_REQUEST), request.request());
            return;
        }
        ConnectionDeadlines.admit(request);
        if (hasBody(request.request())) {
            BrokenBodies.watch(request);
            request.addEndHandler(answered -> hangUpOnUnreadBody(request));
        } else {
            nameNoBody(request.request());
        }
        HeaderRules.requireClear(request.request());
        if (ConnectionDeadlines.isFull()) {
            responses.send(ProblemException.of(ErrorCode.OVERLOADED), request);
        } else if (request.response().writeQueueFull()) {
            // The client has not read its earlier answers; this request waits until it has.
            request.response().drainHandler(taken -> identify(request));
        } else {
            identify(request);
        }
    }

    /** Whether the request has a body. In HTTP/2 the only sign is that the request has not ended. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0"))
                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
    }

    /**
     * When a client continues to send after the answer, the connection stays open for a moment, so that the answer
     * arrives, and is then closed (RFC 9112, 9.3). Bytes received meanwhile are dropped.
     */
    private static void hangUpOnUnreadBody(RoutingContext request) {
        HttpServerRequest unread = request.request();
        if (!unread.isEnded()) {
            unread.handler(dropped -> {});
            unread.resume();
            request.vertx().setTimer(LINGER_MILLISECONDS, late -> {
                if (!unread.isEnded()) {
                    hangUp(request);
                }
            });
        }
    }

    /** Answers a request whose body is not complete in time. */
    static void giveUpUnlessRead(RoutingContext request) {
        HttpServerRequest late = request.request();
        if (!late.isEnded()
                && !BrokenBodies.giveUp(late.connection(), ProblemException.of(ErrorCode.REQUEST_TIMEOUT))) {
            hangUp(request);
        }
    }

    /** In HTTP/2 it ends only the request's own stream, because the other streams are not at fault. */
    private static void hangUp(RoutingContext request) {
        if (request.request().version() != HttpVersion.HTTP_2
                || !request.response().reset(CANCEL)) {
            request.request().connection().close();
        }
    }

    /** Gives a request without a body a valid media type, because an optional body may be absent. */
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
            if (request.statusCode() == ErrorCode.MALFORMED_REQUEST.status()
                    && request.request().authority() == null) {
                // RFC 9112 requires a Host. Without it Vert.x can't find the request's address.
                responses.send(ProblemException.field("Host", "required"), request);
                return;
            }
            ProblemException refusal = isVertxRefusal(request)
                    ? ProblemException.of(FaultCodes.code(request.statusCode()))
                    : FaultCodes.tell(request.failure(), request);
            responses.send(refusal, request);
            return;
        }
        responses.send(ProblemException.of(FaultCodes.code(request.statusCode())), request);
    }
}
