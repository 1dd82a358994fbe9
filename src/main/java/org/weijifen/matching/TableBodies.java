package org.weijifen.matching;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;
import org.weijifen.platform.http.BodyLimit;

/** Lets tables that are to be compared be longer than other bodies. */
@Singleton
final class TableBodies {
    private static final Pattern PATH = Pattern.compile("/v1/communities/[^/]+/reconciliations/?");

    /** Over the line of a small committee ten megabytes take their time. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final BodyLimit LIMIT = new BodyLimit(Reconciliations.MAX_BYTES, PATIENCE);

    void filters(@Observes Filters filters) {
        filters.register(TableBodies::allow, BodyLimit.FILTER_PRIORITY);
    }

    private static void allow(RoutingContext request) {
        boolean isTable = request.request().method().equals(HttpMethod.POST)
                && PATH.matcher(request.normalizedPath()).matches();
        if (isTable) {
            LIMIT.allow(request);
        }
        request.next();
    }
}
