package org.weijifen.merchant;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Dues;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Outcome;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * What happens to settlements: draft, submit, accept, reject, settle, cancel. Every step is an operation of the ledger, also
 * those that move nothing, so that they are in one order with collections and returns, and no entry is in two settlements.
 */
@Singleton
public class SettlementSteps {

    /**
     * What a settlement is to cover.
     *
     * @param id of the settlement to be
     * @param through last day of its entries; null for today
     * @param note in words, or null
     */
    public record Draft(UUID id, UUID merchantId, LocalDate through, String note) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Communities communities;
    private final Merchants merchants;
    private final MerchantDues dues;
    private final Settlements settlements;

    SettlementSteps(
            Ledger ledger,
            Answers answers,
            Communities communities,
            Merchants merchants,
            MerchantDues dues,
            Settlements settlements) {
        this.ledger = ledger;
        this.answers = answers;
        this.communities = communities;
        this.merchants = merchants;
        this.dues = dues;
        this.settlements = settlements;
    }

    /** Drafts a settlement of everything a merchant is owed through a day that no other live settlement has. */
    public Outcome draft(String community, Draft draft, Call call) {
        return ledger.execute(new Drafting(communities.idOf(community), community, draft, call));
    }

    /** Puts a draft, brought up to date, before the merchant, and locks its entries. */
    public Outcome submit(String community, UUID settlementId, Call call) {
        Target target = target(community, settlementId, null);
        return ledger.execute(
                new Submission(target, call, answers.hash("submit-settlement", "settlementId", settlementId)));
    }

    /**
     * Agrees to what was submitted.
     *
     * @param merchantId for whom the caller works who is the merchant's user; null for the committee on its behalf
     */
    public Outcome accept(String community, UUID settlementId, UUID merchantId, Call call) {
        Target target = target(community, settlementId, merchantId);
        return ledger.execute(new Acceptance(
                target, merchantId != null, call, answers.hash("accept-settlement", "settlementId", settlementId)));
    }

    /**
     * Does not agree to what was submitted, and sets its entries free.
     *
     * @param merchantId as in {@link #accept}
     */
    Outcome reject(String community, UUID settlementId, UUID merchantId, String reason, Call call) {
        Target target = target(community, settlementId, merchantId);
        return ledger.execute(new Rejection(
                target,
                reason,
                call,
                answers.hash("reject-settlement", "settlementId", settlementId, "reason", reason)));
    }

    /** Discards a draft, and sets its entries free. */
    Outcome cancel(String community, UUID settlementId, Call call) {
        Target target = target(community, settlementId, null);
        return ledger.execute(
                new Cancellation(target, call, answers.hash("cancel-settlement", "settlementId", settlementId)));
    }

    /**
     * Books the payment of what was accepted.
     *
     * @param reference number of the payment, unique among the settlements of the community, or null
     */
    Outcome settle(String community, UUID settlementId, String reference, Call call) {
        Target target = target(community, settlementId, null);
        return ledger.execute(new Payment(
                target,
                reference,
                call,
                answers.hash("settle-settlement", "settlementId", settlementId, "reference", reference)));
    }

    /** A settlement by what never changes of it. */
    private record Target(UUID communityId, UUID id, UUID merchantId) {}

    private Target target(String community, UUID settlementId, UUID merchantId) {
        UUID communityId = communities.idOf(community);
        Settlement known = settlements.require(communityId, settlementId, merchantId);
        return new Target(communityId, settlementId, known.merchantId());
    }

    private static Settlement.Step now(Books books, Call call) {
        return new Settlement.Step(call.caller(), books.now());
    }

