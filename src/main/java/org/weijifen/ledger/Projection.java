package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes data that follows from the books and must always agree with them, such as events, rankings and budgets. Every
 * bean of this type is called in the database transaction that posts. So its writes are committed with the books or not
 * at all.
 */
public interface Projection {
    /**
     * Adds statements for new transactions to the script that posts them. They run after the postings. A refusal, a dry
     * run and a replayed answer post nothing. A failed batch is posted again, one operation after the other, so this
     * method must have no other effects. If it throws, or if one of its statements fails, the operations fail too.
     *
     * @param transactions at least one, perhaps of several communities; those of one in the order of its books
     */
    void posted(List<Transaction> transactions, Script script);

    /**
     * The same for rows that people have added or edited, when they are saved and everything else is written.
     *
     * @param connection in the transaction that saves them
     * @param edits at least one, perhaps of several communities; those of one in the order of its books
     */
    default void edited(Connection connection, List<Edit<?>> edits) throws SQLException {}
}
