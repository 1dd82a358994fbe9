package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.budget.BudgetWarning;
import org.weijifen.budget.Budgets;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.LateFacts;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Members;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.Problem;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Violation;
import org.weijifen.task.TaskRow;
import org.weijifen.task.Tasks;

/** Earning points: single credits and bulk ones. */
@Singleton
public class Credits {
    private static final int ALL_DONE = 200;
    private static final int SOME_REFUSED = 207;

    /** What became of a credit. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CreditView(
            @Schema(nullable = true, description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            UUID memberId,
            @Schema(description = "Points earned") long points,

            @Schema(description = "How many of them paid arrears")
            long arrearsPaid,

            @Schema(nullable = true, description = "Last day of the others; absent when they never expire")
            LocalDate expiresOn,

            @Schema(nullable = true) UUID taskId,
            @Schema(nullable = true) Long quantity,
            @Schema(nullable = true) String reason,
            @Schema(nullable = true) String reference,
            LocalDate effectiveOn,
            @Schema(nullable = true) LocalDate occurredOn,
            Instant recordedAt,

            @Schema(description = "What the member can spend afterwards")
            long available,

            @Schema(
                    nullable = true,
                    description =
                            "Budgets of which at least their `warnAtPercent` have been issued; absent when there is none")
            List<BudgetWarning> budgetWarnings) {}

    /** How a bulk request treats a refused item. */
    enum Mode {
        /** All items or none. */
        @JsonProperty("atomic")
        ATOMIC,
        /** Each item for itself. */
        @JsonProperty("independent")
        INDEPENDENT
    }

    /** What became of one item. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemOutcome(
            int index,
            boolean credited,
            @Schema(nullable = true) CreditView credit,
            @Schema(nullable = true) Problem problem) {}

    /** What became of a bulk request. */
    record BulkView(Mode mode, int credited, int refused, List<ItemOutcome> items) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Problems problems;
    private final Communities communities;
    private final Members members;
    private final Tasks tasks;
    private final Budgets budgets;

    Credits(
            Ledger ledger,
            Answers answers,
            Problems problems,
            Communities communities,
            Members members,
            Tasks tasks,
            Budgets budgets) {
        this.ledger = ledger;
        this.answers = answers;
        this.problems = problems;
        this.communities = communities;
        this.members = members;
        this.tasks = tasks;
        this.budgets = budgets;
    }

