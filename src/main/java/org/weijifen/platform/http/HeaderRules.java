package org.weijifen.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.weijifen.platform.ProblemException;

/** Refuses requests whose headers leave a choice of what is meant, since whoever reads one first would make it. */
final class HeaderRules {
    private static final String CHUNKED = "chunked";

    /** Read one by one; of several, one would be ignored. */
    private static final List<String> SINGLE =
            List.of("Host", "Authorization", "Content-Type", "Idempotency-Key", "If-Match");

    private HeaderRules() {}

    /** @throws ProblemException {@code validation_failed} with the header that is there more than once */
    static void requireSingle(HttpServerRequest request) {
        for (String name : SINGLE) {
            if (request.headers().getAll(name).size() > 1) {
                throw ProblemException.field(name, "duplicate");
            }
        }
    }

    /** Whether it is known where the body ends: of transfer codings we know none but chunks, and HTTP/1.0 none (RFC 9112, 6.1). */
    static boolean isBodyEndKnown(List<String> transferCodings, boolean http11) {
        return transferCodings.isEmpty()
                || (transferCodings.size() == 1
                        && transferCodings.get(0).strip().equalsIgnoreCase(CHUNKED)
                        && http11);
    }
}
