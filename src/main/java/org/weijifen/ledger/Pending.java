package org.weijifen.ledger;

import java.util.concurrent.CompletableFuture;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;

/** An operation in a lane, and the promise of its outcome. The outcome is kept back until the commit. */
final class Pending<R> {
    private final Operation<R> operation;
    private final CompletableFuture<Outcome<R>> future = new CompletableFuture<>();
    private Outcome<R> outcome;
    private ProblemException failure;

    Pending(Operation<R> operation) {
        this.operation = operation;
    }

    Operation<R> operation() {
        return operation;
    }

    CompletableFuture<Outcome<R>> future() {
        return future;
    }

    /** Notes what was decided, to be answered once it is committed. */
    void decided(Outcome<R> decided) {
        outcome = decided;
        failure = null;
    }

    /** Notes that there is no outcome to keep, to be answered with the rest of the batch. */
    void refused(ProblemException refusal) {
        outcome = null;
        failure = refusal;
    }

    /** Whether this answer is what was decided. */
    boolean isDecidedAs(Answer answer) {
        return outcome != null && outcome.answer().equals(answer);
    }

    /** Answers what was noted. */
    void complete() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(outcome);
        }
    }

    /** Answers at once that there is no outcome. */
    void fail(ProblemException problem) {
        future.completeExceptionally(problem);
    }
}
