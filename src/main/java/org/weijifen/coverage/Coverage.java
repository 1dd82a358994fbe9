package org.weijifen.coverage;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.BookHead;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.RewardId;

/**
 * Compares members' points with the rewards they can get for them, as of one transaction of the books: available points
 * with goods on the shelf, and held points with reserved units.
 */
@Singleton
final class Coverage {
    /** The largest number of rewards of a kind that are listed one by one. */
    static final int MAX_LISTED = 200;

    private static final int DECIMALS = 6;

    /** Lapsed points are separate, because a balance counts them as expired before the expiry is posted. */
    private static final String POINTS = """
            select a.type, date_trunc('month', a.expires_on::timestamp)::date,
                   coalesce(a.type = 'available' and a.expires_on < ?, false), sum(a.balance)::bigint
            from account a
            where a.community_id = ? and a.type in ('available', 'held', 'arrears') and a.balance <> 0 and not a.lapsed
            group by 1, 2, 3
            """;

    private static final String OFFERS = """
            select r.id, r.code, r.title, r.kind, r.points, r.cost_fen, count(*) over () from reward r
            where r.community_id = ? and r.kind <> 'goods' and r.status = 'active' order by r.code limit ?
            """;

    private final Snapshots snapshots;
    private final Communities communities;
    private final Clock clock;

    Coverage(Snapshots snapshots, Communities communities, Clock clock) {
        this.snapshots = snapshots;
        this.communities = communities;
        this.clock = clock;
    }

    /**
     * The current coverage of a community.
     *
     * @throws ProblemException {@code not_found}
     */
    CoverageView of(String community) {
        CommunityPolicy policy = communities.require(community);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return snapshots.read(connection -> {
            BookHead head = BookHead.read(connection, policy.id()).orElseThrow(() -> Communities.notFound(community));
            CoverageView.OutstandingPoints outstanding = outstanding(connection, policy.id(), policy.today(now));
            List<CoveringReward> rewards = CoveringReward.all(connection, policy.id());
            CoverageView.Shelf shelf = shelf(rewards);
            CoverageView.Reserved reserved = reserved(rewards, outstanding.held());
            return new CoverageView(
                    now,
                    head.sequence(),
                    outstanding,
                    shelf,
                    reserved,
                    unlimited(connection, policy.id()),
                    quotient(new BigDecimal(shelf.points()), BigDecimal.valueOf(outstanding.free())),
                    valuation(outstanding, shelf, shelf.costFen(), reserved.costFen()),
                    valuation(outstanding, shelf, shelf.receiptCostFen(), reserved.receiptCostFen()));
        });
    }

    private static CoverageView.Valuation valuation(
            CoverageView.OutstandingPoints outstanding,
            CoverageView.Shelf shelf,
            BigInteger shelfFen,
            BigInteger reservedFen) {
        BigDecimal fen = new BigDecimal(shelfFen);
        BigDecimal points = new BigDecimal(shelf.points());
        BigInteger liability = outstanding.free() <= 0
                ? BigInteger.ZERO
                : wholeFen(fen.multiply(BigDecimal.valueOf(outstanding.free())), points);
        return new CoverageView.Valuation(quotient(fen, points), liability, reservedFen);
    }

    /** A quotient for people, with six decimals; null when the divisor is zero. */
    static BigDecimal quotient(BigDecimal numerator, BigDecimal denominator) {
        return denominator.signum() <= 0 ? null : numerator.divide(denominator, DECIMALS, RoundingMode.HALF_UP);
    }

    /** A quotient in whole fen, rounded half up; null when the divisor is zero. */
    static BigInteger wholeFen(BigDecimal numerator, BigDecimal denominator) {
        return denominator.signum() <= 0
                ? null
                : numerator.divide(denominator, 0, RoundingMode.HALF_UP).toBigIntegerExact();
    }

