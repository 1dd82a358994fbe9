package org.weijifen.platform;

import java.util.Optional;

/**
 * What came of an operation, once it is committed.
 *
 * @param result what it came to; empty when it was refused, and when its key had been seen before
 * @param answer what is kept under its key, and given to whoever asks again; null where nobody is answered
 * @param replayed whether the key had been seen before, and this is the first answer again
 * @param <R> what it comes to when it is done
 */
public record Outcome<R>(Optional<R> result, Answer answer, boolean replayed) {

    /** Whether it was refused, now or when it was first asked for. */
    public boolean isRefused() {
        return result.isEmpty() && answer.isProblem();
    }
}
