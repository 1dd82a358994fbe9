package org.weijifen.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.id.TaskId;

/**
 * The row of a transaction, which may be invalid.
 *
 * @param hash its place in the {@link HashChain}
 * @param referenceFreedBy the reversal that had freed its reference before, or null
 */
public record TransactionRow(
        UUID communityId,
        long sequence,
        String kind,
        LocalDate effectiveOn,
        LocalDate occurredOn,
        Instant recordedAt,
        String actor,
        String causeKind,
        UUID causeId,
        TaskId taskId,
        Long quantity,
        Long unitCostFen,
        Long costFen,
        String reason,
        String reference,
        Long reverses,
        String hash,
        Long referenceFreedBy) {

    /** The columns of the table. */
    public static final RecordColumns<TransactionRow> COLUMNS = new RecordColumns<>(TransactionRow.class);

    static TransactionRow of(Transaction transaction, String hash, Long referenceFreedBy) {
        // A task has a column of its own, so that it can stand beside another cause.
        Cause fact = transaction.cause() instanceof Cause.Task ? null : transaction.cause();
        return new TransactionRow(
                transaction.communityId(),
                transaction.sequence(),
                transaction.kind().code(),
                transaction.effectiveOn(),
                transaction.occurredOn(),
                transaction.recordedAt(),
                transaction.actor(),
                fact == null ? null : fact.kind().code(),
                fact == null ? null : fact.id().value(),
                transaction.taskId(),
                transaction.quantity(),
                transaction.unitCostFen(),
                transaction.costFen(),
                transaction.reason(),
                transaction.reference(),
                transaction.reverses(),
                hash,
                referenceFreedBy);
    }

    /**
     * Makes the transaction from this row and its postings.
     *
     * @throws RuntimeException when they are invalid
     */
    public Transaction with(List<Posting> postings) {
        return new Transaction(
                communityId,
                sequence,
                TransactionKind.ofCode(kind).orElseThrow(),
                effectiveOn,
                occurredOn,
                recordedAt,
                actor,
                Cause.of(causeKind, causeId, taskId),
                quantity,
                unitCostFen,
                costFen,
                reason,
                reference,
                reverses,
                postings);
    }
}
