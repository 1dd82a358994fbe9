package org.weijifen.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.TransactionRow;
import org.weijifen.platform.SqlQuery;

/**
 * Reads all transactions of a community with their postings in order, in constant memory.
 *
 * <p>Transactions and postings are two streams, each in the order of its primary key, and are merged here. A join in
 * PostgreSQL would cost more than reading them, and would send each transaction once for every posting.
 */
final class Replay implements AutoCloseable {
    private static final String TRANSACTIONS = "select " + TransactionRow.COLUMNS.of("t")
            + " from ledger_transaction t where t.community_id = ? order by t.sequence";

    /**
     * The rows of one sequence number.
     *
     * @param transaction null when there are only postings
     * @param postings in order; empty when there are none
     */
    record Step(TransactionRow transaction, List<PostingRow> postings) {}

    private final PostingRows postings;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private TransactionRow transaction;

    Replay(Connection connection, UUID communityId) throws SQLException {
        this.postings = new PostingRows(connection, communityId);
        this.statement = connection.prepareStatement(TRANSACTIONS);
        statement.setObject(1, communityId);
        statement.setFetchSize(SqlQuery.FETCH_SIZE);
        this.rows = statement.executeQuery();
        advance();
    }

    /** The next step, or null after the last. */
    Step next() throws SQLException {
        if (transaction == null || postings.hasBefore(transaction.sequence())) {
            return postings.hasNext() ? new Step(null, postings.take()) : null;
        }
        Step step = new Step(transaction, postings.take(transaction.sequence()));
        advance();
        return step;
    }

    private void advance() throws SQLException {
        transaction = rows.next() ? TransactionRow.COLUMNS.read(rows, 1) : null;
    }

    @Override
    public void close() throws SQLException {
        try (postings) {
            statement.close();
        }
    }
}
