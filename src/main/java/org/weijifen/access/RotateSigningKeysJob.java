package org.weijifen.access;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Makes a new signing key every 30 days, and deletes those whose tokens have all expired. */
@Singleton
public class RotateSigningKeysJob {
    private final SigningKeys keys;

    RotateSigningKeysJob(SigningKeys keys) {
        this.keys = keys;
    }

    /** Looks whether there is something to do. Of several instances that find so at once, one makes the key. */
    @Scheduled(
            identity = "rotate-signing-keys",
            every = "{weijifen.jobs.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        keys.rotateWhenOld();
        keys.forgetEnded();
    }
}
