package org.weijifen.platform;

import java.util.Optional;

/**
 * The outcome of an operation after its commit.
 *
 * @param result the result; empty when the operation was refused, or when its key was used before
 * @param answer the answer, which is kept under the key and given again for the same key; null when no answer is needed
 * @param replayed whether the key was used before, so that this is the first answer again
 * @param <R> the type of the result
 */
public record Outcome<R>(Optional<R> result, Answer answer, boolean replayed) {

    /** Whether it was refused, now or at the first request. */
    public boolean isRefused() {
        return result.isEmpty() && answer.isProblem();
    }
}
