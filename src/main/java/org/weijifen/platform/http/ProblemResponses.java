package org.weijifen.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.weijifen.platform.Answer;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** Writes refusals as HTTP answers, within JAX-RS and outside of it. */
@Singleton
final class ProblemResponses {
    private static final String OVERLOADED_RETRY_SECONDS = "1";
    private static final String CONNECTION = "Connection";
    private static final long LINGER_MILLIS = 2_000;
    private static final String DATABASE_RETRY_SECONDS = "5";

    /** Error code of HTTP/2: the server met something unexpected (RFC 9113, 7). */
    private static final long INTERNAL_ERROR = 2;

    /** After these refusals the start of the next request is unknown, or the rest of the body is too long. */
    private static final Set<ErrorCode> LAST =
            Set.of(ErrorCode.MALFORMED_REQUEST, ErrorCode.REQUEST_TIMEOUT, ErrorCode.PAYLOAD_TOO_LARGE);

    private final Problems problems;

    ProblemResponses(Problems problems) {
        this.problems = problems;
    }

    /** The refusal as a JAX-RS answer. It reaches no client when another answer has begun. */
    Response response(ProblemException refusal, RoutingContext request) {
        breakOff(request);
        RequestInfo info = RequestInfo.of(request);
        Answer answer = problems.answer(refusal, info.call());
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.json());
        headers(refusal, info).forEach(response::header);
        if (LAST.contains(refusal.code())) {
            closeAfterwards(request);
        }
        return response.build();
    }

    /** Sends the refusal where there is no JAX-RS. */
    void send(ProblemException refusal, RoutingContext request) {
        if (breakOff(request)) {
            return;
        }
        if (LAST.contains(refusal.code())) {
            closeAfterwards(request);
        }
        write(refusal, RequestInfo.of(request), request.response());
    }

    /** Sends the refusal of a request that can't be routed, and closes its connection. */
    void send(ProblemException refusal, HttpServerRequest request) {
        if (request.connection() instanceof HttpServerConnection connection) {
            // What looks like the next request may be part of this one.
            connection.handler(ignored -> {});
        }
        HttpServerResponse response = request.response();
        response.putHeader(CONNECTION, "close");
        write(refusal, RequestInfo.of(request), response);
        request.connection().close();
    }

    /**
     * Breaks off an answer that has begun, so that no client takes a part for the whole. Later writes of Vert.x or
     * JAX-RS have no effect, because the event loop does them afterwards. Bytes that the client has not read are
     * dropped, because they may contain the end. In HTTP/1.0 an answer ends when the connection ends, so the connection
     * is reset instead (RFC 9112, 8).
     */
    static boolean breakOff(RoutingContext request) {
        if (!request.response().headWritten()) {
            return false;
        }
        if (request.response().ended()) {
            return true;
        }
        if (request.request().version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            ConnectionDeadlines.reset(request);
        }
        return true;
    }

    private void write(ProblemException refusal, RequestInfo info, HttpServerResponse response) {
        Answer answer = problems.answer(refusal, info.call());
        response.setStatusCode(answer.status());
        AnswerHeaders.put(response, info);
        headers(refusal, info).forEach(response::putHeader);
        response.end(answer.json());
    }

    /**
     * Drops the rest of the body for a while, then closes. Otherwise a client that still sends would see a reset before
     * it reads the answer.
     */
    private static void closeAfterwards(RoutingContext request) {
        HttpServerRequest rest = request.request();
        request.response().putHeader(CONNECTION, "close");
        request.addEndHandler(answered -> {
            if (rest.isEnded()) {
                rest.connection().close();
                return;
            }
            rest.handler(dropped -> {}).endHandler(end -> rest.connection().close());
            rest.resume();
            request.vertx().setTimer(LINGER_MILLIS, timer -> rest.connection().close());
        });
    }

    private static Map<String, String> headers(ProblemException refusal, RequestInfo info) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, Problems.MEDIA_TYPE);
        headers.put(HttpHeaders.CONTENT_LANGUAGE, info.locale().toLanguageTag());
        String retryAfter = retryAfter(refusal);
        if (retryAfter != null) {
            headers.put(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        if (refusal.code() == ErrorCode.UNAUTHENTICATED) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return headers;
    }

    private static String retryAfter(ProblemException refusal) {
        if (refusal.code() == ErrorCode.TOO_MANY_REQUESTS) {
            return String.valueOf(refusal.arguments()[0]);
        }
        if (refusal.code() == ErrorCode.OVERLOADED) {
            return OVERLOADED_RETRY_SECONDS;
        }
        return refusal.code() == ErrorCode.DATABASE_UNAVAILABLE ? DATABASE_RETRY_SECONDS : null;
    }
}
