package org.weijifen.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Slows down who guesses secrets: each name, known or not, has a few attempts a minute. Attempts that succeed are given
 * back, so that a client which asks for a token often isn't held up. Each instance counts for itself.
 */
@Singleton
final class SignInThrottle {
    private static final int MAX_NAMES = 10_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private static final long LONGEST_WAIT_SECONDS = 10;

    private final int attempts;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    SignInThrottle(AccessConfig config) {
        this.attempts = config.attemptsPerMinute();
    }

    /**
     * Takes one attempt.
     *
     * @throws ProblemException {@code too_many_requests}, with the seconds to wait
     */
    void attempt(String name) {
        ConsumptionProbe probe = bucket(name).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, seconds);
        }
    }

    /** Gives an attempt back that turned out to be no guess. */
    void succeeded(String name) {
        bucket(name).addTokens(1);
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

    private Bucket bucket(String name) {
        return buckets.get(name, unknown -> Bucket.builder()
                .addLimit(limit -> limit.capacity(attempts).refillIntervally(attempts, PERIOD))
                .build());
    }
}
