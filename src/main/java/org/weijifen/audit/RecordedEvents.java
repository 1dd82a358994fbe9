package org.weijifen.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityLog;
import org.weijifen.ledger.LedgerConfig;
import org.weijifen.platform.BatchQueue;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Writes;
import org.weijifen.platform.database.Sharding;

/** Writes the lines of the security log, those without a transaction of their own in groups that share a commit. */
@Singleton
final class RecordedEvents implements SecurityLog, BatchQueue.Work<RecordedEvents.Waiting> {
    /** After the HTTP server has drained. */
    private static final int STOP_LATE = 10_000;

    /** More than one, so that a server of a distributed database that does not answer holds up its own communities only. */
    private static final int QUEUES = 4;

    private static final int MOST_WAITING = 1024;
    private static final int MOST_TOGETHER = 256;

    /** An event that waits for its commit. */
    record Waiting(SecurityEvent event, CompletableFuture<Void> committed) {
        UUID chain() {
            return event.communityId() == null ? Chain.SERVICE : event.communityId();
        }
    }

    private final Chain chain;
    private final Writes writes;
    private final Sharding sharding;
    private final RefusalCounts refusals;
    private final LedgerConfig config;
    private final List<BatchQueue<Waiting>> queues;

    RecordedEvents(Chain chain, Writes writes, Sharding sharding, RefusalCounts refusals, LedgerConfig config) {
        this.chain = chain;
        this.writes = writes;
        this.sharding = sharding;
        this.refusals = refusals;
        this.config = config;
        this.queues = IntStream.range(0, QUEUES)
                .mapToObj(number -> new BatchQueue<>("security-log-" + number, 1, MOST_WAITING, MOST_TOGETHER, this))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        queues.forEach(BatchQueue::start);
    }

    void stop(@Observes @Priority(STOP_LATE) ShutdownEvent event) {
        writeCounted();
        queues.forEach(BatchQueue::stop);
    }

    @Override
    public void append(Connection connection, List<SecurityEvent> events) throws SQLException {
        chain.append(connection, events);
    }

    @Override
    public CompletableFuture<Void> record(SecurityEvent event) {
        Waiting waiting = new Waiting(event, new CompletableFuture<>());
        queues.get(sharding.queueOf(waiting.chain(), QUEUES)).submit(waiting);
        return waiting.committed()
                .orTimeout(config.patience().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(RecordedEvents::fail);
    }

    private static Void fail(Throwable failure) {
        throw failure instanceof ProblemException problem ? problem : ProblemException.of(ErrorCode.OVERLOADED);
    }

    @Override
    public void require(SecurityEvent event) {
        try {
            record(event).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : e;
        }
    }

    @Override
    public void count(SecurityEvent event) {
        refusals.add(event);
    }

    /** What could not be written is counted on. */
    @Scheduled(
            identity = "security-log-counts",
            every = "60s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeCounted() {
        for (SecurityEvent event : refusals.take()) {
            record(event).exceptionally(failure -> {
                refusals.add(event);
                return null;
            });
        }
    }

    @Override
    public void on(List<Waiting> batch) {
        sharding.together(batch, Waiting::chain).forEach(this::write);
    }

    private void write(List<Waiting> batch) {
        try {
            writes.write(connection -> {
                chain.append(connection, batch.stream().map(Waiting::event).toList());
                return null;
            });
            batch.forEach(waiting -> waiting.committed().complete(null));
        } catch (ProblemException e) {
            batch.forEach(waiting -> waiting.committed().completeExceptionally(e));
        }
    }

    @Override
    public void failed(Waiting waiting) {
        waiting.committed().completeExceptionally(ProblemException.of(ErrorCode.INTERNAL_ERROR));
    }

    @Override
    public void refused(Waiting waiting) {
        waiting.committed().completeExceptionally(ProblemException.of(ErrorCode.OVERLOADED));
    }
}
