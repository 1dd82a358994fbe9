package org.weijifen.platform;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Filters the meters of Quarkus. */
@Singleton
final class Meters {
    /**
     * Quarkus registers these for each group of threads, or for each thread of one; the first stands, the others are ignored with a
     * warning. How many connections there are, {@code http.server.active.connections} says as well.
     */
    private static final Set<String> REPEATED =
            Set.of("netty.eventexecutor.workers", "vertx.http.connections.current", "vertx.http.connections.max");

    @Produces
    @Singleton
    MeterFilter withoutRepeated() {
        return MeterFilter.deny(meter -> REPEATED.contains(meter.getName()));
    }
}
