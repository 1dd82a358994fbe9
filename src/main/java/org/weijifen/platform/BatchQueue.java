package org.weijifen.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * A bounded queue with threads that process its items in batches. A thread takes all waiting items, up to a limit, and
 * does not wait for more. At low load a batch has one item. At high load many items share the cost of a batch.
 *
 * @param <T> what waits
 */
public final class BatchQueue<T> {

    /** Processes batches. */
    public interface Work<T> {
        /** Processes a batch and answers each of its items. */
        void on(List<T> batch);

        /** Answers an item whose result is unknown, because processing its batch failed. */
        void failed(T item);

        /** Answers an item that will not be processed. */
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

    /** The threads are daemons: when the start of the service is refused, nobody stops the queue. */
    private Thread thread(String name) {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Accepts nothing more and finishes the waiting items. */
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

    /** Adds an item. It is refused when the queue is full or stopping. */
    public void submit(T item) {
        if (stopping || !queue.offer(item)) {
            work.refused(item);
        } else if (stopping && threads.stream().noneMatch(Thread::isAlive)) {
            refuseLeftovers();
        }
    }

    /** The item came in while the last thread was ending. Whoever removes it from the queue answers it. */
    private void refuseLeftovers() {
        for (T item = queue.poll(); item != null; item = queue.poll()) {
            work.refused(item);
        }
    }

    /** The number of waiting items, for metrics. */
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
