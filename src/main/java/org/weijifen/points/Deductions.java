package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EarliestDay;
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
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MemberId;

/** Deducts points. */
@Singleton
final class Deductions {

    /** The result of a deduction. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Deduction")
    record DeductionView(
            @Schema(nullable = true, description = "Number of the transaction in the books; absent in a dry run")
            Long sequence,

            MemberId memberId,
            @Schema(description = "Points deducted in all") long points,

            @Schema(description = "How many of them the member did not have, and owes")
            long arrearsAdded,

            String reason,
            LocalDate effectiveOn,
            @Schema(nullable = true) LocalDate occurredOn,
            Instant recordedAt,

            @Schema(description = "What the member can spend afterwards")
            long available,

            @Schema(description = "What the member owes afterwards")
            long arrears) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Communities communities;
    private final Members members;

    Deductions(Ledger ledger, Answers answers, Communities communities, Members members) {
        this.ledger = ledger;
        this.answers = answers;
        this.communities = communities;
        this.members = members;
    }

    CompletableFuture<Outcome<DeductionView>> deduct(
            String community, DeductionsResource.DeductionRequest request, Call call) {
        String hash = RequestHash.of("deduct", "request", request);
        Decision<DeductionView> deduction =
                new Decision<>(needs -> need(needs, request), books -> deduct(books, request, call));
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        deduction,
                        done -> answers.created(Paths.of(community, "transactions", done.sequence()), done))));
    }

    private void need(Needs needs, DeductionsResource.DeductionRequest request) {
        needs.row(communities, needs.communityId());
        needs.row(members, request.memberId());
        needs.accountsOf(request.memberId());
    }

    private DeductionView deduct(Books books, DeductionsResource.DeductionRequest request, Call call) {
        LocalDate today = communities.today(books);
        books.row(members, request.memberId()).orElseThrow(() -> Members.notFound(request.memberId()));
        Wallet wallet = new Wallet(books, request.memberId(), today);
        long arrears = wallet.arrears();
        EffectiveDay.checkToday(today, EarliestDay.DAY, request.occurredOn());
        Entry entry = books.begin(TransactionKind.DEDUCTION, today, call)
                .occurredOn(request.occurredOn())
                .reason(request.reason());
        wallet.deduct(entry, request.points());
        Transaction transaction = entry.post();
        return new DeductionView(
                transaction.sequenceFor(call),
                request.memberId(),
                request.points(),
                wallet.arrears() - arrears,
                request.reason(),
                today,
                request.occurredOn(),
                transaction.recordedAt(),
                wallet.available(),
                wallet.arrears());
    }
}
