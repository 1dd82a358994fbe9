package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.EffectiveDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.reward.Reward;
import org.weijifen.reward.Rewards;

/**
 * Redemptions that were finished before these books began. They move the same points and goods as others, on their own
 * day. They were decided in the past, so groups, monthly limits and retired rewards do not matter. They have no pickup
 * code, and nothing is owed to merchants for them.
 */
@Singleton
public class PastRedemptions {
    /**
     * A finished redemption.
     *
     * @param quantity units, at least 1
     * @param requestedOn the day on which it takes effect, not in the future
     * @param occurredOn the day it happened, if that day is closed; else null
     * @param collected whether it was collected; else it was cancelled
     * @param reference the document number, unique among the reservations of the community
     */
    public record Past(
            MemberId memberId,
            RewardId rewardId,
            long quantity,
            LocalDate requestedOn,
            LocalDate occurredOn,
            boolean collected,
            String reference) {}

    private final Communities communities;
    private final Members members;
    private final Rewards rewards;
    private final Redemptions redemptions;
    private final MonthlyUnits monthlyUnits;

    PastRedemptions(
            Communities communities,
            Members members,
            Rewards rewards,
            Redemptions redemptions,
            MonthlyUnits monthlyUnits) {
        this.communities = communities;
        this.members = members;
        this.rewards = rewards;
        this.redemptions = redemptions;
        this.monthlyUnits = monthlyUnits;
    }

    /** A redemption in the books, and the transaction that reserved it. */
    public record Posted(RedemptionId id, long reservation) {}

    /** Names what {@link #post} looks at. */
    public void needs(Needs needs, Past past) {
        needs.row(communities, needs.communityId());
        needs.row(members, past.memberId());
        needs.accountsOf(past.memberId(), past.requestedOn());
        needs.row(rewards, past.rewardId());
        needs.accountsOf(past.rewardId());
        needs.row(monthlyUnits, units(past));
        needs.reference(TransactionKind.RESERVATION, past.reference());
    }

    /**
     * Reserves, and then collects or cancels, as part of an operation. It can use points that were valid on the day of
     * the request and are still in the books, even if they were earned after that day.
     *
     * @throws ProblemException {@code insufficient_points}, {@code out_of_stock}, {@code member_frozen} for a member
     *     who has left, {@code period_closed}, {@code duplicate_reference}
     */
    public Posted post(Books books, Past past, Call call) {
        books.row(members, past.memberId())
                .orElseThrow(() -> Members.notFound(past.memberId()))
                .requireEarning();
        Reward reward = books.row(rewards, past.rewardId()).orElseThrow(() -> Rewards.notFound(past.rewardId()));
        LocalDate today = communities.today(books);
        EffectiveDay.dayOf(books, today, past.requestedOn(), past.occurredOn(), "requestedOn");
        RedemptionId id = RedemptionId.next();
        long points = Math.multiplyExact(reward.points(), past.quantity());
        boolean stocked = reward.kind().isStocked();
        Wallet wallet = new Wallet(books, past.memberId(), past.requestedOn());
        RewardUnits stock = new RewardUnits(books, past.rewardId(), null);
        Entry entry = begin(books, TransactionKind.RESERVATION, past, id, call).reference(past.reference());
        wallet.hold(entry, points);
        stock.reserve(entry, past.quantity(), stocked);
        Transaction reservation = entry.post();
        Transaction end = past.collected()
                ? collect(
                        begin(books, TransactionKind.COLLECTION, past, id, call)
                                .costFen(reward.costFen() * past.quantity()),
                        wallet,
                        stock,
                        past,
                        reservation)
                : cancel(
                        begin(books, TransactionKind.CANCELLATION, past, id, call),
                        wallet,
                        stock,
                        past,
                        reservation,
                        stocked);
        if (past.collected()) {
            books.countCost(reward.costFen() * past.quantity());
            books.row(monthlyUnits, units(past))
                    .ifPresent(counted -> books.put(monthlyUnits, units(past), counted + past.quantity()));
        }
        Redemption.Line line = new Redemption.Line(
                reward.id(),
                reward.code(),
                reward.title(),
                stocked,
                past.quantity(),
                reward.points(),
                reward.costFen(),
                null); // Dues of the past were settled outside of these books.
        books.put(redemptions, id, redemption(books, id, past, points, line, reservation, end));
        return new Posted(id, reservation.sequence());
    }

    private static Entry begin(Books books, TransactionKind kind, Past past, RedemptionId id, Call call) {
        return books.begin(kind, past.requestedOn(), call)
                .about(new Cause.Redemption(id))
                .occurredOn(past.occurredOn());
    }

    private static Transaction collect(
            Entry entry, Wallet wallet, RewardUnits stock, Past past, Transaction reservation) {
        wallet.spend(entry, reservation);
        stock.handOut(entry, past.quantity());
        return entry.post();
    }

    private static Transaction cancel(
            Entry entry, Wallet wallet, RewardUnits stock, Past past, Transaction reservation, boolean stocked) {
        wallet.release(entry, reservation);
        stock.release(entry, past.quantity(), stocked);
        return entry.post();
    }

    /** Only the day is known, so the time is the beginning of the day. */
    private Redemption redemption(
            Books books,
            RedemptionId id,
            Past past,
            long points,
            Redemption.Line line,
            Transaction reservation,
            Transaction end) {
        Instant then = past.requestedOn()
                .atStartOfDay(books.row(communities, books.communityId())
                        .orElseThrow()
                        .zone())
                .toInstant();
        return new Redemption(
                id,
                past.memberId(),
                null,
                past.collected() ? RedemptionStatus.COLLECTED : RedemptionStatus.CANCELLED,
                points,
                null,
                null,
                past.requestedOn(),
                past.requestedOn(),
                then,
                reservation.sequence(),
                past.collected() ? end.sequence() : null,
                past.collected() ? then : null,
                past.collected() ? null : end.sequence(),
                past.collected() ? null : then,
                List.of(line));
    }

    private static MonthlyUnits.Key units(Past past) {
        return new MonthlyUnits.Key(past.memberId(), past.rewardId(), YearMonth.from(past.requestedOn()));
    }
}
