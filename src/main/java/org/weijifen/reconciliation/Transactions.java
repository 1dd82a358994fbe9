package org.weijifen.reconciliation;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.ledger.HashChain;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.TransactionRows;
import org.weijifen.platform.Snapshots;

/** The transactions of the books, as they were written. */
@Singleton
final class Transactions {
    /** Rows of a long result that are in memory at once. */
    static final int FETCH_SIZE = 1000;

    /**
     * Which transactions.
     *
     * @param kind null for all
     * @param from first effective day, or null
     * @param to last effective day, or null
     */
    record Filter(TransactionKind kind, LocalDate from, LocalDate to) {}

    private final Snapshots snapshots;

    Transactions(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** One transaction. */
    Optional<StoredTransaction> find(UUID communityId, long sequence) {
        return snapshots.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    TransactionRows.SELECT + " where t.community_id = ? and t.sequence = ?" + TransactionRows.ORDER)) {
                statement.setObject(1, communityId);
                statement.setLong(2, sequence);
                return read(statement).stream().findFirst();
            }
        });
    }

    /** The newest transactions before {@code before}, the newest first; one more than {@code limit} if there are. */
    List<StoredTransaction> list(UUID communityId, Filter filter, long before, int limit) {
        return snapshots.read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(TransactionRows.SELECT + """
                     where t.community_id = ? and t.sequence in (
                        select s.sequence from ledger_transaction s
                        where s.community_id = ? and s.sequence < ? and (?::text is null or s.kind = ?)
                          and (?::date is null or s.effective_on >= ?) and (?::date is null or s.effective_on <= ?)
                        order by s.sequence desc limit ?)
                    """ + TransactionRows.NEWEST_FIRST)) {
                String kind = filter.kind() == null ? null : filter.kind().code();
                statement.setObject(1, communityId);
                statement.setObject(2, communityId);
                statement.setLong(3, before);
                statement.setString(4, kind);
                statement.setString(5, kind);
                statement.setObject(6, filter.from());
                statement.setObject(7, filter.from());
                statement.setObject(8, filter.to());
                statement.setObject(9, filter.to());
                statement.setInt(10, limit + 1);
                return read(statement);
            }
        });
    }

    /**
     * Writes one line of canonical JSON for each transaction, in order, out of one snapshot and in constant memory. In
     * place of a transaction whose rows are damaged stands a line that fits no chain, so that whoever checks the export
     * stops there.
     */
    void export(UUID communityId, OutputStream out) throws IOException {
        snapshots.<Void, IOException>readWhole(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    TransactionRows.SELECT + " where t.community_id = ?" + TransactionRows.ORDER)) {
                statement.setObject(1, communityId);
                statement.setFetchSize(FETCH_SIZE);
                try (ResultSet rows = statement.executeQuery()) {
                    TransactionRows transactions = new TransactionRows(rows);
                    while (transactions.next()) {
                        out.write((line(transactions) + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            return null;
        });
    }

    private static String line(TransactionRows transactions) {
        try {
            StoredTransaction stored = transactions.current();
            return HashChain.exportLine(stored.transaction(), stored.hash());
        } catch (TransactionRows.DamagedException | RuntimeException e) {
            return "{\"damaged\":true,\"sequence\":" + transactions.sequence() + "}";
        }
    }

    private static List<StoredTransaction> read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<StoredTransaction> found = new ArrayList<>();
            TransactionRows transactions = new TransactionRows(rows);
            while (transactions.next()) {
                found.add(transactions.current());
            }
            return found;
        } catch (TransactionRows.DamagedException e) {
            throw new IllegalStateException("the books are damaged; their verification names the place", e);
        }
    }
}
