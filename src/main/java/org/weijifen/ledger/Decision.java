package org.weijifen.ledger;

import org.weijifen.platform.ProblemException;

/**
 * A pure decision over a working copy of the books, and what it looks at. It may run more than once (when a batch is tried
 * again), so it has no effect but on the {@link Books} it is given. Those who decide more in one operation put it together
 * from such decisions.
 *
 * @param <R> what it comes to
 */
public interface Decision<R> {

    /** Names the rows that {@link #decide} will look at. */
    void needs(Needs needs);

    /**
     * Moves what is to be moved.
     *
     * @throws ProblemException the refusal, whereupon everything that was moved here is dropped
     */
    R decide(Books books);
}
