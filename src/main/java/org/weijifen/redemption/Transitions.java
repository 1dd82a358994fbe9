package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Account;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.EffectiveDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.LapsedPoints;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.StoredTransaction;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Member;
import org.weijifen.member.MemberStatus;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.settlement.MerchantDues;

/** The transitions of a reserved redemption: collect, cancel, expire, return. */
@Singleton
public class Transitions {
    private static final Logger LOG = Logger.getLogger(Transitions.class);
    private static final Call JOB = Call.internal("pickup-expiry");

    private final Ledger ledger;
    private final Answers answers;
    private final Communities communities;
    private final Members members;
    private final Redemptions redemptions;
    private final MonthlyUnits monthlyUnits;
    private final MerchantDues dues;
    private final LapsedPoints lapsedPoints;

    Transitions(
            Ledger ledger,
            Answers answers,
            Communities communities,
            Members members,
            Redemptions redemptions,
            MonthlyUnits monthlyUnits,
            MerchantDues dues,
            LapsedPoints lapsedPoints) {
        this.ledger = ledger;
        this.answers = answers;
        this.communities = communities;
        this.members = members;
        this.redemptions = redemptions;
        this.monthlyUnits = monthlyUnits;
        this.dues = dues;
        this.lapsedPoints = lapsedPoints;
    }

    /**
     * Collects a redemption.
     *
     * @param occurredOn the day it was handed out, if that is before today; else null
     */
    public Outcome<Redemption> collect(String community, RedemptionId redemptionId, LocalDate occurredOn, Call call) {
        UUID communityId = communities.idOf(community);
        Redemption redemption = redemptions.require(communityId, redemptionId);
        String hash = RequestHash.of("collect", "redemptionId", redemptionId, "occurredOn", occurredOn);
        return collect(communityId, redemption, null, occurredOn, hash, call);
    }

    /**
     * Collects the redemption that was found by a pickup code.
     *
     * @param merchantId the merchant of the caller, if the caller is a merchant's user; null for the counter
     * @param hash of that request
     */
    Outcome<Redemption> collect(
            UUID communityId,
            Redemption redemption,
            MerchantId merchantId,
            LocalDate occurredOn,
            String hash,
            Call call) {
        return take(communityId, call, hash, merchantId, new Collection(redemption, merchantId, occurredOn, call));
    }

    /** Cancels an open redemption. */
    Outcome<Redemption> cancel(String community, RedemptionId redemptionId, String reason, Call call) {
        UUID communityId = communities.idOf(community);
        Redemption known = redemptions.require(communityId, redemptionId);
        String hash = RequestHash.of("cancel", "redemptionId", redemptionId, "reason", reason);
        return take(communityId, call, hash, null, new Transition(known, call) {
            @Override
            Redemption step(Books books, Redemption redemption, Transaction reservation, LocalDate today) {
                redemption.requireReserved();
                Entry entry = begin(books, TransactionKind.CANCELLATION, today, reason);
                return release(books, entry, redemption, reservation, today)
                        .closedBy(entry.post(), RedemptionStatus.CANCELLED);
            }
        });
    }

    /**
     * The options of a return.
     *
     * @param counterEntry whether to return it although it is part of a merchant's settlement; the amount is then taken
     *     off the merchant's next settlement
     * @param occurredOn the day it came back, if that is before today; else null
     */
    record TakingBack(String reason, boolean counterEntry, LocalDate occurredOn) {}

    /** Returns a collected redemption. */
    Outcome<Redemption> takeBack(String community, RedemptionId redemptionId, TakingBack how, Call call) {
        UUID communityId = communities.idOf(community);
        Redemption redemption = redemptions.require(communityId, redemptionId);
        String hash = RequestHash.of(
                "return",
                "redemptionId",
                redemptionId,
                "reason",
                how.reason(),
                "counterEntry",
                how.counterEntry() ? true : null,
                "occurredOn",
                how.occurredOn());
        return take(communityId, call, hash, null, new Return(redemption, how, call));
    }

    /** The expiry of a redemption. It does nothing when the redemption is not overdue. */
    Operation<Redemption> expiry(UUID communityId, RedemptionId redemptionId) {
        Transition expiry = new Transition(redemptions.require(communityId, redemptionId), JOB) {
            @Override
            Redemption step(Books books, Redemption redemption, Transaction reservation, LocalDate today) {
                if (!redemption.isOverdue(today)) {
                    return redemption;
                }
                Entry entry = begin(books, TransactionKind.PICKUP_EXPIRY, today, null);
                return release(books, entry, redemption, reservation, today)
                        .closedBy(entry.post(), RedemptionStatus.EXPIRED);
            }
        };
        return new Operation<>(communityId, JOB, expiry.decision());
    }

