package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.Operation;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Member;
import org.weijifen.member.Members;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.reward.Reward;
import org.weijifen.reward.Rewards;
import org.weijifen.stock.Stations;

/** Reserves points and goods for a member, in one transaction. */
@Singleton
public class Reservations {
    private static final Duration ONE_DAY = Duration.ofDays(1);

    /**
     * The order of a redemption.
     *
     * @param id of the new redemption
     * @param stationId where the goods are to be collected; null for the main station
     * @param lines 1 to 20
     * @param note in words, or null
     * @param pickupCode the code to use if it is free, for the demo community; null for a random code
     */
    public record Order(
            RedemptionId id,
            MemberId memberId,
            StationId stationId,
            List<OrderLine> lines,
            String note,
            String pickupCode) {}

    /** The quantity of one reward. */
    public record OrderLine(RewardId rewardId, long quantity) {}

    private final Ledger ledger;
    private final Answers answers;
    private final Communities communities;
    private final Members members;
    private final Rewards rewards;
    private final Stations stations;
    private final Redemptions redemptions;
    private final MonthlyUnits monthlyUnits;
    private final PickupCodes pickupCodes;
    private final Clock clock;

    Reservations(
            Ledger ledger,
            Answers answers,
            Communities communities,
            Members members,
            Rewards rewards,
            Stations stations,
            Redemptions redemptions,
            MonthlyUnits monthlyUnits,
            PickupCodes pickupCodes,
            Clock clock) {
        this.ledger = ledger;
        this.answers = answers;
        this.communities = communities;
        this.members = members;
        this.rewards = rewards;
        this.stations = stations;
        this.redemptions = redemptions;
        this.monthlyUnits = monthlyUnits;
        this.pickupCodes = pickupCodes;
        this.clock = clock;
    }

    /** Reserves all lines, or refuses the whole order. */
    public CompletableFuture<Outcome<Redemption>> reserve(String community, Order order, Call call) {
        String hash = RequestHash.of(
                "reserve",
                "memberId",
                order.memberId(),
                "stationId",
                order.stationId(),
                "lines",
                order.lines(),
                "note",
                order.note());
        Attempt attempt = new Attempt(order, call);
        return communities
                .resolve(community)
                .thenCompose(communityId -> ledger.submit(new Operation<>(
                        communityId,
                        call,
                        hash,
                        new Decision<>(attempt::need, attempt::reserve),
                        redemption -> answer(community, redemption, call))));
    }

    private Answer answer(String community, Redemption redemption, Call call) {
        RedemptionView view = RedemptionView.of(redemption);
        return answers.created(
                Paths.of(community, "redemptions", redemption.id()), call.dryRun() ? view.withoutIdentity() : view);
    }

    /** An order with the values of this attempt. */
    private final class Attempt {
        private final Order order;
        private final Call call;
        private final List<String> codes;
        /** The earliest possible month of the request. Later months are loaded too. */
        private final YearMonth since;

        Attempt(Order order, Call call) {
            this.order = order;
            this.call = call;
            this.codes = Stream.concat(Stream.ofNullable(order.pickupCode()), PickupCodes.candidates().stream())
                    .toList();
            // The community's time zone is not known yet.
            this.since = YearMonth.from(clock.instant().minus(ONE_DAY).atOffset(ZoneOffset.UTC));
        }

        void need(Needs needs) {
            needs.row(communities, needs.communityId());
            needs.row(members, order.memberId());
            needs.accountsOf(order.memberId());
            stations.need(needs, order.stationId());
            for (OrderLine line : order.lines()) {
                needs.row(rewards, line.rewardId());
                needs.accountsOf(line.rewardId());
                needs.row(monthlyUnits, units(line, since));
            }
            codes.forEach(code -> needs.row(pickupCodes, code));
        }

        Redemption reserve(Books books) {
            CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
            LocalDate today = policy.today(books.now());
            Member member = books.row(members, order.memberId()).orElseThrow(() -> Members.notFound(order.memberId()));
            member.requireActive();
            stations.requireActive(books, order.stationId());
            List<Redemption.Line> lines = new ArrayList<>();
            for (OrderLine line : order.lines()) {
                lines.add(price(books, line, member, YearMonth.from(today)));
            }
            long points = lines.stream()
                    .mapToLong(line -> Math.multiplyExact(line.points(), line.quantity()))
                    .reduce(0, Math::addExact);
            Entry entry = books.begin(TransactionKind.RESERVATION, today, call)
                    .about(new Cause.Redemption(order.id()))
                    .reason(order.note());
            new Wallet(books, order.memberId(), today).hold(entry, points);
            for (Redemption.Line line : lines) {
                new RewardUnits(books, line.rewardId(), line.stocked() ? order.stationId() : null)
                        .reserve(entry, line.quantity(), line.stocked());
            }
            Transaction transaction = entry.post();
            Redemption redemption = new Redemption(
                    order.id(),
                    order.memberId(),
                    order.stationId(),
                    RedemptionStatus.RESERVED,
                    points,
                    order.note(),
                    takeCode(books),
                    today.plusDays(policy.pickupDays()),
                    today,
                    transaction.recordedAt(),
                    transaction.sequence(),
                    null,
                    null,
                    null,
                    null,
                    lines);
            books.countCost(redemption.costFen());
            books.put(redemptions, redemption.id(), redemption);
            return redemption;
        }

        /** Checks that this member may have this reward now, counts its units, and computes its price. */
        private Redemption.Line price(Books books, OrderLine line, Member member, YearMonth month) {
            Reward reward = books.row(rewards, line.rewardId()).orElseThrow(() -> Rewards.notFound(line.rewardId()));
            reward.requireRedeemableBy(member.group());
            if (reward.limitPerMonth() != null) {
                countWithinLimit(books, reward, line, month);
            }
            return new Redemption.Line(
                    reward.id(),
                    reward.code(),
                    reward.title(),
                    reward.kind().isStocked(),
                    line.quantity(),
                    reward.points(),
                    reward.costFen(),
                    reward.merchantId());
        }

        private void countWithinLimit(Books books, Reward reward, OrderLine line, YearMonth month) {
            long already = already(books, line, month);
            int limit = reward.limitPerMonth();
            if (already + line.quantity() > limit) {
                throw ProblemException.variant(
                        ErrorCode.LIMIT_EXCEEDED, "monthly", reward.code(), limit, already, line.quantity());
            }
            books.put(monthlyUnits, units(line, month), already + line.quantity());
        }

        private long already(Books books, OrderLine line, YearMonth month) {
            // Without a row, the limit was changed between the loading of the two tables. A retry sees the new state.
            if (books.row(monthlyUnits, units(line, since)).isEmpty() || month.isBefore(since)) {
                throw ProblemException.of(ErrorCode.OVERLOADED);
            }
            return books.covered(monthlyUnits, units(line, month)).orElse(0L);
        }

        private String takeCode(Books books) {
            // It is nearly impossible that all codes are in use. A retry tries other codes.
            String free = codes.stream()
                    .filter(code -> books.row(pickupCodes, code).isEmpty())
                    .findFirst()
                    .orElseThrow(() -> ProblemException.of(ErrorCode.OVERLOADED));
            books.put(pickupCodes, free, true);
            return free;
        }

        private MonthlyUnits.Key units(OrderLine line, YearMonth month) {
            return new MonthlyUnits.Key(order.memberId(), line.rewardId(), month);
        }
    }
}
