package org.weijifen.platform.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.weijifen.platform.ProblemException;

/** Refuses requests with ambiguous headers, because a proxy and this service could read them differently. */
final class HeaderRules {
    private static final String CHUNKED = "chunked";

    /** Headers with a single value; a second value would be ignored. */
    private static final List<String> SINGLE =
            List.of("Host", "Authorization", "Content-Type", "Idempotency-Key", HttpHeaders.IF_MATCH);

    private HeaderRules() {}

    /**
     * Refuses duplicate headers, and an If-Match without an ETag. JAX-RS ignores such an If-Match, so its sender would
     * overwrite another person's change.
     *
     * @throws ProblemException {@code validation_failed} on the header
     */
    static void requireClear(HttpServerRequest request) {
        for (String name : SINGLE) {
            if (request.headers().getAll(name).size() > 1) {
                throw ProblemException.field(name, "duplicate");
            }
        }
        String tags = request.getHeader(HttpHeaders.IF_MATCH);
        if (tags != null && tags.isBlank()) {
            throw ProblemException.field(HttpHeaders.IF_MATCH, "required");
        }
    }

    /**
     * Whether the end of the body is known. The only supported transfer coding is chunked, and HTTP/1.0 has none (RFC
     * 9112, 6.1).
     */
    static boolean isBodyEndKnown(List<String> transferCodings, boolean http11) {
        return transferCodings.isEmpty()
                || (transferCodings.size() == 1
                        && transferCodings.get(0).strip().equalsIgnoreCase(CHUNKED)
                        && http11);
    }
}