    private static CoverageView.OutstandingPoints outstanding(Connection connection, UUID communityId, LocalDate today)
            throws SQLException {
        long lapsed = 0;
        long arrears = 0;
        TreeMap<YearMonth, CoverageView.Expiring> months =
                new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        try (PreparedStatement statement = new SqlQuery(POINTS, today, communityId).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                AccountType type = AccountType.ofCode(rows.getString(1));
                long points = rows.getLong(4);
                if (type == AccountType.ARREARS) {
                    arrears -= points;
                } else if (rows.getBoolean(3)) {
                    lapsed += points;
                } else {
                    LocalDate first = rows.getObject(2, LocalDate.class);
                    add(months, first == null ? null : YearMonth.from(first), type == AccountType.HELD, points);
                }
            }
        }
        List<CoverageView.Expiring> expiring = List.copyOf(months.values());
        long available =
                expiring.stream().mapToLong(CoverageView.Expiring::available).sum();
        long held = expiring.stream().mapToLong(CoverageView.Expiring::held).sum();
        return new CoverageView.OutstandingPoints(
                available + held - arrears, available - arrears, available, lapsed, held, arrears, expiring);
    }

    private static void add(
            TreeMap<YearMonth, CoverageView.Expiring> months, YearMonth month, boolean held, long points) {
        months.merge(
                month,
                new CoverageView.Expiring(month, held ? 0 : points, held ? points : 0),
                (one, other) -> new CoverageView.Expiring(
                        month, one.available() + other.available(), one.held() + other.held()));
    }

    private static CoverageView.Shelf shelf(List<CoveringReward> rewards) {
        List<CoverageView.GoodsOnShelf> offered = onShelf(rewards, true);
        List<CoverageView.GoodsOnShelf> retired = onShelf(rewards, false);
        return new CoverageView.Shelf(
                offered.stream().mapToLong(CoverageView.GoodsOnShelf::units).sum(),
                sum(offered, CoverageView.GoodsOnShelf::valuePoints),
                sum(offered, CoverageView.GoodsOnShelf::valueFen),
                sum(offered, CoverageView.GoodsOnShelf::fenByReceipts),
                retired.stream().mapToLong(CoverageView.GoodsOnShelf::units).sum(),
                sum(retired, CoverageView.GoodsOnShelf::valueFen),
                offered.stream().limit(MAX_LISTED).toList(),
                Math.max(0, offered.size() - MAX_LISTED));
    }

    private static List<CoverageView.GoodsOnShelf> onShelf(List<CoveringReward> rewards, boolean active) {
        return rewards.stream()
                .filter(reward -> reward.onShelf() > 0 && reward.active() == active)
                .map(CoveringReward::goods)
                .toList();
    }

    private static CoverageView.Reserved reserved(List<CoveringReward> rewards, long held) {
        List<CoverageView.ReservedReward> reserved = rewards.stream()
                .filter(reward -> reward.reserved() > 0)
                .map(CoveringReward::reservedReward)
                .toList();
        return new CoverageView.Reserved(
                held,
                reserved.stream().mapToLong(CoverageView.ReservedReward::units).sum(),
                sum(reserved, CoverageView.ReservedReward::valueFen),
                sum(reserved, CoverageView.ReservedReward::fenByReceipts),
                reserved.stream().limit(MAX_LISTED).toList(),
                Math.max(0, reserved.size() - MAX_LISTED));
    }

    private static <T> BigInteger sum(List<T> rewards, Function<T, BigInteger> value) {
        return rewards.stream().map(value).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static CoverageView.Unlimited unlimited(Connection connection, UUID communityId) throws SQLException {
        try (PreparedStatement statement = new SqlQuery(OFFERS, communityId, MAX_LISTED).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            List<CoverageView.Offer> offers = new ArrayList<>();
            int all = 0;
            while (rows.next()) {
                all = rows.getInt(7);
                offers.add(new CoverageView.Offer(
                        new RewardId(rows.getObject(1, UUID.class)),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getLong(5),
                        rows.getLong(6)));
            }
            return new CoverageView.Unlimited(offers, all - offers.size());
        }
    }
}
