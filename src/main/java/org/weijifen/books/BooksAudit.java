package org.weijifen.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.weijifen.ledger.BookHead;
import org.weijifen.ledger.HashChain;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionRow;

/**
 * Verifies the books of one community. It replays all transactions from the first in order, and compares the results
 * with the recorded hashes, balances and head. The result is a report even when rows are damaged.
 *
 * <p>Only the accounts are held in memory.
 */
public final class BooksAudit {

    /**
     * The result of the verification.
     *
     * @param sequence of the head
     * @param hash of the head
     * @param firstInvalidSequence the lowest number of a transaction at which something is wrong, or null
     */
    public record Report(
            boolean valid,
            long sequence,
            String hash,
            Long firstInvalidSequence,
            long transactions,
            long accounts,
            List<Findings.Finding> findings) {}

    /** Instants in the books have only the digits that the hash chain covers. */
    private static final int NANOS_PER_MILLISECOND = 1_000_000;

    private final Connection connection;
    private final UUID communityId;
    private final Findings findings = new Findings();
    private final AuditedAccounts accounts = new AuditedAccounts(findings);
    private final HashChain chain = new HashChain();
    private final Set<Long> reversed = new HashSet<>();
    private long transactions;
    private long lastSequence;
    private String lastHash = HashChain.GENESIS;
    private Instant lastRecordedAt = Instant.EPOCH;

    public BooksAudit(Connection connection, UUID communityId) {
        this.connection = connection;
        this.communityId = communityId;
    }

    public Report run() throws SQLException {
        BookHead head = BookHead.read(connection, communityId).orElse(null);
        accounts.load(connection, communityId);
        replay();
        checkHead(head);
        accounts.check(head);
        new DuesAudit(connection, communityId, findings).run();
        new RowsAudit(connection, communityId, findings).run();
        new KeptAnswersAudit(connection, communityId, findings).run();
        return new Report(
                findings.none(),
                head == null ? lastSequence : head.sequence(),
                head == null ? lastHash : head.hash(),
                findings.firstSequence(),
                transactions,
                accounts.count(),
                findings.listed());
    }

    private void replay() throws SQLException {
        try (Replay replay = new Replay(connection, communityId)) {
            for (Replay.Step step = replay.next(); step != null; step = replay.next()) {
                if (step.transaction() == null) {
                    orphans(step.postings());
                } else {
                    check(step.transaction(), step.postings());
                }
            }
        }
    }

    private void orphans(List<PostingRow> postings) {
        findings.atTransaction(FindingCode.POSTINGS_ORPHANED, postings.get(0).sequence(), postings.size());
        postings.forEach(accounts::apply);
    }

    private void check(TransactionRow row, List<PostingRow> postings) {
        long sequence = row.sequence();
        transactions++;
        if (sequence != lastSequence + 1) {
            findings.atTransaction(
                    FindingCode.SEQUENCE_GAP, Math.min(sequence, lastSequence + 1), lastSequence, sequence);
        }
        if (postings.isEmpty()) {
            findings.atTransaction(FindingCode.POSTINGS_MISSING, sequence);
        }
        for (int i = 0; i < postings.size(); i++) {
            if (postings.get(i).position() != i) {
                findings.atTransaction(FindingCode.POSTING_INVALID, sequence);
            }
            accounts.apply(postings.get(i));
        }
        Transaction transaction = transaction(row, postings);
        if (transaction != null) {
            checkChain(transaction, row.hash());
            checkReversal(transaction);
            lastRecordedAt = transaction.recordedAt();
        }
        lastSequence = sequence;
        // Continues from the recorded hash, so that one wrong hash is only one finding.
        lastHash = row.hash();
    }

    private void checkChain(Transaction transaction, String hash) {
        boolean covered = transaction.recordedAt().getNano() % NANOS_PER_MILLISECOND == 0;
        if (!covered || !fits(transaction, hash)) {
            findings.atTransaction(FindingCode.HASH_MISMATCH, transaction.sequence());
        }
        if (transaction.recordedAt().isBefore(lastRecordedAt)) {
            findings.atTransaction(FindingCode.RECORDED_BACKWARDS, transaction.sequence());
        }
    }

    private boolean fits(Transaction transaction, String hash) {
        try {
            return chain.next(lastHash, transaction).equals(hash);
        } catch (RuntimeException e) {
            return false; // The transaction has a value that cannot be hashed, such as an infinite time.
        }
    }

    private void checkReversal(Transaction transaction) {
        Long reverses = transaction.reverses();
        if (reverses == null) {
            return;
        }
        if (!reversed.add(reverses)) {
            findings.atTransaction(FindingCode.REVERSED_TWICE, transaction.sequence(), reverses);
        }
    }

    /** Makes the transaction from a row and its postings; null, with a finding, when they are invalid. */
    private Transaction transaction(TransactionRow row, List<PostingRow> postings) {
        try {
            return row.with(PostingRow.postings(postings, accounts::requireKey));
        } catch (RuntimeException e) {
            findings.atTransaction(FindingCode.TRANSACTION_UNREADABLE, row.sequence());
            return null;
        }
    }

    private void checkHead(BookHead head) {
        if (head == null) {
            findings.onBooks(FindingCode.HEAD_MISSING);
        } else if (head.sequence() != lastSequence) {
            findings.atTransaction(
                    FindingCode.HEAD_SEQUENCE_MISMATCH,
                    Math.min(head.sequence(), lastSequence) + 1,
                    head.sequence(),
                    lastSequence);
        } else {
            checkEnd(head);
        }
    }

    private void checkEnd(BookHead head) {
        if (!head.hash().equals(lastHash)) {
            report(FindingCode.HEAD_HASH_MISMATCH);
        }
        if (!head.recordedAt().equals(lastRecordedAt)) {
            report(FindingCode.HEAD_TIME_MISMATCH);
        }
    }

    /** Compares the head with the last transaction, if there is one. */
    private void report(FindingCode code) {
        if (lastSequence == 0) {
            findings.onBooks(code);
        } else {
            findings.atTransaction(code, lastSequence);
        }
    }
}