    public CompletableFuture<Outcome> credit(String community, CreditRequest request, Call call) {
        request.check("");
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(
                        new CreditOperation(
                                communityId, call, answers.hash("credit", "request", request), List.of(request)) {
                            @Override
                            public Answer decide(Books books) {
                                CreditView view = credit(books, request, call());
                                return answers.created(
                                        "/v1/communities/" + community + "/transactions/" + view.sequence(), view);
                            }
                        }));
    }

    /** Waits for its outcome, so that no more bulk requests are held in memory at once than there are workers. */
    Outcome creditAll(String community, Mode mode, List<CreditRequest> items, Call call) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).check("items[" + i + "].");
        }
        UUID communityId = communities.idOf(community);
        return ledger.execute(
                new CreditOperation(
                        communityId, call, answers.hash("credit-bulk", "mode", mode, "items", items), items) {
                    @Override
                    public Answer decide(Books books) {
                        BulkView view = creditEach(books, mode);
                        return answers.of(view.refused() == 0 ? ALL_DONE : SOME_REFUSED, view);
                    }
                });
    }

    /** Names what a credit looks at, for operations that make credits. */
    public void needs(Needs needs, UUID communityId, CreditRequest item) {
        needs.row(communities, communityId);
        needs.row(members, item.memberId());
        // Points never expire before the day they are earned on.
        needs.accountsOf(item.memberId(), item.effectiveOn() == null ? LocalDate.MAX : item.effectiveOn());
        if (item.taskId() != null) {
            needs.row(tasks, item.taskId());
        }
        budgets.needs(needs, item.effectiveOn(), item.taskId());
        if (item.reference() != null) {
            needs.reference(TransactionKind.CREDIT, item.reference());
        }
    }

    /**
     * Makes a credit for what was done in the past, within an operation that has named what {@link #needs} says; its
     * request has been checked. The task may have been retired since: what was done by it has been done.
     *
     * @return the number of its transaction; null in a dry run
     */
    public Long postPast(Books books, CreditRequest request, Call call) {
        return credit(books, request, call, true).sequence();
    }

    private CreditView credit(Books books, CreditRequest request, Call call) {
        return credit(books, request, call, false);
    }

    private CreditView credit(Books books, CreditRequest request, Call call, boolean past) {
        CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
        LocalDate today = policy.today(books.now());
        books.row(members, request.memberId())
                .orElseThrow(() -> Members.notFound(request.memberId()))
                .requireEarning();
        long points = pointsOf(books, request, past);
        LocalDate effectiveOn =
                LateFacts.dayOf(books, today, request.effectiveOn(), request.occurredOn(), "effectiveOn");
        LocalDate expiresOn = policy.expiry().expiresOn(effectiveOn);
        Wallet wallet = new Wallet(books, request.memberId(), today);
        long arrears = wallet.arrears();
        Entry entry = books.begin(TransactionKind.CREDIT, effectiveOn, call)
                .occurredOn(request.occurredOn())
                .about(request.taskId() == null ? null : "task/" + request.taskId())
                .quantity(request.taskId() == null ? null : Long.valueOf(request.quantityOrOne()))
                .reason(request.reason())
                .reference(request.reference());
        wallet.credit(entry, points, expiresOn);
        List<BudgetWarning> warnings = budgets.issue(books, effectiveOn, request.taskId(), points);
        Transaction transaction = entry.post();
        return new CreditView(
                call.dryRun() ? null : Long.valueOf(transaction.sequence()),
                request.memberId(),
                points,
                arrears - wallet.arrears(),
                expiresOn,
                request.taskId(),
                transaction.quantity(),
                request.reason(),
                request.reference(),
                effectiveOn,
                request.occurredOn(),
                transaction.recordedAt(),
                wallet.available(),
                warnings.isEmpty() ? null : warnings);
    }

    private long pointsOf(Books books, CreditRequest request, boolean past) {
        if (request.taskId() == null) {
            return request.points();
        }
        TaskRow task = books.row(tasks, request.taskId()).orElseThrow(() -> Tasks.notFound(request.taskId()));
        if (!past) {
            task.requireActive();
        }
        return Math.multiplyExact(task.points(), request.quantityOrOne());
    }

    /** Credits of one request, single or bulk. */
    private abstract class CreditOperation extends RequestedOperation {
        private final List<CreditRequest> items;

        CreditOperation(UUID communityId, Call call, String requestHash, List<CreditRequest> items) {
            super(communityId, call, requestHash);
            this.items = items;
        }

        @Override
        public final void needs(Needs needs) {
            items.forEach(item -> Credits.this.needs(needs, communityId(), item));
        }

        final BulkView creditEach(Books books, Mode mode) {
            List<ItemOutcome> outcomes = new ArrayList<>();
            List<Violation> violations = new ArrayList<>();
            ProblemException first = null;
            for (int i = 0; i < items.size(); i++) {
                CreditRequest item = items.get(i);
                try {
                    outcomes.add(new ItemOutcome(i, true, books.attempt(() -> credit(books, item, call())), null));
                } catch (ProblemException refusal) {
                    Problem problem = problems.describe(refusal, call());
                    outcomes.add(new ItemOutcome(i, false, null, problem));
                    violations.add(Violation.of("items[" + i + "]", refusal));
                    first = first == null ? refusal : first;
                }
            }
            if (mode == Mode.ATOMIC && first != null) {
                throw first.with(violations);
            }
            return new BulkView(mode, items.size() - violations.size(), violations.size(), outcomes);
        }
    }
}
