package org.weijifen.ledger;

import java.util.List;

/**
 * Follows the books, for what is kept beside them and must agree with them at any time: events, rankings, budgets. Each bean of
 * this type is asked, in the database transaction that posts, so that what it writes is committed with the books or not at all.
 */
public interface Projection {
    /**
     * Adds what follows from some transactions to the script that posts them, after them. A refusal, a dry run and a replayed
     * answer post nothing; a batch that failed is posted again, one operation after the other, so this may not have effects of
     * its own. What it throws, and a statement of it that fails, fails the operations it follows.
     *
     * @param transactions at least one, perhaps of several communities; those of one in the order of its books
     */
    void posted(List<Transaction> transactions, Script script);

    /**
     * The same for rows that people have added or edited, after they are saved.
     *
     * @param edits at least one, perhaps of several communities; those of one in the order of its books
     */
    default void edited(List<Edit<?>> edits, Script script) {}
}
