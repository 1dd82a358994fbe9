package org.weijifen.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Limits the attempts of each name per minute, for example to guess a password. An attempt can be given back. Each
 * instance counts for itself.
 */
public final class Attempts {
    private static final int MAX_NAMES = 10_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final int perMinute;
    private final Supplier<Bucket> newBucket;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_NAMES)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    /**
     * A limit that is restored completely one minute after the first attempt.
     *
     * @param perMinute attempts of one name in a minute, and attempts of it at the same time
     */
    public Attempts(int perMinute) {
        this(perMinute, () -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, PERIOD))
                .build());
    }

    private Attempts(int perMinute, Supplier<Bucket> newBucket) {
        this.perMinute = perMinute;
        this.newBucket = newBucket;
    }

    /** A limit that is restored one attempt at a time, in equal parts of a minute. */
    public static Attempts comingBackSteadily(int perMinute) {
        return new Attempts(perMinute, () -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build());
    }

    /**
     * The state of a name after an attempt.
     *
     * @param granted whether the attempt is within the limit
     * @param left attempts that are left
     * @param seconds until there is another attempt; when some are left, until all are restored
     */
    public record AttemptState(boolean granted, long left, long seconds) {
        /**
         * Goes on if the attempt was granted.
         *
         * @throws ProblemException {@code too_many_requests}, with the seconds to wait
         */
        public void require() {
            if (!granted) {
                throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, seconds);
            }
        }
    }

    public int perMinute() {
        return perMinute;
    }

    /**
     * Takes one attempt.
     *
     * @throws ProblemException {@code too_many_requests}, with the seconds to wait
     */
    public void attempt(String name) {
        tryAttempt(name).require();
    }

    /** Takes one attempt if there is one. */
    public AttemptState tryAttempt(String name) {
        ConsumptionProbe probe = bucket(name).tryConsumeAndReturnRemaining(1);
        long nanos = probe.getRemainingTokens() > 0 ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
        return new AttemptState(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(nanos).toSeconds() + 1);
    }

    /** Gives back an attempt that does not count. */
    public void succeeded(String name) {
        bucket(name).addTokens(1);
    }

    private Bucket bucket(String name) {
        return buckets.get(name, unknown -> newBucket.get());
    }
}
