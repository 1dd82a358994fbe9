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
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.SettlementId;

/**
 * The steps of settlements: draft, submit, accept, reject, settle, cancel. Every step is an operation of the ledger,
 * even if it posts nothing. So steps are in one order with collections and returns, and no entry is in two settlements.
 */
@Singleton
public class SettlementSteps {

    /**
     * The request for a settlement.
     *
     * @param id of the new settlement
     * @param through last day of its entries; null for today
     * @param note in words, or null
     */
    public record Draft(SettlementId id, MerchantId merchantId, LocalDate through, String note) {}

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

    /** Drafts a settlement of all entries of a merchant up to a day that belong to no other live settlement. */
    public Outcome<Settlement> draft(String community, Draft draft, Call call) {
        String hash = RequestHash.of(
                "draft-settlement", "merchantId", draft.merchantId(), "through", draft.through(), "note", draft.note());
        Decision<Settlement> drafting = new Decision<>(
                needs -> {
                    needs.row(communities, needs.communityId());
                    needs.row(merchants, draft.merchantId());
                    dues.needsFree(needs, draft.merchantId());
                },
                books -> draft(books, draft, call));
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                hash,
                drafting,
                settlement -> answers.created(
                        Paths.of(community, "settlements", settlement.id()),
                        call.dryRun() ? SettlementView.ofTrial(null, settlement) : SettlementView.of(settlement))));
    }

    private Settlement draft(Books books, Draft draft, Call call) {
        MerchantId merchantId = draft.merchantId();
        merchants.require(books, merchantId);
        LocalDate today = communities.today(books);
        LocalDate through = draft.through() == null ? today : draft.through();
        if (through.isAfter(today)) {
            throw ProblemException.field("through", "in_future");
        }
        List<MerchantDue> entries = freeThrough(books, merchantId, through);
        Settlement settlement =
                Settlement.draft(draft.id(), merchantId, through, draft.note(), sums(entries), now(books, call));
        put(books, null, settlement, call);
        dues.change(
                books,
                merchantId,
                entries.stream().map(due -> due.in(settlement.id(), false)).toList());
        return settlement;
    }

    /** Updates a draft, submits it to the merchant, and locks its entries. */
    public Outcome<Settlement> submit(String community, SettlementId settlementId, Call call) {
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
     * Accepts a submitted settlement.
     *
     * @param merchantId the merchant of the caller, if the caller is a merchant's user; null for the committee on the
     *     merchant's behalf
     */
    public Outcome<Settlement> accept(String community, SettlementId settlementId, MerchantId merchantId, Call call) {
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
     * Rejects a submitted settlement, and frees its entries.
     *
     * @param merchantId as in {@link #accept}
     */
    Outcome<Settlement> reject(
            String community, SettlementId settlementId, MerchantId merchantId, String reason, Call call) {
        Target target = target(community, settlementId, merchantId);
        String hash = RequestHash.of("reject-settlement", "settlementId", settlementId, "reason", reason);
        return take(target, call, hash, this::needEntries, (books, settlement, now) -> {
            settlement.require(SettlementStatus.SUBMITTED);
            release(books, target);
            return settlement.rejected(now, reason);
        });
    }

    /** Discards a draft, and frees its entries. */
    Outcome<Settlement> cancel(String community, SettlementId settlementId, Call call) {
        Target target = target(community, settlementId, null);
        String hash = RequestHash.of("cancel-settlement", "settlementId", settlementId);
        return take(target, call, hash, this::needEntries, (books, settlement, now) -> {
            settlement.require(SettlementStatus.DRAFT);
            release(books, target);
            return settlement.cancelled(now);
        });
    }

    /**
     * Posts the payment of an accepted settlement.
     *
     * @param reference number of the payment, unique among the settlements of the community, or null
     */
    Outcome<Settlement> settle(String community, SettlementId settlementId, String reference, Call call) {
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
        // The amount that is set off belongs to another settlement, which must be paid first.
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

    /** The values of a settlement that never change. */
    private record Target(UUID communityId, SettlementId id, MerchantId merchantId) {}

    private Target target(String community, SettlementId settlementId, MerchantId merchantId) {
        UUID communityId = communities.idOf(community);
        Settlement known = settlements.require(communityId, settlementId, merchantId);
        return new Target(communityId, settlementId, known.merchantId());
    }

    private static Settlement.Step now(Books books, Call call) {
        return new Settlement.Step(call.caller(), books.now());
    }

    /** The sums of a settlement. It must have at least one entry, and not too many. */
    private static Settlement.Sums sums(List<MerchantDue> entries) {
        if (entries.isEmpty()) {
            throw ProblemException.of(ErrorCode.NOTHING_TO_SETTLE);
        }
        if (entries.size() > MerchantDues.MAX_ENTRIES) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "settlement-entries", MerchantDues.MAX_ENTRIES);
        }
        return Settlement.Sums.of(entries);
    }

    /** The entries of a merchant that a settlement may still take. */
    private List<MerchantDue> freeThrough(Books books, MerchantId merchantId, LocalDate through) {
        return dues.free(books, merchantId).stream()
                .filter(due -> !due.effectiveOn().isAfter(through))
                .toList();
    }

    /** The entries that belong to a settlement: its own ones, and those that came after its draft. */
    private List<MerchantDue> entriesNow(Books books, Settlement settlement) {
        MerchantId merchantId = settlement.merchantId();
        // Entries of returns, and entries that came late, since the draft belong to it as well.
        List<MerchantDue> entries = new ArrayList<>(dues.of(books, merchantId, settlement.id()));
        entries.addAll(freeThrough(books, merchantId, settlement.through()));
        // Units that were returned meanwhile are not paid for, whatever the day of the return.
        Set<RedemptionId> redeemed =
                entries.stream().map(MerchantDue::redemptionId).collect(Collectors.toSet());
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

    /** Frees all entries for the next settlement. */
    private void release(Books books, Target target) {
        List<MerchantDue> entries = dues.of(books, target.merchantId(), target.id());
        dues.change(
                books,
                target.merchantId(),
                entries.stream().map(MerchantDue::released).toList());
    }

    private void put(Books books, Settlement before, Settlement after, Call call) {
        books.put(settlements, after.id(), after);
        books.edited("settlement", after.id(), before, after, call);
    }

    /** Checks and makes a step of one settlement, and returns the settlement after it. */
    private interface Step {
        Settlement take(Books books, Settlement settlement, Settlement.Step now);
    }

    /** Makes a step. It is decided on the row that is read under the lock. */
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
                    put(books, settlement, after, call);
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
