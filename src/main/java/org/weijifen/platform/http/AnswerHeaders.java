package org.weijifen.platform.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/**
 * Headers of every answer: the request's id, and security headers for browsers and proxies. The API shows personal data
 * and secrets, so its answers must not be cached. No page may be shown in a frame.
 */
final class AnswerHeaders {
    /** Pages and problem documents run no scripts and load nothing. The page of error codes has an inline style. */
    private static final String PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
    /** Swagger UI has an inline script, inline styles, and icons as data URLs. */
    private static final String SWAGGER_UI_POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String POLICY = "Content-Security-Policy";

    private AnswerHeaders() {}

    /** Sets the headers that depend on the routed path, however a request spells that path. */
    static void routes(Router router, int order) {
        router.route("/v1/*").order(order).handler(request -> {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            request.next();
        });
        router.route("/q/swagger-ui*").order(order).handler(request -> {
            request.response().putHeader(POLICY, SWAGGER_UI_POLICY);
            request.next();
        });
    }

    /** Sets the headers that all answers have. */
    static void put(HttpServerResponse response, RequestInfo request) {
        response.putHeader(RequestInfo.ID_HEADER, request.id());
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader(POLICY, PAGE_POLICY);
    }
}
