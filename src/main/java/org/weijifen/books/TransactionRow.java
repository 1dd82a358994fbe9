package org.weijifen.books;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Posting;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;

/** The row of a transaction, which may be invalid. */
record TransactionRow(
        long sequence,
        String kind,
        LocalDate effectiveOn,
        LocalDate occurredOn,
        OffsetDateTime recordedAt,
        String actor,
        String causeKind,
        UUID causeId,
        UUID taskId,
        Long quantity,
        Long unitCostFen,
        Long costFen,
        String reason,
        String reference,
        Long reverses,
        String hash) {

    static final String SELECT = """
            select t.sequence, t.kind, t.effective_on, t.recorded_at, t.actor, t.cause_kind, t.quantity, t.reason,
                   t.reference, t.reverses, t.hash, t.occurred_on, t.unit_cost_fen, t.cost_fen, t.cause_id,
                   t.task_id
            from ledger_transaction t where t.community_id = ? order by t.sequence
            """;

    static TransactionRow of(ResultSet row) throws SQLException {
        return new TransactionRow(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                row.getObject(12, LocalDate.class),
                row.getObject(4, OffsetDateTime.class),
                row.getString(5),
                row.getString(6),
                row.getObject(15, UUID.class),
                row.getObject(16, UUID.class),
                row.getObject(7, Long.class),
                row.getObject(13, Long.class),
                row.getObject(14, Long.class),
                row.getString(8),
                row.getString(9),
                row.getObject(10, Long.class),
                row.getString(11));
    }

    /**
     * Makes the transaction from this row and its postings.
     *
     * @param accounts the key of each account number
     * @throws RuntimeException when they are invalid
     */
    Transaction with(UUID communityId, List<PostingRow> postings, LongFunction<AccountKey> accounts) {
        List<Posting> moves = new ArrayList<>(postings.size());
        for (PostingRow posting : postings) {
            moves.add(posting(posting, accounts));
        }
        return new Transaction(
                communityId,
                sequence,
                TransactionKind.ofCode(kind).orElseThrow(),
                effectiveOn,
                occurredOn,
                recordedAt.toInstant(),
                actor,
                Cause.of(causeKind, causeId, taskId),
                quantity,
                unitCostFen,
                costFen,
                reason,
                reference,
                reverses,
                moves);
    }

    private static Posting posting(PostingRow row, LongFunction<AccountKey> accounts) {
        return new Posting(
                row.amount(),
                accounts.apply(row.fromAccount()),
                row.fromAccount(),
                row.fromBalance(),
                accounts.apply(row.toAccount()),
                row.toAccount(),
                row.toBalance());
    }
}
