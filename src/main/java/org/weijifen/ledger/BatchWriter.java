package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.weijifen.platform.Answer;
import org.weijifen.platform.DatabaseFaults;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Faults;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.database.Sharding;

/** Carries a batch of operations through one database transaction, and answers each when it is committed. */
final class BatchWriter {
    private static final Logger LOG = Logger.getLogger(BatchWriter.class);

    private final DataSource dataSource;
    private final BooksLoader loader;
    private final BooksWriter writer;
    private final Problems problems;
    private final Sharding sharding;

    BatchWriter(DataSource dataSource, BooksLoader loader, BooksWriter writer, Problems problems, Sharding sharding) {
        this.dataSource = dataSource;
        this.loader = loader;
        this.writer = writer;
        this.problems = problems;
        this.sharding = sharding;
    }

    /**
     * Writes a batch, on a distributed database in one transaction for each community: the rows of two communities may be on
     * two servers, and a commit on both costs more than two commits.
     */
    void write(List<Pending<?>> batch) {
        sharding.together(batch, pending -> pending.operation().communityId()).forEach(this::writeTogether);
    }

    /** Writes in one transaction. After an unexpected error, the operations are tried one by one. */
    private void writeTogether(List<Pending<?>> batch) {
        Failure failure = attempt(batch);
        if (failure == null) {
            batch.forEach(Pending::complete);
            return;
        }
        LOG.warnf("a batch of %d failed while %s: %s", batch.size(), failure.stage(), Faults.describe(failure.cause()));
        switch (failure.stage()) {
            case CONNECTING -> failAll(batch, ErrorCode.DATABASE_UNAVAILABLE);
            case COMMITTING -> answerFromKeys(batch);
            case WORKING -> {
                if (batch.size() > 1 && !DatabaseFaults.concernsAll(failure.cause())) {
                    batch.forEach(pending -> writeTogether(List.of(pending)));
                } else {
                    failAll(batch, codeOf(failure.cause()));
                }
            }
        }
    }

    /**
     * While the rows of a community move to another server, its book may be read where it was. The keys of transactions then
     * refuse what was decided on it, and a retry is decided where it is.
     */
    private ErrorCode codeOf(Throwable fault) {
        return sharding.isOn() && DatabaseFaults.isTaken(fault) ? ErrorCode.OVERLOADED : DatabaseFaults.codeOf(fault);
    }

    private enum Stage {
        CONNECTING,
        WORKING,
        COMMITTING
    }

    private record Failure(Stage stage, Throwable cause) {}

    /** Decides, writes and commits a batch. Returns the error, or null. */
    private Failure attempt(List<Pending<?>> batch) {
        Stage stage = Stage.CONNECTING;
        try (Connection connection = dataSource.getConnection()) {
            stage = Stage.WORKING;
            try {
                connection.setAutoCommit(false);
                Map<UUID, Books> books = loader.lockAndLoad(
                        connection, batch.stream().map(Pending::operation).toList());
                batch.forEach(pending -> decide(books.get(pending.operation().communityId()), pending));
                try (PreparedStatement committing =
                        writer.write(connection, books.values()).committing(connection)) {
                    stage = Stage.COMMITTING;
                    commit(committing);
                }
                return null;
            } catch (SQLException | RuntimeException | Error e) {
                // Catches an Error too: the pool would commit the half-done transaction of a connection that is given
                // back.
                // A server that refuses a statement and serves on has committed nothing, even when COMMIT was sent. The
                // last words of a server that ends say nothing of the commit.
                boolean rolledBack = rollback(connection) && DatabaseFaults.isAnswered(e) && !isInDoubt(stage, e);
                return new Failure(rolledBack ? Stage.WORKING : stage, e);
            }
        } catch (SQLException e) {
            return new Failure(stage, e);
        }
    }

    /** A distributed database answers with an internal error when a server has not said whether it has committed. */
    private boolean isInDoubt(Stage stage, Throwable fault) {
        return stage == Stage.COMMITTING && sharding.isOn() && DatabaseFaults.isDamaged(fault);
    }

    /**
     * Commits. When an operator cancels the wait for a standby, PostgreSQL commits with a warning. Such a commit is lost
     * if the standby takes over, so a warning is an error here, and the commit is not acknowledged. A retry waits for the
     * standby too, because locking the books writes to the log.
     */
    private static void commit(PreparedStatement committing) throws SQLException {
        committing.execute();
        if (committing.getWarnings() != null) {
            throw committing.getWarnings();
        }
    }

