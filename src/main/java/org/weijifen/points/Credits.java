package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.access.CreditLimits;
import org.weijifen.budget.BudgetWarning;
import org.weijifen.budget.Budgets;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EffectiveDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Problem;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.Violation;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.TaskId;
import org.weijifen.task.Task;
import org.weijifen.task.Tasks;

/** Earning points: single credits and bulk ones. */
@Singleton
public class Credits {
    private static final int ALL_DONE = 200;
    private static final int SOME_REFUSED = 207;

    /** The result of a credit. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Credit")
    public record CreditView(
            @Schema(nullable = true, description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            MemberId memberId,
            @Schema(description = "Points earned") long points,

            @Schema(description = "How many of them paid arrears")
            long arrearsPaid,

            @Schema(nullable = true, description = "Last day of the others; absent when they never expire")
            LocalDate expiresOn,

            @Schema(nullable = true) TaskId taskId,
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

    /** What a bulk request does when an item is refused. */
    @Schema(name = "BulkMode")
    enum Mode {
        /** Makes all credits or none. */
        @JsonProperty("atomic")
        ATOMIC,
        /** Makes each credit independently. */
        @JsonProperty("independent")
        INDEPENDENT
    }

    /** The result of one item. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CreditsItemOutcome")
    record BulkItemView(
            int index,
            boolean credited,
            @Schema(nullable = true) CreditView credit,
            @Schema(nullable = true) Problem problem) {}

    /** The result of a bulk request. */
    @Schema(name = "CreditsOutcome")
    record BulkView(Mode mode, int credited, int refused, List<BulkItemView> items) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Problems problems;
    private final Communities communities;
    private final Members members;
    private final Tasks tasks;
    private final Budgets budgets;
    private final ClientDays clientDays;

    Credits(
            Ledger ledger,
            Answers answers,
            Problems problems,
            Communities communities,
            Members members,
            Tasks tasks,
            Budgets budgets,
            ClientDays clientDays) {
        this.ledger = ledger;
        this.answers = answers;
        this.problems = problems;
        this.communities = communities;
        this.members = members;
        this.tasks = tasks;
        this.budgets = budgets;
        this.clientDays = clientDays;
    }

    /** Makes one credit. */
    public CompletableFuture<Outcome<CreditView>> credit(
            String community, CreditRequest request, CreditLimits limits, Call call) {
        request.check("");
        String hash = RequestHash.of("credit", "request", request);
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        decision(request, false, limits, call),
                        done -> answers.created(Paths.of(community, "transactions", done.sequence()), done))));
    }

    /** Waits for the outcome, so that the number of workers limits the number of bulk requests in memory. */
    Outcome<BulkView> creditAll(
            String community, Mode mode, List<CreditRequest> items, CreditLimits limits, Call call) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).check("items[" + i + "].");
        }
        List<Decision<CreditView>> credits =
                items.stream().map(item -> decision(item, false, limits, call)).toList();
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                RequestHash.of("credit-bulk", "mode", mode, "items", items),
                new Decision<>(
                        needs -> credits.forEach(credit -> credit.needs(needs)),
                        books -> creditEach(books, mode, credits, call)),
                done -> answers.of(done.refused() == 0 ? ALL_DONE : SOME_REFUSED, done)));
    }

    /**
     * A credit as a part of another operation. The request must have been checked.
     *
     * @param past whether the task may be retired, because the credit is for past work
     */
    public Decision<CreditView> decision(CreditRequest request, boolean past, Call call) {
        return decision(request, past, CreditLimits.NONE, call);
    }

    private Decision<CreditView> decision(CreditRequest request, boolean past, CreditLimits limits, Call call) {
        return new Decision<>(
                needs -> {
                    need(needs, request);
                    clientDays.needs(needs, limits, call);
                },
                books -> credit(books, request, past, limits, call));
    }

    private void need(Needs needs, CreditRequest request) {
        needs.row(communities, needs.communityId());
        needs.row(members, request.memberId());
        // Points never expire before the day they are earned on.
        needs.accountsOf(request.memberId(), request.effectiveOn() == null ? LocalDate.MAX : request.effectiveOn());
        if (request.taskId() != null) {
            needs.row(tasks, request.taskId());
        }
        budgets.needs(needs, request.effectiveOn(), request.taskId());
        if (request.reference() != null) {
            needs.reference(TransactionKind.CREDIT, request.reference());
        }
    }

    private CreditView credit(Books books, CreditRequest request, boolean past, CreditLimits limits, Call call) {
        CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
        LocalDate today = policy.today(books.now());
        books.row(members, request.memberId())
                .orElseThrow(() -> Members.notFound(request.memberId()))
                .requireEarning();
        long points = pointsOf(books, request, past);
        clientDays.count(books, limits, request.taskId(), points, today, call);
        LocalDate effectiveOn =
                EffectiveDay.dayOf(books, today, request.effectiveOn(), request.occurredOn(), "effectiveOn");
        LocalDate expiresOn = policy.expiry().expiresOn(effectiveOn);
        Wallet wallet = new Wallet(books, request.memberId(), today);
        long arrears = wallet.arrears();
        Entry entry = books.begin(TransactionKind.CREDIT, effectiveOn, call)
                .occurredOn(request.occurredOn())
                .about(request.taskId() == null ? null : new Cause.Task(request.taskId()))
                .quantity(request.taskId() == null ? null : Long.valueOf(request.quantityOrOne()))
                .reason(request.reason())
                .reference(request.reference());
        wallet.credit(entry, points, expiresOn);
        List<BudgetWarning> warnings = budgets.issue(books, effectiveOn, request.taskId(), points);
        Transaction transaction = entry.post();
        return new CreditView(
                transaction.sequenceFor(call),
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
        Task task = books.row(tasks, request.taskId()).orElseThrow(() -> Tasks.notFound(request.taskId()));
        if (!past) {
            task.requireActive();
        }
        return Math.multiplyExact(task.points(), request.quantityOrOne());
    }

    private BulkView creditEach(Books books, Mode mode, List<Decision<CreditView>> credits, Call call) {
        List<BulkItemView> outcomes = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        ProblemException first = null;
        for (int i = 0; i < credits.size(); i++) {
            Decision<CreditView> credit = credits.get(i);
            try {
                outcomes.add(new BulkItemView(i, true, books.attempt(() -> credit.decide(books)), null));
            } catch (ProblemException refusal) {
                outcomes.add(new BulkItemView(i, false, null, problems.describe(refusal, call)));
                violations.add(Violation.of("items[" + i + "]", refusal));
                first = first == null ? refusal : first;
            }
        }
        if (mode == Mode.ATOMIC && first != null) {
            throw first.with(violations);
        }
        return new BulkView(mode, credits.size() - violations.size(), violations.size(), outcomes);
    }
}
