package org.weijifen.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.budget.Budgets;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.LapsedPoints;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Moves;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/**
 * Reverses a mistake by a new transaction. Credits, deductions and stock receipts can be reversed once each. A
 * redemption is cancelled or returned instead, and an expiry cannot be reversed because it follows from the calendar.
 */
@Singleton
final class Reversals {

    /** The result of a reversal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Reversal")
    record ReversalView(
            @Schema(nullable = true, description = "Number of the reversal in the books; absent in a dry run")
            Long sequence,

            @Schema(description = "Number of the transaction it takes back")
            long reverses,

            @Schema(description = "Kind of the transaction it takes back")
            String reversedKind,

            String reason,
            LocalDate effectiveOn,
            Instant recordedAt) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Communities communities;
    private final Budgets budgets;
    private final LapsedPoints lapsedPoints;
    private final Snapshots snapshots;

    Reversals(
            Ledger ledger,
            Answers answers,
            Communities communities,
            Budgets budgets,
            LapsedPoints lapsedPoints,
            Snapshots snapshots) {
        this.ledger = ledger;
        this.answers = answers;
        this.communities = communities;
        this.budgets = budgets;
        this.lapsedPoints = lapsedPoints;
        this.snapshots = snapshots;
    }

    Outcome<ReversalView> reverse(String community, long sequence, String reason, Call call) {
        UUID communityId = communities.idOf(community);
        ReversedTransaction reversed = reversedTransaction(communityId, sequence);
        return ledger.execute(new Operation<>(
                communityId,
                call,
                RequestHash.of("reverse", "sequence", sequence, "reason", reason),
                new Decision<>(needs -> need(needs, reversed), books -> reverse(books, reversed, reason, call)),
                done -> answers.created(Paths.of(community, "transactions", done.sequence()), done)));
    }

    /**
     * The values of a transaction that never change, so that they can be read before the books are locked.
     *
     * @param owner the member, reward or merchant whose accounts it moves
     * @param taskId the task that it counts for, or null
     */
    private record ReversedTransaction(
            long sequence, Id owner, TransactionKind kind, LocalDate effectiveOn, TaskId taskId) {}

    private ReversedTransaction reversedTransaction(UUID communityId, long sequence) {
        SqlQuery query = SqlQuery.of(communityId, """
                        select m.owner, m.from_type, t.kind, t.effective_on, t.task_id from ledger_transaction t
                        join %s m on m.sequence = t.sequence and m.position = 0
                        where t.community_id = :community and t.sequence = ?
                        """.formatted(Moves.OF_COMMUNITY), sequence);
        return snapshots
                .lookUp(connection -> query.list(
                        connection,
                        row -> new ReversedTransaction(
                                sequence,
                                AccountType.ofCode(row.getString(2)).owner(row.getObject(1, UUID.class)),
                                TransactionKind.ofCode(row.getString(3)).orElseThrow(),
                                row.getObject(4, LocalDate.class),
                                Id.of(TaskId::new, row.getObject(5, UUID.class)))))
                .stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "transaction", sequence));
    }

    private void need(Needs needs, ReversedTransaction reversed) {
        needs.row(communities, needs.communityId());
        needs.transaction(reversed.sequence());
        needs.accountsOf(reversed.owner());
        if (reversed.owner() instanceof MemberId memberId) {
            lapsedPoints.needs(needs, memberId);
        }
        if (reversed.kind() == TransactionKind.CREDIT) {
            budgets.needs(needs, reversed.effectiveOn(), reversed.taskId());
        }
    }

    private ReversalView reverse(Books books, ReversedTransaction reversed, String reason, Call call) {
        StoredTransaction stored = books.transaction(reversed.sequence()).orElseThrow();
        Transaction original = stored.transaction();
        CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
        LocalDate today = policy.today(books.now());
        LapsedPoints.expire(books, original, AccountType.AVAILABLE, today);
        Entry entry = books.begin(TransactionKind.REVERSAL, today, call)
                .about(original.cause())
                .reason(reason)
                .reverses(stored);
        takeBack(books, entry, reversed.owner(), original, policy);
        Transaction reversal = entry.post();
        return new ReversalView(
                reversal.sequenceFor(call),
                original.sequence(),
                original.kind().code(),
                reason,
                today,
                reversal.recordedAt());
    }

    private void takeBack(Books books, Entry entry, Id owner, Transaction original, CommunityPolicy policy) {
        LocalDate today = policy.today(books.now());
        switch (original.kind()) {
            case CREDIT -> {
                reverseCredit(books, entry, (MemberId) owner, original, today);
                budgets.giveBack(books, original);
            }
            case OPENING_BALANCE -> reverseCredit(books, entry, (MemberId) owner, original, today);
            case DEDUCTION ->
                new Wallet(books, (MemberId) owner, today)
                        .reverseDeduction(entry, original, policy.expiry().expiresOn(today));
            case STOCK_RECEIPT ->
                new RewardUnits(
                                books,
                                (RewardId) owner,
                                original.postings().get(0).to().station())
                        .reverseReceipt(entry, original.quantity());
            case REVERSAL,
                    POINTS_EXPIRY,
                    RESERVATION,
                    COLLECTION,
                    CANCELLATION,
                    PICKUP_EXPIRY,
                    RETURN,
                    STOCK_ADJUSTMENT,
                    STOCK_TRANSFER,
                    SETTLEMENT ->
                throw ProblemException.of(
                        ErrorCode.NOT_REVERSIBLE, original.kind().code());
        }
    }

    private void reverseCredit(Books books, Entry entry, MemberId memberId, Transaction original, LocalDate today) {
        new Wallet(books, memberId, today).reverseCredit(entry, original, day -> lapsedPoints.of(books, memberId, day));
    }
}
