package org.weijifen.access;

import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.weijifen.platform.Attempts;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Slows down who guesses secrets: each name, known or not, has a few attempts a minute. Attempts that succeed are given
 * back, so that a client which asks for a token often isn't held up. Each instance counts for itself.
 */
@Singleton
final class SignInThrottle {
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final Attempts attempts;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

    SignInThrottle(AccessConfig config) {
        this.attempts = new Attempts(config.attemptsPerMinute());
    }

    /**
     * Takes one attempt.
     *
     * @throws ProblemException {@code too_many_requests}, with the seconds to wait
     */
    void attempt(String name) {
        attempts.attempt(name);
    }

    /** Gives an attempt back that turned out to be no guess. */
    void succeeded(String name) {
        attempts.succeeded(name);
    }

    /**
     * Checks a secret, which is dear by design. No more are checked at once than there are processors, whatever names
     * come, so that sign-ins never keep everything else waiting.
     *
     * @throws ProblemException {@code too_many_requests} when it has waited for its turn in vain
     */
    boolean check(BooleanSupplier secret) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, LONGEST_WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, LONGEST_WAIT_SECONDS);
        }
        try {
            return secret.getAsBoolean();
        } finally {
            turns.release();
        }
    }
}