    private Outcome<Redemption> take(
            UUID communityId, Call call, String hash, MerchantId merchantId, Transition transition) {
        return ledger.execute(new Operation<>(
                communityId,
                call,
                hash,
                transition.decision(),
                after -> answers.ok(RedemptionView.to(merchantId, after))));
    }

    /**
     * A transition of one redemption. The values of the given redemption that never change tell what to load. The
     * transition is decided on the row that is read under the lock.
     */
    private abstract class Transition {
        final Redemption known;
        private final Call call;

        Transition(Redemption known, Call call) {
            this.known = known;
            this.call = call;
        }

        final Decision<Redemption> decision() {
            return new Decision<>(this::need, this::decide);
        }

        void need(Needs needs) {
            needs.row(communities, needs.communityId());
            needs.row(redemptions, known.id());
            needs.row(members, known.memberId());
            needs.transaction(known.reservation());
            if (known.collection() != null) {
                needs.transaction(known.collection());
            }
            needs.accountsOf(known.memberId());
            for (Redemption.Line line : known.lines()) {
                needs.accountsOf(line.rewardId());
                needs.row(monthlyUnits, units(line));
            }
            dues.needs(needs, known.id(), known.merchantLines());
        }

        private Redemption decide(Books books) {
            Redemption redemption = books.row(redemptions, known.id()).orElseThrow();
            LocalDate today = communities.today(books);
            Transaction reservation =
                    books.transaction(redemption.reservation()).orElseThrow().transaction();
            Redemption after = take(books, redemption, reservation, today);
            if (after != redemption) {
                books.put(redemptions, after.id(), after);
            }
            return after;
        }

        /** Makes the transition. It fails if the row was changed outside of this service. */
        private Redemption take(Books books, Redemption redemption, Transaction reservation, LocalDate today) {
            try {
                return step(books, redemption, reservation, today);
            } catch (Account.BoundBroken e) {
                LOG.errorf("a redemption is at odds with the books: %s", e.getMessage());
                throw ProblemException.of(
                        ErrorCode.REDEMPTION_AT_ODDS, redemption.id().toString());
            }
        }

        /** Checks the transition and makes its moves. Returns the redemption after it, the same one if nothing happens. */
        abstract Redemption step(Books books, Redemption redemption, Transaction reservation, LocalDate today);

        /** Begins the transaction of this transition. */
        final Entry begin(Books books, TransactionKind kind, LocalDate today, String reason) {
            return books.begin(kind, today, call)
                    .about(new Cause.Redemption(known.id()))
                    .reason(reason);
        }

        /** Counts units for the monthly limit, or takes off units that are given back. */
        final void count(Books books, Redemption redemption, int sign) {
            for (Redemption.Line line : redemption.lines()) {
                books.row(monthlyUnits, units(line))
                        .ifPresent(counted -> books.put(monthlyUnits, units(line), counted + sign * line.quantity()));
            }
        }

        private MonthlyUnits.Key units(Redemption.Line line) {
            return new MonthlyUnits.Key(known.memberId(), line.rewardId(), YearMonth.from(known.requestedOn()));
        }

        /** Returns points and goods to where the reservation took them from. */
        final Redemption release(
                Books books, Entry entry, Redemption redemption, Transaction reservation, LocalDate today) {
            new Wallet(books, redemption.memberId(), today).release(entry, reservation);
            for (Redemption.Line line : redemption.lines()) {
                redemption.stock(books, line).release(entry, line.quantity(), line.stocked());
            }
            count(books, redemption, -1);
            books.countCost(-redemption.costFen());
            return redemption;
        }
    }

    private final class Collection extends Transition {
        private final MerchantId merchantId;
        private final LocalDate occurredOn;

        Collection(Redemption known, MerchantId merchantId, LocalDate occurredOn, Call call) {
            super(known, call);
            this.merchantId = merchantId;
            this.occurredOn = occurredOn;
        }

        @Override
        void need(Needs needs) {
            super.need(needs);
            if (mayHaveBeenGivenBack()) {
                lapsedPoints.needs(needs, known.memberId());
            }
        }

