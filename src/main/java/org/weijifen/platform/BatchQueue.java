package org.weijifen.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * A bounded queue and the threads that empty it: each takes whatever waits, up to a limit, without waiting for more.
 * At low load a batch is one item, at high load what a batch costs is shared.
 *
 * @param <T> what waits
 */
public final class BatchQueue<T> {

    /** What is done with batches. */
    public interface Work<T> {
        /** Does the work of a batch, and answers each of its items. */
        void on(List<T> batch);

        /** Answers an item of which nothing is known, since the work on its batch broke off. */
        void failed(T item);

        /** Answers an item with which nothing will be done. */
        void refused(T item);
    }

    private static final Logger LOG = Logger.getLogger(BatchQueue.class);
    private static final long IDLE_MILLISECONDS = 200;

    private final BlockingQueue<T> queue;
    private final int batchSize;
    private final Work<T> work;
    private final List<Thread> threads;
    private volatile boolean stopping;

    /**
     * A queue that is not started yet.
     *
     * @param name of the threads
     * @param threadCount one, where items are to be worked on in their order
     * @param queueSize most items that wait
     * @param batchSize most items of a batch
     */
    public BatchQueue(String name, int threadCount, int queueSize, int batchSize, Work<T> work) {
        this.queue = new ArrayBlockingQueue<>(queueSize);
        this.batchSize = batchSize;
        this.work = work;
        this.threads = IntStream.range(0, threadCount)
                .mapToObj(number -> thread(name + "-" + number))
                .toList();
    }

    /** Keeps no process alive whose start was refused: nothing stops its queues. */
    private Thread thread(String name) {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Takes nothing more, finishes what waits. */
    public void stop() {
        stopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuseLeftovers();
    }

    /** Hands an item in. It is refused when the queue is full or stopping. */
    public void submit(T item) {
        if (stopping || !queue.offer(item)) {
            work.refused(item);
        } else if (stopping && threads.stream().noneMatch(Thread::isAlive)) {
            refuseLeftovers();
        }
    }

    /** What came in while the last thread was ending: whoever takes it out of the queue answers it. */
    private void refuseLeftovers() {
        for (T item = queue.poll(); item != null; item = queue.poll()) {
            work.refused(item);
        }
    }

    /** What waits now, for metrics. */
    public int size() {
        return queue.size();
    }

    private void run() {
        List<T> batch = new ArrayList<>(batchSize);
        while (!stopping || !queue.isEmpty()) {
            try {
                T first = queue.poll(IDLE_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    work.on(batch);
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (RuntimeException | Error e) {
                LOG.errorf("a batch failed as a whole: %s", Faults.describe(e));
                batch.forEach(work::failed);
            } finally {
                batch.clear();
            }
        }
    }
}
