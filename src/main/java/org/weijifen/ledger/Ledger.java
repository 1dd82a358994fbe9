package org.weijifen.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.database.Sharding;

/**
 * The only way to change the books. Operations are decided in the order of the community's books, committed together
 * with other waiting operations (group commit), and answered only after the commit.
 */
@Singleton
public final class Ledger {
    /** The lanes stop after the HTTP server has drained. */
    private static final int STOP_LATE = 10_000;

    private static final int LEAST_LANES = 2;
    private static final int MOST_LANES = 8;

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private final LedgerConfig config;
    private final Sharding sharding;
    private final BooksWriter booksWriter;
    private final List<Lane> lanes;

    Ledger(
            LedgerConfig config,
            DataSource dataSource,
            Clock clock,
            Problems problems,
            MeterRegistry metrics,
            @All List<Projection> projections,
            Sharding sharding) {
        this.config = config;
        this.booksWriter = new BooksWriter(projections);
        BatchWriter writer = new BatchWriter(
                dataSource, new BooksLoader(clock, config.statementTimeout()), booksWriter, problems, sharding);
        this.sharding = sharding;
        int count = config.lanes()
                .orElseGet(() -> sharding.isOn()
                        ? MOST_LANES
                        : lanesFor(Runtime.getRuntime().availableProcessors()));
        this.lanes = IntStream.range(0, count)
                .mapToObj(number -> new Lane(number, config, writer, metrics))
                .toList();
    }

    /** With more lanes the database waits for more commits, and each commit is shared by fewer operations. */
    static int lanesFor(int processors) {
        return Math.min(MOST_LANES, Math.max(LEAST_LANES, processors));
    }

    void start(@Observes StartupEvent event) {
        lanes.forEach(Lane::start);
    }

    void stop(@Observes @Priority(STOP_LATE) ShutdownEvent event) {
        lanes.forEach(Lane::stop);
    }

    /**
     * Submits an operation. The future completes when its outcome is committed; it fails with a {@link
     * ProblemException} when there is no outcome: {@code overloaded}, {@code internal_error} or {@code
     * database_unavailable} (retry with the same key). When the wait takes too long it fails with {@code overloaded} as
     * well, although the operation may still be done. A retry with the same key shows the outcome.
     */
    public <R> CompletableFuture<Outcome<R>> submit(Operation<R> operation) {
        return lanes.get(sharding.queueOf(operation.communityId(), lanes.size()))
                .submit(operation)
                .orTimeout(config.patience().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    throw problemOf(failure);
                });
    }

    private static RuntimeException problemOf(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return ProblemException.of(ErrorCode.OVERLOADED);
        }
        return failure instanceof ProblemException problem
                ? problem
                : new IllegalStateException("an operation ended without an outcome", failure);
    }

    /** {@link #submit}, and waits. */
    public <R> Outcome<R> execute(Operation<R> operation) {
        return await(submit(operation));
    }

    /**
     * Submits operations and waits until each is done. When a rule refuses one of them, the others go on.
     *
     * @throws ProblemException the first failure that is not a refusal by a rule, such as {@code database_unavailable}
     */
    public void executeAll(List<? extends Operation<?>> operations) {
        List<? extends CompletableFuture<?>> all =
                operations.stream().map(this::submit).toList();
        ProblemException first = null;
        for (CompletableFuture<?> one : all) {
            try {
                await(one);
            } catch (ProblemException e) {
                LOG.warnf("an internal operation was not done: %s", e.getMessage());
                first = first == null && isPassing(e.code()) ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Whether the failure is about the whole service, and not about one operation. */
    private static boolean isPassing(ErrorCode code) {
        return code == ErrorCode.OVERLOADED || code == ErrorCode.DATABASE_UNAVAILABLE;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
    }

    /**
     * Opens the books of a new community in the caller's database transaction.
     *
     * @param opened its new row
     */
    public void open(Connection connection, Edit<?> opened) throws SQLException {
        BooksWriter.open(connection, opened.communityId());
        booksWriter.follow(connection, List.of(opened));
    }
}
