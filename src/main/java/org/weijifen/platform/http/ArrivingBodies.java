package org.weijifen.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Reads bodies while they arrive, up to the {@link BodyLimit} of their operation, without a worker thread. A body that
 * never arrives only holds a connection for a short time. Files are read by the operations that store them on the disk.
 *
 * <p>It runs after the check of roles and before all other filters. The other filters of a blocking operation run on
 * its worker thread.
 */
public final class ArrivingBodies {
    private static final int FIRST = 100;

    private final BodyLimits limits;
    private final LargeBodies bodies;

    ArrivingBodies(BodyLimits limits, LargeBodies bodies) {
        this.limits = limits;
        this.bodies = bodies;
    }

    /** Reads the body, if the request has one, and then continues the request. */
    @ServerRequestFilter(nonBlocking = true, priority = FIRST)
    public void read(ResteasyReactiveContainerRequestContext context, ResourceInfo operation, RoutingContext request) {
        if (!Edge.hasBody(request.request())) {
            return;
        }
        BodyLimits.Limit limit = limits.of(operation.getResourceMethod());
        limit.keepIn(request);
        if (Edge.declaredLength(request) > limit.bytes()) {
            throw tooLong(limit);
        }
        long deadline = request.vertx().setTimer(limit.patience().toMillis(), late -> Edge.giveUpUnlessRead(request));
        request.addEndHandler(answered -> request.vertx().cancelTimer(deadline));
        if (!limit.isFile()) {
            new Arrival(context, request, limit).begin();
        }
    }

    static ProblemException tooLong(BodyLimits.Limit limit) {
        return ProblemException.variant(ErrorCode.PAYLOAD_TOO_LARGE, "limit", limit.bytes());
    }

    /** One body that arrives on the event loop of its connection. */
    private final class Arrival {
        private final ResteasyReactiveContainerRequestContext operation;
        private final ResteasyReactiveRequestContext steps;
        private final RoutingContext request;
        private final BodyLimits.Limit limit;
        private final AtomicBoolean given = new AtomicBoolean();
        private ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int length;
        private boolean over;
        private boolean inTurn;

        Arrival(ResteasyReactiveContainerRequestContext operation, RoutingContext request, BodyLimits.Limit limit) {
            this.operation = operation;
            this.steps = (ResteasyReactiveRequestContext) operation.getServerRequestContext();
            this.request = request;
            this.limit = limit;
        }

        void begin() {
            operation.suspend();
            steps.registerCompletionCallback(any -> giveBack());
            HttpServerRequest arriving = request.request();
            arriving.handler(this::add)
                    .endHandler(end -> complete())
                    .exceptionHandler(fault -> fail(BrokenBodies.refusal(fault)));
            Throwable before = BrokenBodies.fault(request).get();
            if (before != null) {
                fail(BrokenBodies.refusal(before));
                return;
            }
            if ("100-continue".equalsIgnoreCase(arriving.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            arriving.resume();
        }

        private void add(Buffer some) {
            if (over) {
                return;
            }
            if (length + some.length() > limit.bytes()) {
                fail(tooLong(limit));
            } else if (!bodies.take(some.length(), limit)) {
                fail(ProblemException.of(ErrorCode.OVERLOADED));
            } else {
                body.writeBytes(some.getBytes());
                length += some.length();
            }
        }

        private void complete() {
            if (over) {
                return;
            }
            over = true;
            operation.setEntityStream(new ByteArrayInputStream(body.toByteArray()));
            body = null;
            if (length <= LargeBodies.SMALL_BYTES) {
                goOn();
            } else {
                bodies.enter(() -> {
                    inTurn = true;
                    goOn();
                });
            }
        }

        /** Refuses an operation when the queue for worker threads is full, because nobody else handles this case. */
        private void goOn() {
            Executor eventLoop = steps.getContextExecutor();
            steps.resume(step -> eventLoop.execute(() -> {
                try {
                    step.run();
                } catch (RejectedExecutionException full) {
                    giveBack();
                    request.fail(full);
                }
            }));
        }

        private void fail(ProblemException refusal) {
            if (!over) {
                over = true;
                operation.resume(refusal);
            }
        }

        private void giveBack() {
            if (!given.compareAndSet(false, true)) {
                return;
            }
            bodies.give(length, limit);
            if (inTurn) {
                bodies.leave();
            }
        }
    }
}
