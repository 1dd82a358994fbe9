package org.weijifen.platform.database;

import io.quarkus.runtime.ApplicationLifecycleManager;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for the service to end its requests, so that the database is still there for them. */
public final class Drain {
    /** Longer than quarkus.shutdown.timeout and what follows it; a service that hangs must not keep the process alive. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Drain() {}

    /** Returns when Quarkus has stopped, or the limit has passed. */
    public static void await() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ApplicationLifecycleManager.getCurrentApplication() != null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
