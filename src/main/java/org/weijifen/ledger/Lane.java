package org.weijifen.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.weijifen.platform.BatchQueue;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;

/** The queue of operations of some communities. They are written in batches that share a commit. */
final class Lane implements BatchQueue.Work<Pending<?>> {
    private final BatchQueue<Pending<?>> queue;
    private final BatchWriter writer;
    private final DistributionSummary batches;

    Lane(int number, LedgerConfig config, BatchWriter writer, MeterRegistry metrics) {
        this.queue = new BatchQueue<>("ledger-" + number, 1, config.queueSize(), config.batchSize(), this);
        this.writer = writer;
        String lane = Integer.toString(number);
        this.batches = DistributionSummary.builder("weijifen.ledger.batch")
                .description("Operations that a lane takes at once: on one server, in one commit")
                .tag("lane", lane)
                .register(metrics);
        Gauge.builder("weijifen.ledger.queue", queue, BatchQueue::size)
                .tag("lane", lane)
                .register(metrics);
    }

    void start() {
        queue.start();
    }

    /** Accepts nothing more and finishes the waiting operations. */
    void stop() {
        queue.stop();
    }

    <R> CompletableFuture<Outcome<R>> submit(Operation<R> operation) {
        Pending<R> pending = new Pending<>(operation);
        queue.submit(pending);
        return pending.future();
    }

    @Override
    public void on(List<Pending<?>> batch) {
        batches.record(batch.size());
        writer.write(batch);
    }

    @Override
    public void failed(Pending<?> pending) {
        pending.fail(ProblemException.of(ErrorCode.INTERNAL_ERROR));
    }

    @Override
    public void refused(Pending<?> pending) {
        pending.fail(ProblemException.of(ErrorCode.OVERLOADED));
    }
}
