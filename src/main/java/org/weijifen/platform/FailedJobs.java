package org.weijifen.platform;

import io.quarkus.scheduler.FailedExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Tells of a job that failed in one line, and without the message of the fault; it runs again when its time comes. */
@Singleton
final class FailedJobs {
    private static final Logger LOG = Logger.getLogger(FailedJobs.class);

    void failed(@Observes FailedExecution event) {
        LOG.warnf(
                "job %s failed: %s", event.getExecution().getTrigger().getId(), Faults.describe(event.getException()));
    }
}
