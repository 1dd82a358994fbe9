package org.weijifen.platform.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map.Entry;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Sends a problem document for bytes that are not an HTTP request, and for a request that Vert.x stops reading. Vert.x
 * has a handler for these ({@code HttpServer.invalidRequestHandler}), but Quarkus does not expose its servers. Of our
 * classes only a tracer sees such a request before that handler. Quarkus also gives no reason when it refuses an
 * invalid address.
 */
@Singleton
final class UndecodableRequests implements VertxOptionsCustomizer {
    private final Instance<ProblemResponses> responses;

    /** Takes an {@code Instance}, because Vert.x exists before everything else. */
    UndecodableRequests(Instance<ProblemResponses> responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus builds Vert.x itself, and takes a factory by its options only.
    public void accept(VertxOptions options) {
        options.setTracingOptions(new TracingOptions().setFactory(any -> new Watch()));
    }

    private void refuse(HttpServerRequest request) {
        responses.get().send(ProblemException.of(code(request.decoderResult().cause())), request);
    }

    private static boolean isAddress(String uri) {
        try {
            return uri == null || URI.create(uri) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ErrorCode code(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ErrorCode.URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? ErrorCode.HEADERS_TOO_LARGE : ErrorCode.MALFORMED_REQUEST;
    }

    /** A tracer that traces nothing. */
    private final class Watch implements VertxTracer<Object, Object> {
        @Override
        public <R> Object receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Entry<String, String>> headers,
                TagExtractor<R> tags) {
            if (request instanceof HttpServerRequest http
                    && http.connection() instanceof HttpServerConnection connection) {
                if (http.decoderResult().isFailure()) {
                    connection.invalidRequestHandler(UndecodableRequests.this::refuse);
                } else if (!isAddress(http.uri())) {
                    // This request is the last of its connection.
                    connection.handler(UndecodableRequests.this::refuse);
                }
            }
            return null;
        }
    }
}
