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
import java.util.UUID;
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

/**
 * The one door to the books. What is handed in here is decided in the order of the community's books, committed together
 * with whatever else waits (group commit), and answered only after the commit.
 */
@Singleton
public final class Ledger {
    /** The lanes stop after the HTTP server has drained. */
    private static final int STOP_LATE = 10_000;

    private static final int LEAST_LANES = 2;
    private static final int MOST_LANES = 8;

    private static final Logger LOG = Logger.getLogger(Ledger.class);

    private final LedgerConfig config;
    private final List<Lane> lanes;

    Ledger(
            LedgerConfig config,
            DataSource dataSource,
            Clock clock,
            Problems problems,
            MeterRegistry metrics,
            @All List<Projection> projections) {
        this.config = config;
        BatchWriter writer = new BatchWriter(
                dataSource, new BooksLoader(clock, config.statementTimeout()), new BooksWriter(projections), problems);
        int count = config.lanes().orElseGet(() -> lanesFor(Runtime.getRuntime().availableProcessors()));
        this.lanes = IntStream.range(0, count)
                .mapToObj(number -> new Lane(number, config, writer, metrics))
                .toList();
    }

    /** With more lanes than this the database has more to wait for and less to share. */
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
     * Hands an operation in. The future completes when its outcome is committed; it fails with a
     * {@link ProblemException} when there is no outcome: {@code overloaded}, {@code internal_error} or
     * {@code database_unavailable} (retry with the same key). When the patience for it ends first it fails with
     * {@code overloaded} as well, although the operation may still be done: a retry with the same key tells.
     */
    public <R> CompletableFuture<Outcome<R>> submit(Operation<R> operation) {
        return lanes.get(Math.floorMod(operation.communityId().hashCode(), lanes.size()))
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
     * Hands operations in and waits until each is through. A refusal by a rule stays with its operation.
     *
     * @throws ProblemException the first failure that another try may not meet, such as {@code database_unavailable}
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

    /** Whether it is about the service as a whole, and not about one operation. */
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

    /** Opens the books of a new community in the caller's database transaction. */
    public void open(Connection connection, UUID communityId) throws SQLException {
        BooksWriter.open(connection, communityId);
    }
}