    private <R> void decide(Books books, Pending<R> pending) {
        Operation<R> operation = pending.operation();
        Books.CallerKey key =
                operation.isKeyed() ? BooksLoader.CommunityKey.of(operation).key() : null;
        if (key != null && books.remembered(key).isPresent()) {
            replay(pending, books.remembered(key).get());
            return;
        }
        int mark = books.mark();
        long before = books.sequence();
        try {
            R result = operation.decision().decide(books);
            Answer answer = operation.answer().apply(result);
            if (operation.call().dryRun()) {
                books.undoTo(mark);
                answer = answer.ofTrial();
            } else if (key != null) {
                Long sequence = books.sequence() > before ? books.sequence() : null;
                books.remember(key, new Kept.Success(operation.requestHash(), answer, sequence));
            }
            pending.decided(new Outcome<>(Optional.ofNullable(result), answer, false));
        } catch (ProblemException refusal) {
            books.undoTo(mark);
            refuse(books, pending, key, refusal);
        } catch (RuntimeException e) {
            books.undoTo(mark);
            LOG.errorf("no decision on %s: %s", operation.call().path(), Faults.describe(e));
            pending.refused(ProblemException.of(ErrorCode.INTERNAL_ERROR));
        }
    }

    private void refuse(Books books, Pending<?> pending, Books.CallerKey key, ProblemException refusal) {
        if (key == null || !refusal.code().isKept()) {
            pending.refused(refusal);
            return;
        }
        Operation<?> operation = pending.operation();
        Kept kept = new Kept.Refusal(
                operation.requestHash(), refusal, operation.call().requestId());
        books.remember(key, kept);
        pending.decided(new Outcome<>(Optional.empty(), kept.answer(operation.call(), problems), false));
    }

    private void replay(Pending<?> pending, Kept kept) {
        if (kept.requestHash().equals(pending.operation().requestHash())) {
            pending.decided(new Outcome<>(
                    Optional.empty(), kept.answer(pending.operation().call(), problems), true));
        } else {
            pending.refused(ProblemException.of(ErrorCode.IDEMPOTENCY_KEY_REUSED));
        }
    }

    /**
     * Finds the outcome of a commit that was not answered. It waits for the locks of the lost transaction, and then
     * reads the answers kept under the keys. Without a key, or without a kept answer, the caller has to retry.
     */
    private void answerFromKeys(List<Pending<?>> batch) {
        Map<BooksLoader.CommunityKey, Kept> found;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Set<BooksLoader.CommunityKey> keys = batch.stream()
                    .filter(pending -> pending.operation().isKeyed())
                    .map(pending -> BooksLoader.CommunityKey.of(pending.operation()))
                    .collect(Collectors.toSet());
            found = loader.lockAndFindKeys(
                    connection,
                    batch.stream()
                            .map(pending -> pending.operation().communityId())
                            .collect(Collectors.toSet()),
                    keys);
            // It commits and does not roll back, so that the answers it found are on the standby too.
            try (PreparedStatement committing = new Script().committing(connection)) {
                commit(committing);
            }
        } catch (SQLException e) {
            LOG.warnf("could not look up the keys of a commit: %s", Faults.describe(e));
            failAll(batch, ErrorCode.DATABASE_UNAVAILABLE);
            return;
        }
        for (Pending<?> pending : batch) {
            Kept kept =
                    pending.operation().isKeyed() ? found.get(BooksLoader.CommunityKey.of(pending.operation())) : null;
            if (kept == null) {
                pending.fail(ProblemException.of(ErrorCode.DATABASE_UNAVAILABLE));
            } else {
                if (!pending.isDecidedAs(kept.answer(pending.operation().call(), problems))) {
                    replay(pending, kept);
                }
                pending.complete();
            }
        }
    }

    private static void failAll(List<Pending<?>> batch, ErrorCode code) {
        batch.forEach(pending -> pending.fail(ProblemException.of(code)));
    }

    /** Rolls back, and returns whether the server has answered that. */
    private static boolean rollback(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            abort(connection);
            return false;
        }
    }

    /** Closes a connection that cannot roll back, so that the server rolls back. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("nothing to cut off on a lost connection");
        }
    }
}
