package org.weijifen.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Slows down who guesses: each name has a few attempts a minute. Attempts that turn out to be no guess are given back. Each
 * instance counts for itself.
 */
public final class Attempts {
    private static final int MAX_NAMES = 10_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final int perMinute;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    /** @param perMinute wrong attempts of one name in a minute, and attempts of it at the same time */
    public Attempts(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Takes one attempt.
     *
     * @throws ProblemException {@code too_many_requests}, with the seconds to wait
     */
    public void attempt(String name) {
        ConsumptionProbe probe = bucket(name).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
            throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, seconds);
        }
    }

    /** Gives an attempt back that turned out to be no guess. */
    public void succeeded(String name) {
        bucket(name).addTokens(1);
    }

    private Bucket bucket(String name) {
        return buckets.get(name, unknown -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, PERIOD))
                .build());
    }
}
