package org.weijifen.platform;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What of the meters of Quarkus is of use. */
@Singleton
final class Meters {
    /** Counted for those who accept connections and for those who serve them, under one name: the second is ignored with a warning. */
    private static final String EVENT_LOOPS = "netty.eventexecutor.workers";

    @Produces
    @Singleton
    MeterFilter withoutEventLoops() {
        return MeterFilter.denyNameStartsWith(EVENT_LOOPS);
    }
}
