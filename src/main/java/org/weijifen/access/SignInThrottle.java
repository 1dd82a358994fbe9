package org.weijifen.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.weijifen.platform.Attempts;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Gate;
import org.weijifen.platform.ProblemException;

/**
 * Limits attempts to guess secrets. Each name, known or not, and each address has a few wrong attempts a minute.
 * Successful attempts are given back, so that a client may request tokens often. Comparing a secret is slow by design,
 * so it runs on a few threads of its own with a short queue. A caller who has signed in recently with a name from an
 * address goes first in the queue and is counted separately. So strangers who try this name, or many names, can't keep
 * its owner out. This does not show who has an account, except to callers at the owner's address. Each instance counts
 * for itself.
 */
@Singleton
final class SignInThrottle {
    private static final int MOST_WAITING = 32;
    private static final int NAMES_OF_AN_ADDRESS = 3;
    /** The time after which a turn ends. */
    private static final long TURN_SECONDS = 1;

    private static final int REMEMBERED = 10_000;
    private static final Duration LATELY = Duration.ofDays(30);

    private final Attempts names;
    private final Attempts addresses;
    private final Attempts regulars;
    private final Gate strangersWaiting = new Gate(MOST_WAITING);
    private final Gate regularsWaiting = new Gate(MOST_WAITING);
    private final Cache<String, Boolean> lately = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(LATELY)
            .build();
    private final Map<Count, Integer> comparing = new HashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final ExecutorService threads;

    SignInThrottle(AccessConfig config) {
        this.names = new Attempts(config.attemptsPerMinute());
        this.addresses = new Attempts(NAMES_OF_AN_ADDRESS * config.attemptsPerMinute());
        this.regulars = new Attempts(config.attemptsPerMinute());
        int size = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = new ThreadPoolExecutor(
                size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), SignInThrottle::thread);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sign-in");
        thread.setDaemon(true);
        return thread;
    }

    /** Compares secrets in turns: recent callers first, otherwise in the order of arrival. */
    private record Comparison(boolean regular, long ticket, Runnable work) implements Runnable, Comparable<Comparison> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Comparison other) {
            return regular == other.regular ? Long.compare(ticket, other.ticket) : regular ? -1 : 1;
        }
    }

    /**
     * Attempts a sign-in. No thread waits for its turn.
     *
     * @param name of the account, known or not
     * @param address the address of the caller
     * @param comparison returns the result for the right secret, or empty
     * @return the result of the comparison
     * @throws ProblemException {@code too_many_requests}, with the seconds after which an attempt can pass: a moment
     *     while there is no turn, what is left of the minute when its attempts were wrong ones
     */
    <R> CompletableFuture<Optional<R>> attempt(String name, String address, Supplier<Optional<R>> comparison) {
        String pair = name + " " + address;
        boolean regular = lately.getIfPresent(pair) != null;
        List<Count> counts = regular
                ? List.of(new Count(regulars, pair))
                : List.of(new Count(addresses, address), new Count(names, name));
        take(counts);
        Gate.Place place = (regular ? regularsWaiting.tryEnter(name) : strangersWaiting.tryEnter(address))
                .orElseThrow(() -> {
                    leave(counts, false);
                    return ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, TURN_SECONDS);
                });
        CompletableFuture<Optional<R>> result = new CompletableFuture<>();
        threads.execute(new Comparison(regular, tickets.getAndIncrement(), () -> {
            try (place) {
                Optional<R> right = comparison.get();
                if (right.isPresent()) {
                    lately.put(pair, true);
                }
                leave(counts, right.isEmpty());
                result.complete(right);
            } catch (RuntimeException | Error e) {
                leave(counts, false);
                result.completeExceptionally(e);
            }
        }));
        return result;
    }

    /** The names and addresses by which an attempt is counted. */
    private record Count(Attempts attempts, String who) {
        void giveBack() {
            attempts.succeeded(who);
        }
    }

    /** Takes an attempt of each, or of none. */
    private synchronized void take(List<Count> counts) {
        List<Count> taken = new ArrayList<>();
        long seconds = 0;
        for (Count count : counts) {
            Attempts.AttemptState account = count.attempts().tryAttempt(count.who());
            if (account.granted()) {
                taken.add(count);
            } else {
                seconds = Math.max(seconds, isBeingCompared(count) ? TURN_SECONDS : account.seconds());
            }
        }
        if (seconds > 0) {
            taken.forEach(Count::giveBack);
            throw ProblemException.of(ErrorCode.TOO_MANY_REQUESTS, seconds);
        }
        counts.forEach(count -> comparing.merge(count, 1, Integer::sum));
    }

    /** Whether none of the attempts was wrong yet. Right ones are given back in a moment. */
    private boolean isBeingCompared(Count count) {
        return comparing.getOrDefault(count, 0) >= count.attempts().perMinute();
    }

    /** Ends attempts. Those that were not wrong are given back. */
    private synchronized void leave(List<Count> counts, boolean wrong) {
        counts.forEach(count -> comparing.computeIfPresent(count, (same, many) -> many == 1 ? null : many - 1));
        if (!wrong) {
            counts.forEach(Count::giveBack);
        }
    }
}
