package org.weijifen.settlement;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.MerchantAccount;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.merchant.Merchants;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;

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
    public Outcome<Settlement> draft(String community, Draft draft, Call call) {
        String hash = RequestHash.of(
                "draft-settlement", "merchantId", draft.merchantId(), "through", draft.through(), "note", draft.note());
        Decision<Settlement> drafting = new Decision<>(
                needs -> {
                    needs.row(communities, needs.communityId());
                    needs.row(merchants, draft.merchantId());
                    dues.needsFree(needs, draft.merchantId());
                },
                books -> draft(books, draft, now(books, call)));
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                hash,
                drafting,
                settlement -> answers.created(
                        Paths.of(community, "settlements", settlement.id()),
                        call.dryRun() ? SettlementView.ofTrial(null, settlement) : SettlementView.of(settlement))));
    }

    private Settlement draft(Books books, Draft draft, Settlement.Step now) {
        UUID merchantId = draft.merchantId();
        merchants.require(books, merchantId);
        LocalDate today = communities.today(books);
        LocalDate through = draft.through() == null ? today : draft.through();
        if (through.isAfter(today)) {
            throw ProblemException.field("through", "in_future");
        }
        List<MerchantDue> entries = freeThrough(books, merchantId, through);
        Settlement settlement = Settlement.draft(draft.id(), merchantId, through, draft.note(), sums(entries), now);
        books.put(settlements, settlement.id(), settlement);
        dues.change(
                books,
                merchantId,
                entries.stream().map(due -> due.in(settlement.id(), false)).toList());
        return settlement;
    }

    /** Puts a draft, brought up to date, before the merchant, and locks its entries. */
    public Outcome<Settlement> submit(String community, UUID settlementId, Call call) {
        Target target = target(community, settlementId, null);
        String hash = RequestHash.of("submit-settlement", "settlementId", settlementId);
        return take(target, call, hash, this::needEntriesAndFree, (books, settlement, now) -> {
            settlement.require(SettlementStatus.DRAFT);
            List<MerchantDue> entries = entriesNow(books, settlement);
            Settlement.Sums sums = sums(entries);
            dues.change(
                    books,
                    target.merchantId(),
                    entries.stream().map(due -> due.in(target.id(), true)).toList());
            return settlement.submitted(sums, now);
        });
    }

    /**
     * Agrees to what was submitted.
     *
     * @param merchantId for whom the caller works who is the merchant's user; null for the committee on its behalf
     */
    public Outcome<Settlement> accept(String community, UUID settlementId, UUID merchantId, Call call) {
        Target target = target(community, settlementId, merchantId);
        String hash = RequestHash.of("accept-settlement", "settlementId", settlementId);
        return take(target, call, hash, (needs, it) -> {}, (books, settlement, now) -> {
            settlement.require(SettlementStatus.SUBMITTED);
            if (merchantId == null && settlement.submitted().by().equals(now.by())) {
                throw ProblemException.of(ErrorCode.SELF_APPROVAL);
            }
            return settlement.accepted(now);
        });
    }

    /**
     * Does not agree to what was submitted, and sets its entries free.
     *
     * @param merchantId as in {@link #accept}
     */
    Outcome<Settlement> reject(String community, UUID settlementId, UUID merchantId, String reason, Call call) {
        Target target = target(community, settlementId, merchantId);
        String hash = RequestHash.of("reject-settlement", "settlementId", settlementId, "reason", reason);
        return take(target, call, hash, this::needEntries, (books, settlement, now) -> {
            settlement.require(SettlementStatus.SUBMITTED);
            release(books, target);
            return settlement.rejected(now, reason);
        });
    }

    /** Discards a draft, and sets its entries free. */
    Outcome<Settlement> cancel(String community, UUID settlementId, Call call) {
        Target target = target(community, settlementId, null);
        String hash = RequestHash.of("cancel-settlement", "settlementId", settlementId);
        return take(target, call, hash, this::needEntries, (books, settlement, now) -> {
            settlement.require(SettlementStatus.DRAFT);
            release(books, target);
            return settlement.cancelled(now);
        });
    }

    /**
     * Books the payment of what was accepted.
     *
     * @param reference number of the payment, unique among the settlements of the community, or null
     */
    Outcome<Settlement> settle(String community, UUID settlementId, String reference, Call call) {
        Target target = target(community, settlementId, null);
        String hash = RequestHash.of("settle-settlement", "settlementId", settlementId, "reference", reference);
        return take(
                target,
                call,
                hash,
                (needs, it) -> {
                    needs.row(communities, needs.communityId());
                    needs.accountsOf(it.merchantId());
                    if (reference != null) {
                        needs.reference(TransactionKind.SETTLEMENT, reference);
                    }
                },
                (books, settlement, now) -> pay(books, settlement, reference, call));
    }

    private Settlement pay(Books books, Settlement settlement, String reference, Call call) {
        settlement.require(SettlementStatus.ACCEPTED);
        Entry entry = books.begin(TransactionKind.SETTLEMENT, communities.today(books), call)
                .about(new Cause.Settlement(settlement.id()))
                .reason(settlement.note())
                .reference(reference);
        MerchantAccount owed = new MerchantAccount(books, settlement.merchantId());
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
        return settlement.settled(now(books, call), reference, entry.post().sequence());
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
    private static Settlement.Sums sums(List<MerchantDue> entries) {
        if (entries.isEmpty()) {
            throw ProblemException.of(ErrorCode.NOTHING_TO_SETTLE);
        }
        if (entries.size() > MerchantDues.MAX_ENTRIES) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "settlement-entries", MerchantDues.MAX_ENTRIES);
        }
        return Settlement.Sums.of(entries);
    }

    /** What of a merchant's entries a settlement may still take. */
    private List<MerchantDue> freeThrough(Books books, UUID merchantId, LocalDate through) {
        return dues.free(books, merchantId).stream()
                .filter(due -> !due.effectiveOn().isAfter(through))
                .toList();
    }

    /** What of a settlement's own entries, and of those that came after its draft, belongs to it. */
    private List<MerchantDue> entriesNow(Books books, Settlement settlement) {
        UUID merchantId = settlement.merchantId();
        // What was returned, or came late, since it was drafted belongs to it as well.
        List<MerchantDue> entries = new ArrayList<>(dues.of(books, merchantId, settlement.id()));
        entries.addAll(freeThrough(books, merchantId, settlement.through()));
        // Nothing is paid for that has come back meanwhile, on whatever day.
        Set<UUID> redeemed = entries.stream().map(MerchantDue::redemptionId).collect(Collectors.toSet());
        dues.free(books, merchantId).stream()
                .filter(due -> due.effectiveOn().isAfter(settlement.through()) && redeemed.contains(due.redemptionId()))
                .forEach(entries::add);
        return entries;
    }

    private void needEntries(Needs needs, Target target) {
        dues.needsOf(needs, target.merchantId(), target.id());
    }

    private void needEntriesAndFree(Needs needs, Target target) {
        needEntries(needs, target);
        dues.needsFree(needs, target.merchantId());
    }

    /** Sets all entries free for the next settlement. */
    private void release(Books books, Target target) {
        List<MerchantDue> entries = dues.of(books, target.merchantId(), target.id());
        dues.change(
                books,
                target.merchantId(),
                entries.stream().map(MerchantDue::released).toList());
    }

    /** Checks a step of one settlement, does it and answers the settlement after it. */
    private interface Step {
        Settlement take(Books books, Settlement settlement, Settlement.Step now);
    }

    /** Takes a step, on the row as it is under the lock. */
    private Outcome<Settlement> take(
            Target target, Call call, String hash, BiConsumer<Needs, Target> needed, Step step) {
        Decision<Settlement> decision = new Decision<>(
                needs -> {
                    needs.row(settlements, target.id());
                    needed.accept(needs, target);
                },
                books -> {
                    Settlement settlement = books.row(settlements, target.id()).orElseThrow();
                    Settlement after = step.take(books, settlement, now(books, call));
                    books.put(settlements, after.id(), after);
                    return after;
                });
        return ledger.execute(new Operation<>(
                target.communityId(),
                call,
                hash,
                decision,
                after -> answers.ok(
                        call.dryRun() ? SettlementView.ofTrial(after.id(), after) : SettlementView.of(after))));
    }
}
