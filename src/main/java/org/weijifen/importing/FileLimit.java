package org.weijifen.importing;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.weijifen.platform.http.BodyLimit;

/** Lets requests that bring a file be longer than others. */
@Singleton
final class FileLimit {
    private static final Pattern PATH = Pattern.compile("/v1/communities/[^/]+/imports/?");

    private final BodyLimit limit;

    FileLimit(ImportingConfig config) {
        this.limit = new BodyLimit(config.maxFileSize().asLongValue(), config.filePatience());
    }

    void filters(@Observes Filters filters) {
        filters.register(this::allow, BodyLimit.FILTER_PRIORITY);
    }

    private void allow(RoutingContext request) {
        if (request.request().method() == HttpMethod.POST
                && PATH.matcher(request.normalizedPath()).matches()) {
            limit.allow(request);
        }
        request.next();
    }
}
