package org.weijifen.ledger;

import java.util.concurrent.CompletableFuture;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;

/** An operation in a lane, with the future of its outcome. The future is completed after the commit. */
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

    /** Notes the decision. It is answered after the commit. */
    void decided(Outcome<R> decided) {
        outcome = decided;
        failure = null;
    }

    /** Notes an outcome that is not kept. It is answered with the rest of the batch. */
    void refused(ProblemException refusal) {
        outcome = null;
        failure = refusal;
    }

    /** Whether this is the answer that was decided. */
    boolean isDecidedAs(Answer answer) {
        return outcome != null && outcome.answer().equals(answer);
    }

    /** Completes the future with the noted outcome. */
    void complete() {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(outcome);
        }
    }

    /** Completes the future at once with a failure. */
    void fail(ProblemException problem) {
        future.completeExceptionally(problem);
    }
}
