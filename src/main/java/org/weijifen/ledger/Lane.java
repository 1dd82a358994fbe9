package org.weijifen.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;

/**
 * A bounded queue and the one thread that empties it: it takes whatever waits, up to the limit, without waiting for more.
 * At low load a batch is one operation, at high load the commit is shared.
 */
final class Lane implements Runnable {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    private static final long IDLE_MILLISECONDS = 200;

    private final BlockingQueue<Pending> queue;
    private final int batchSize;
    private final BatchWriter writer;
    private final Thread thread;
    private final DistributionSummary batches;
    private volatile boolean stopping;

    Lane(int number, LedgerConfig config, BatchWriter writer, MeterRegistry metrics) {
        this.queue = new ArrayBlockingQueue<>(config.queueSize());
        this.batchSize = config.batchSize();
        this.writer = writer;
        this.thread = new Thread(this, "ledger-" + number);
        this.batches = DistributionSummary.builder("weijifen.ledger.batch")
                .description("Operations in one commit")
                .tag("lane", Integer.toString(number))
                .register(metrics);
        metrics.gaugeCollectionSize(
                "weijifen.ledger.queue",
                List.of(io.micrometer.core.instrument.Tag.of("lane", Integer.toString(number))),
                queue);
    }

    void start() {
        thread.start();
    }

    /** Takes nothing more, finishes what waits. */
    void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CompletableFuture<Outcome> submit(Operation operation) {
        Pending pending = new Pending(operation);
        if (stopping || !queue.offer(pending)) {
            pending.fail(ProblemException.of(ErrorCode.OVERLOADED));
        } else if (stopping && !thread.isAlive() && queue.remove(pending)) {
            pending.fail(ProblemException.of(ErrorCode.OVERLOADED));
        }
        return pending.future();
    }

    @Override
    public void run() {
        List<Pending> batch = new ArrayList<>(batchSize);
        while (!stopping || !queue.isEmpty()) {
            try {
                Pending first = queue.poll(IDLE_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, batchSize - 1);
                    batches.record(batch.size());
                    writer.write(batch);
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (RuntimeException | Error e) {
                LOG.errorf("a batch failed as a whole: %s", Faults.describe(e));
                batch.forEach(pending -> pending.fail(ProblemException.of(ErrorCode.INTERNAL_ERROR)));
            } finally {
                batch.clear();
            }
        }
    }
}
