package org.weijifen.matching;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Lets reconciliations in one after the other. One of 20,000 rows and 100,000 entries holds 55 MB in a community of 20,000
 * members, and 76 MB in one of 100,000; the service has a heap of 192 MB for everything. A usual one takes less than a
 * second, so that the next ones may well wait for it.
 */
@Singleton
final class Turns {
    private static final int AT_ONCE = 1;
    private static final int MOST_WAITING = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Semaphore rooms = new Semaphore(AT_ONCE + MOST_WAITING);
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** What is done in one's turn; {@code E} is what it may throw. */
    interface Turn<R, E extends Exception> {
        R run() throws E;
    }

    /**
     * Does what begins with a table that has yet to arrive, and comes to its turn then. While it arrives it holds a worker, so
     * only as many arrive as may wait.
     *
     * @throws ProblemException {@code overloaded} when as many are there already
     */
    <R, E extends Exception> R receive(Turn<R, E> whole) throws E {
        if (!rooms.tryAcquire()) {
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
        try {
            return whole.run();
        } finally {
            rooms.release();
        }
    }

    /**
     * Waits for a turn and takes it.
     *
     * @throws ProblemException {@code overloaded} when it does not come within three seconds, or eight wait already
     */
    <R, E extends Exception> R take(Turn<R, E> turn) throws E {
        if (places.getQueueLength() >= MOST_WAITING || !isFreeInTime()) {
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
        try {
            return turn.run();
        } finally {
            places.release();
        }
    }

    /** How many wait for their turn. */
    int waiting() {
        return places.getQueueLength();
    }

    private boolean isFreeInTime() {
        try {
            return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
