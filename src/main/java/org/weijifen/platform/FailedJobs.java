package org.weijifen.platform;

import io.quarkus.scheduler.FailedExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Logs a failed job in one line, without the message of the exception. The job runs again at its next time. */
@Singleton
final class FailedJobs {
    private static final Logger LOG = Logger.getLogger(FailedJobs.class);

    void failed(@Observes FailedExecution event) {
        LOG.warnf(
                "job %s failed: %s", event.getExecution().getTrigger().getId(), Faults.describe(event.getException()));
    }
}
