package org.weijifen.tables.importing;

import java.util.function.Supplier;
import org.weijifen.platform.ProblemException;

/** Tries what may be done several times again while the database is away for a moment, or busy. */
final class Retries {
    private static final int TRIES = 10;
    private static final long PAUSE_MILLISECONDS = 1_000;

    private Retries() {}

    /**
     * Does something, up to ten times with a second in between.
     *
     * @throws ProblemException the last refusal, or the first that trying again does not help against
     * @throws ImportRun.InterruptedImportException when the thread is interrupted meanwhile
     */
    static <R> R of(Supplier<R> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (ProblemException e) {
                if (!e.code().retryable() || tries == TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** The same for what has no result. */
    static void of(Runnable work) {
        of(() -> {
            work.run();
            return null;
        });
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImportRun.InterruptedImportException();
        }
    }
}