        /** Whether the redemption may have expired before this late collection was recorded. */
        private boolean mayHaveBeenGivenBack() {
            return occurredOn != null && !occurredOn.isAfter(known.pickupBy());
        }

        @Override
        Redemption step(Books books, Redemption redemption, Transaction reservation, LocalDate today) {
            boolean givenBack = redemption.status() == RedemptionStatus.EXPIRED && mayHaveBeenGivenBack();
            if (!givenBack) {
                redemption.requireReserved();
            }
            EffectiveDay.checkToday(today, EarliestDay.DAY, occurredOn);
            if (redemption.isOverdue(occurredOn == null ? today : occurredOn)) {
                throw redemption.expired();
            }
            requireActive(books.row(members, redemption.memberId()).orElseThrow());
            if (givenBack) {
                LapsedPoints.expire(books, reservation, AccountType.HELD, today);
            }
            Entry entry = begin(books, TransactionKind.COLLECTION, today, null)
                    .occurredOn(occurredOn)
                    .costFen(redemption.costFen());
            handOut(books, entry, redemption, reservation, today, givenBack);
            dues.owe(books, entry, redemption.merchantLines());
            Transaction posted = entry.post();
            dues.keep(books, posted, redemption.id(), redemption.merchantLines());
            return redemption.collectedBy(posted);
        }

        private void handOut(
                Books books,
                Entry entry,
                Redemption redemption,
                Transaction reservation,
                LocalDate today,
                boolean givenBack) {
            Wallet wallet = new Wallet(books, redemption.memberId(), today);
            if (givenBack) {
                wallet.spendAfterAll(entry, reservation, day -> lapsedPoints.of(books, redemption.memberId(), day));
            } else {
                wallet.spend(entry, reservation);
            }
            for (Redemption.Line line : redemption.lines()) {
                RewardUnits stock = redemption.stock(books, line);
                if (givenBack) {
                    stock.reserve(entry, line.quantity(), line.stocked());
                }
                stock.handOut(entry, line.quantity());
            }
            if (givenBack) {
                count(books, redemption, 1);
                books.countCost(redemption.costFen());
            }
        }

        /** A merchant only learns that the member may not collect, without the reason and the person. */
        private void requireActive(Member member) {
            if (merchantId != null && member.details().status() != MemberStatus.ACTIVE) {
                throw ProblemException.variant(ErrorCode.MEMBER_FROZEN, "merchant");
            }
            member.requireActive();
        }
    }

    private final class Return extends Transition {
        private final TakingBack how;

        Return(Redemption known, TakingBack how, Call call) {
            super(known, call);
            this.how = how;
        }

        @Override
        Redemption step(Books books, Redemption redemption, Transaction reservation, LocalDate today) {
            redemption.requireCollected();
            if (!how.counterEntry()) {
                dues.requireUnlocked(books, redemption.id(), redemption.merchantLines());
            }
            EffectiveDay.checkToday(today, collectedOn(books, redemption), how.occurredOn());
            Entry entry = begin(books, TransactionKind.RETURN, today, how.reason())
                    .occurredOn(how.occurredOn())
                    .costFen(costFen(books, redemption));
            new Wallet(books, redemption.memberId(), today).refund(entry, reservation);
            for (Redemption.Line line : redemption.lines()) {
                redemption.stock(books, line).takeBack(entry, line.quantity(), line.stocked());
            }
            dues.takeBack(books, entry, redemption.merchantLines());
            count(books, redemption, -1);
            Transaction posted = entry.post();
            dues.keep(books, posted, redemption.id(), redemption.merchantLines());
            return redemption.closedBy(posted, RedemptionStatus.RETURNED);
        }

        /** The day it was handed out. The collection was loaded, or posted in this batch. If neither, a retry finds it. */
        private static LocalDate collectedOn(Books books, Redemption redemption) {
            long collection = redemption.collection();
            return Stream.concat(
                            books.transaction(collection).map(StoredTransaction::transaction).stream(),
                            books.posted().stream())
                    .filter(transaction -> transaction.sequence() == collection)
                    .findFirst()
                    .map(it -> it.occurredOn() == null ? it.effectiveOn() : it.occurredOn())
                    .orElseThrow(() -> ProblemException.of(ErrorCode.OVERLOADED));
        }

        /** The cost at which the books recorded the collection. */
        private static long costFen(Books books, Redemption redemption) {
            return books.transaction(redemption.collection())
                    .map(collection -> collection.transaction().costFen())
                    .orElse(redemption.costFen());
        }
    }
}
