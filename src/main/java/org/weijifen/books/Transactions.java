package org.weijifen.books;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.ExportLines;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.TransactionRow;
import org.weijifen.ledger.TransactionRows;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** The transactions of the books, as they were written. */
@Singleton
public final class Transactions {
    /** The number of bytes of an export that are written at once. */
    private static final int EXPORTED_AT_ONCE = 64 * 1024;

    /**
     * The filter.
     *
     * @param kind null for all
     * @param from first effective day, or null
     * @param to last effective day, or null
     * @param postedBy id of the client that posted them, itself or by a token that it got for a member; or null
     */
    record Filter(TransactionKind kind, LocalDate from, LocalDate to, String postedBy) {}

    private final Snapshots snapshots;

    Transactions(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** One transaction. */
    Optional<StoredTransaction> find(UUID communityId, long sequence) {
        SqlQuery query = SqlQuery.of(
                communityId, TransactionRows.SELECT + "and t.sequence = ?" + TransactionRows.ORDER, sequence);
        return snapshots.read(connection -> read(connection, query)).stream().findFirst();
    }

    /** The newest transactions before {@code before}, the newest first; one more than {@code limit} if there are. */
    List<StoredTransaction> list(UUID communityId, Filter filter, long before, int limit) {
        SqlQuery query = SqlQuery.of(communityId, TransactionRows.SELECT + """
                and t.sequence in (
                    select s.sequence from ledger_transaction s where s.community_id = :community and s.sequence < ?
                """, before)
                .and("s.kind = ?", filter.kind() == null ? null : filter.kind().code())
                .and("s.effective_on >= ?", filter.from())
                .and("s.effective_on <= ?", filter.to())
                .and("substring(s.actor from '[^/]*$') = ?", filter.postedBy())
                .append(" order by s.sequence desc limit ?)" + TransactionRows.NEWEST_FIRST, limit + 1);
        return snapshots.read(connection -> read(connection, query));
    }

    /** Some transactions by their numbers. */
    public static Map<Long, StoredTransaction> withNumbers(
            Connection connection, UUID communityId, Collection<Long> sequences) throws SQLException {
        SqlQuery query = SqlQuery.of(
                communityId,
                TransactionRows.SELECT + "and t.sequence = any(?)" + TransactionRows.ORDER,
                connection.createArrayOf("bigint", sequences.toArray()));
        return read(connection, query).stream()
                .collect(Collectors.toMap(stored -> stored.transaction().sequence(), Function.identity()));
    }

    /**
     * Writes one line of canonical JSON for each transaction, in order and from one snapshot. Only the accounts are
     * held in memory. For a transaction with damaged rows it writes a line that breaks the hash chain, so that a check
     * of the export stops there.
     */
    void export(UUID communityId, OutputStream out) throws IOException {
        snapshots.<Void, IOException>readWhole(communityId, connection -> {
            Map<Long, AccountKey> accounts = new HashMap<>();
            AccountRow.forEach(connection, communityId, row -> accounts.put(row.number(), row.key()));
            ExportLines lines = new ExportLines();
            try (Replay replay = new Replay(connection, communityId)) {
                for (Replay.Step step = replay.next(); step != null; step = replay.next()) {
                    if (step.transaction() != null) {
                        add(lines, step, accounts);
                    }
                    if (lines.size() >= EXPORTED_AT_ONCE) {
                        lines.writeTo(out);
                    }
                }
            }
            lines.writeTo(out);
            return null;
        });
    }

    private static void add(ExportLines lines, Replay.Step step, Map<Long, AccountKey> accounts) {
        TransactionRow row = step.transaction();
        try {
            lines.add(row.with(PostingRow.postings(step.postings(), accounts::get)), row.hash());
        } catch (RuntimeException e) {
            lines.add("{\"damaged\":true,\"sequence\":" + row.sequence() + "}");
        }
    }

    private static List<StoredTransaction> read(Connection connection, SqlQuery query) throws SQLException {
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
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
