package org.weijifen.platform.http;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of request bodies. Their bytes may use only a part of the heap. Large bodies are processed in
 * turns, because a parsed body may be many times as large. A request that waits for its turn holds no worker thread.
 * Operations with large bodies may use at most half of the memory, so that some is left for other requests.
 */
@Singleton
final class LargeBodies {
    /** Longer than any body in everyday business. Each worker may process one body of this size. */
    static final int SMALL_BYTES = 2 << 10;

    /** The packaged service's heap easily holds this many of the largest body: a thousand items that are all wrong. */
    private static final int MOST_AT_ONCE = 4;

    private static final long HEAP_PARTS = 10;

    private final long mostBytes = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesOfLong = new AtomicLong();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int atOnce;

    /** Reserves memory for bytes that have arrived for an operation; false when there is none. */
    boolean take(int length, BodyLimits.Limit limit) {
        boolean fits = bytes.addAndGet(length) <= mostBytes;
        if (limit.isLong()) {
            fits &= bytesOfLong.addAndGet(length) <= mostBytes / 2;
        }
        if (!fits) {
            give(length, limit);
        }
        return fits;
    }

    /** Releases reserved memory. */
    void give(int length, BodyLimits.Limit limit) {
        bytes.addAndGet(-length);
        if (limit.isLong()) {
            bytesOfLong.addAndGet(-length);
        }
    }

    /** Runs the task of a body, now or when its turn comes; {@link #leave} ends the turn. */
    void enter(Runnable turn) {
        synchronized (this) {
            if (atOnce == MOST_AT_ONCE) {
                waiting.add(turn);
                return;
            }
            atOnce++;
        }
        turn.run();
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                atOnce--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
