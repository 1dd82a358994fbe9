package org.weijifen.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * How long the body of a request may be, and how long it may take to arrive. All requests have the limits of
 * {@link HttpConfig}, save those that a feature's own filter has given others, before any of their body is read.
 *
 * @param size in bytes; a longer body is answered 413
 * @param patience after which the connection is closed
 */
public record BodyLimit(long size, Duration patience) {
    /** Priority of filters that set a limit: they come before the one that keeps it. */
    public static final int FILTER_PRIORITY = Edge.FIRST + 1;

    private static final String KEY = BodyLimit.class.getName();

    /** Gives a request this limit. */
    public void allow(RoutingContext request) {
        request.put(KEY, this);
    }

    static BodyLimit of(RoutingContext request, HttpConfig config) {
        BodyLimit own = request.get(KEY);
        return own != null ? own : new BodyLimit(config.maxBodySize().asLongValue(), config.bodyTimeout());
    }
}