    /** The sums of a settlement that has at least one entry and not too many. */
    private static Settlement.Sums sums(List<Due> entries) {
        if (entries.isEmpty()) {
            throw ProblemException.of(ErrorCode.NOTHING_TO_SETTLE);
        }
        if (entries.size() > MerchantDues.MAX_ENTRIES) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "settlement-entries", MerchantDues.MAX_ENTRIES);
        }
        return Settlement.Sums.of(entries);
    }

    /** What of a merchant's entries a settlement may still take. */
    private List<Due> freeThrough(Books books, UUID merchantId, LocalDate through) {
        return dues.free(books, merchantId).stream()
                .filter(due -> !due.effectiveOn().isAfter(through))
                .toList();
    }

    private final class Drafting extends RequestedOperation {
        private final String community;
        private final Draft draft;

        Drafting(UUID communityId, String community, Draft draft, Call call) {
            super(
                    communityId,
                    call,
                    answers.hash(
                            "draft-settlement",
                            "merchantId",
                            draft.merchantId(),
                            "through",
                            draft.through(),
                            "note",
                            draft.note()));
            this.community = community;
            this.draft = draft;
        }

        @Override
        public void needs(Needs needs) {
            needs.row(communities, communityId());
            needs.row(merchants, draft.merchantId());
            dues.needsFree(needs, draft.merchantId());
        }

        @Override
        public Answer decide(Books books) {
            UUID merchantId = draft.merchantId();
            books.row(merchants, merchantId).orElseThrow(() -> Merchants.notFound(merchantId));
            LocalDate today =
                    books.row(communities, communityId()).orElseThrow().today(books.now());
            LocalDate through = draft.through() == null ? today : draft.through();
            if (through.isAfter(today)) {
                throw ProblemException.field("through", "in_future");
            }
            List<Due> entries = freeThrough(books, merchantId, through);
            Settlement settlement =
                    Settlement.draft(draft.id(), merchantId, through, draft.note(), sums(entries), now(books, call()));
            books.put(settlements, settlement.id(), settlement);
            dues.change(
                    books,
                    merchantId,
                    entries.stream().map(due -> due.in(settlement.id(), false)).toList());
            return answers.created(
                    "/v1/communities/" + community + "/settlements/" + settlement.id(),
                    call().dryRun() ? SettlementView.ofTrial(null, settlement) : SettlementView.of(settlement));
        }
    }

    /** A step of one settlement, decided on the row as it is under the lock. */
    private abstract class SettlementStep extends RequestedOperation {
        final Target target;

        SettlementStep(Target target, Call call, String requestHash) {
            super(target.communityId(), call, requestHash);
            this.target = target;
        }

        @Override
        public void needs(Needs needs) {
            needs.row(settlements, target.id());
        }

        @Override
        public final Answer decide(Books books) {
            Settlement settlement = books.row(settlements, target.id()).orElseThrow();
            Settlement after = step(books, settlement, now(books, call()));
            books.put(settlements, after.id(), after);
            return answers.ok(call().dryRun() ? SettlementView.ofTrial(after.id(), after) : SettlementView.of(after));
        }

        /** Checks the step, does it and answers the settlement after it. */
        abstract Settlement step(Books books, Settlement settlement, Settlement.Step now);

        /** Sets all entries free for the next settlement. */
        final void release(Books books) {
            List<Due> entries = dues.of(books, target.merchantId(), target.id());
            dues.change(
                    books,
                    target.merchantId(),
                    entries.stream().map(Due::released).toList());
        }
    }

    private final class Submission extends SettlementStep {
        Submission(Target target, Call call, String requestHash) {
            super(target, call, requestHash);
        }

        @Override
        public void needs(Needs needs) {
            super.needs(needs);
            dues.needsFree(needs, target.merchantId());
            dues.needsOf(needs, target.merchantId(), target.id());
        }

        @Override
        Settlement step(Books books, Settlement settlement, Settlement.Step now) {
            settlement.require(SettlementStatus.DRAFT);
            // What was returned, or came late, since it was drafted belongs to it as well.
            List<Due> entries = new ArrayList<>(dues.of(books, target.merchantId(), target.id()));
            entries.addAll(freeThrough(books, target.merchantId(), settlement.through()));
            // Nothing is paid for that has come back meanwhile, on whatever day.
            Set<UUID> redeemed = entries.stream().map(Due::redemptionId).collect(Collectors.toSet());
            dues.free(books, target.merchantId()).stream()
                    .filter(due ->
                            due.effectiveOn().isAfter(settlement.through()) && redeemed.contains(due.redemptionId()))
                    .forEach(entries::add);
            Settlement.Sums sums = sums(entries);
            dues.change(
                    books,
                    target.merchantId(),
                    entries.stream().map(due -> due.in(target.id(), true)).toList());
            return settlement.submitted(sums, now);
        }
    }

    private final class Acceptance extends SettlementStep {
        private final boolean byMerchant;

        Acceptance(Target target, boolean byMerchant, Call call, String requestHash) {
            super(target, call, requestHash);
            this.byMerchant = byMerchant;
        }

        @Override
        Settlement step(Books books, Settlement settlement, Settlement.Step now) {
            settlement.require(SettlementStatus.SUBMITTED);
            if (!byMerchant && settlement.submitted().by().equals(now.by())) {
                throw ProblemException.of(ErrorCode.SELF_APPROVAL);
            }
            return settlement.accepted(now);
        }
    }

    private final class Rejection extends SettlementStep {
        private final String reason;

        Rejection(Target target, String reason, Call call, String requestHash) {
            super(target, call, requestHash);
            this.reason = reason;
        }

        @Override
        public void needs(Needs needs) {
            super.needs(needs);
            dues.needsOf(needs, target.merchantId(), target.id());
        }

        @Override
        Settlement step(Books books, Settlement settlement, Settlement.Step now) {
            settlement.require(SettlementStatus.SUBMITTED);
            release(books);
            return settlement.rejected(now, reason);
        }
    }

    private final class Cancellation extends SettlementStep {
        Cancellation(Target target, Call call, String requestHash) {
            super(target, call, requestHash);
        }

        @Override
        public void needs(Needs needs) {
            super.needs(needs);
            dues.needsOf(needs, target.merchantId(), target.id());
        }

        @Override
        Settlement step(Books books, Settlement settlement, Settlement.Step now) {
            settlement.require(SettlementStatus.DRAFT);
            release(books);
            return settlement.cancelled(now);
        }
    }

    private final class Payment extends SettlementStep {
        private final String reference;

        Payment(Target target, String reference, Call call, String requestHash) {
            super(target, call, requestHash);
            this.reference = reference;
        }

        @Override
        public void needs(Needs needs) {
            super.needs(needs);
            needs.row(communities, communityId());
            needs.accountsOf(target.merchantId());
            if (reference != null) {
                needs.reference(TransactionKind.SETTLEMENT, reference);
            }
        }

        @Override
        Settlement step(Books books, Settlement settlement, Settlement.Step now) {
            settlement.require(SettlementStatus.ACCEPTED);
            LocalDate today =
                    books.row(communities, communityId()).orElseThrow().today(books.now());
            Entry entry = books.begin(TransactionKind.SETTLEMENT, today, call())
                    .about("settlement/" + target.id())
                    .reason(settlement.note())
                    .reference(reference);
            Dues owed = new Dues(books, target.merchantId());
            Settlement.Sums sums = settlement.sums();
            // What is set off was handed out in another settlement, which has to be paid first.
            if (owed.settled() + sums.earnedFen() < sums.returnedFen()) {
                throw ProblemException.of(ErrorCode.EARLIER_SETTLEMENT_UNPAID);
            }
            if (sums.earnedFen() > 0) {
                owed.settle(entry, sums.earnedFen());
            }
            if (sums.returnedFen() > 0) {
                owed.setOff(entry, sums.returnedFen());
            }
            return settlement.settled(now, reference, entry.post().sequence());
        }
    }
}
