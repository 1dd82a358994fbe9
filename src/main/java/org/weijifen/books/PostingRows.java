package org.weijifen.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;

/** Reads all postings of a community in order, in constant memory. */
final class PostingRows implements AutoCloseable {
    private final PreparedStatement statement;
    private final ResultSet rows;
    private PostingRow next;

    PostingRows(Connection connection, UUID communityId) throws SQLException {
        this.statement = connection.prepareStatement("""
                select p.sequence, p.position, p.owner, p.amount, p.from_account, p.from_balance, p.to_account, p.to_balance
                from posting p where p.community_id = ? order by p.sequence, p.position
                """);
        statement.setObject(1, communityId);
        statement.setFetchSize(SqlQuery.FETCH_SIZE);
        this.rows = statement.executeQuery();
        advance();
    }

    /** Whether the next posting belongs to a transaction before {@code sequence}. */
    boolean hasBefore(long sequence) {
        return next != null && next.sequence() < sequence;
    }

    boolean hasNext() {
        return next != null;
    }

    /** Reads all postings of the next posting's transaction. */
    List<PostingRow> take() throws SQLException {
        return take(next.sequence());
    }

    /** Reads the postings of one transaction, if they come next. */
    List<PostingRow> take(long sequence) throws SQLException {
        List<PostingRow> taken = new ArrayList<>();
        while (next != null && next.sequence() == sequence) {
            taken.add(next);
            advance();
        }
        return taken;
    }

    private void advance() throws SQLException {
        next = rows.next()
                ? new PostingRow(
                        rows.getLong(1),
                        rows.getInt(2),
                        rows.getObject(3, UUID.class),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8))
                : null;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
