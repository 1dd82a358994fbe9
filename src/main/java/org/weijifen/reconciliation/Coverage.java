package org.weijifen.reconciliation;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;

/** Weighs what members still have against what they could redeem it for, all as of one transaction of the books. */
@Singleton
final class Coverage {
    /** Most rewards of a kind that are listed one by one. */
    static final int MAX_LISTED = 200;

    /** Points that lapsed are told apart, since a balance counts them as expired before that is posted. */
    private static final String POINTS = """
            select a.type, date_trunc('month', a.expires_on::timestamp)::date,
                   coalesce(a.type = 'AVAILABLE' and a.expires_on < ?, false), sum(a.balance)::bigint
            from account a
            where a.community_id = ? and a.type in ('AVAILABLE', 'HELD', 'ARREARS') and a.balance <> 0 and not a.lapsed
            group by 1, 2, 3
            """;

    /** What receipts have cost is found by the index of those that said so. */
    private static final String GOODS = """
            select r.id, r.code, r.title, r.status, r.points, r.cost_fen, s.units, c.units, c.fen
            from reward r
            join (select a.owner, sum(a.balance)::bigint as units from account a
                where a.community_id = ? and a.type = 'SHELF' and a.balance > 0 and not a.lapsed group by a.owner) s on s.owner = r.id
            left join (select p.owner, sum(t.quantity) as units, sum(t.quantity::numeric * t.unit_cost_fen) as fen
                from ledger_transaction t
                cross join lateral (select p.owner from posting p
                    where p.community_id = t.community_id and p.sequence = t.sequence and p.position = 0 offset 0) p
                left join lateral (select v.sequence from ledger_transaction v
                    where v.community_id = t.community_id and v.reverses = t.sequence offset 0) v on true
                where t.community_id = ? and t.unit_cost_fen is not null and t.kind = 'stock-receipt'
                  and v.sequence is null
                group by p.owner) c on c.owner = r.id
            where r.community_id = ? order by r.code
            """;

    private static final String OFFERS = """
            select r.id, r.code, r.title, r.kind, r.points, r.cost_fen, count(*) over () from reward r
            where r.community_id = ? and r.kind <> 'GOODS' and r.status = 'ACTIVE' order by r.code limit ?
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
     * How a community stands now.
     *
     * @throws ProblemException {@code not_found}
     */
    CoverageView of(String community) {
        CommunityPolicy policy = communities.require(community);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return snapshots.read(connection -> {
            BookHead head = BookHead.read(connection, policy.id()).orElseThrow(() -> Communities.notFound(community));
            CoverageView.OutstandingPoints outstanding = outstanding(connection, policy.id(), policy.today(now));
            CoverageView.Shelf shelf = shelf(goods(connection, policy.id()));
            return new CoverageView(
                    now,
                    head.sequence(),
                    outstanding,
                    shelf,
                    unlimited(connection, policy.id()),
                    Quotient.of(
                            shelf.points(),
                            BigInteger.valueOf(outstanding.points()),
                            "shelf.points / outstanding.points"),
                    valuation(outstanding, shelf, shelf.costFen(), "shelf.costFen / shelf.points"),
                    valuation(outstanding, shelf, shelf.receiptCostFen(), "shelf.receiptCostFen / shelf.points"));
        });
    }

    private static CoverageView.Valuation valuation(
            CoverageView.OutstandingPoints outstanding, CoverageView.Shelf shelf, BigInteger fen, String formula) {
        Quotient fenPerPoint = Quotient.of(fen, shelf.points(), formula);
        BigInteger points = BigInteger.valueOf(Math.max(0, outstanding.points()));
        return new CoverageView.Valuation(fenPerPoint, fenPerPoint == null ? null : fenPerPoint.times(points));
    }

    private static CoverageView.OutstandingPoints outstanding(Connection connection, UUID communityId, LocalDate today)
            throws SQLException {
        long lapsed = 0;
        long arrears = 0;
        TreeMap<YearMonth, CoverageView.Expiring> months =
                new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        try (PreparedStatement statement = connection.prepareStatement(POINTS)) {
            statement.setObject(1, today);
            statement.setObject(2, communityId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String type = rows.getString(1);
                    long points = rows.getLong(4);
                    if (type.equals("ARREARS")) {
                        arrears -= points;
                    } else if (rows.getBoolean(3)) {
                        lapsed += points;
                    } else {
                        LocalDate first = rows.getObject(2, LocalDate.class);
                        add(months, first == null ? null : YearMonth.from(first), type.equals("HELD"), points);
                    }
                }
            }
        }
        List<CoverageView.Expiring> expiring = List.copyOf(months.values());
        long available =
                expiring.stream().mapToLong(CoverageView.Expiring::available).sum();
        long held = expiring.stream().mapToLong(CoverageView.Expiring::held).sum();
        return new CoverageView.OutstandingPoints(
                available + held - arrears, available, lapsed, held, arrears, expiring);
    }

    private static void add(
            TreeMap<YearMonth, CoverageView.Expiring> months, YearMonth month, boolean held, long points) {
        months.merge(
                month,
                new CoverageView.Expiring(month, held ? 0 : points, held ? points : 0),
                (one, other) -> new CoverageView.Expiring(
                        month, one.available() + other.available(), one.held() + other.held()));
    }

    /** Goods with units on the shelf. */
    private record Stocked(CoverageView.Goods goods, boolean retired) {}

    private static List<Stocked> goods(Connection connection, UUID communityId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GOODS)) {
            statement.setObject(1, communityId);
            statement.setObject(2, communityId);
            statement.setObject(3, communityId);
            try (ResultSet rows = statement.executeQuery()) {
                List<Stocked> goods = new ArrayList<>();
                while (rows.next()) {
                    goods.add(new Stocked(goods(rows), !rows.getString(4).equals("ACTIVE")));
                }
                return goods;
            }
        }
    }

    private static CoverageView.Goods goods(ResultSet row) throws SQLException {
        BigInteger units = BigInteger.valueOf(row.getLong(7));
        BigDecimal received = row.getBigDecimal(8);
        Quotient receiptCost = received == null
                ? null
                : Quotient.of(
                        row.getBigDecimal(9).toBigIntegerExact(),
                        received.toBigIntegerExact(),
                        "sum(quantity * unitCostFen) / sum(quantity) of its receipts with unitCostFen");
        return new CoverageView.Goods(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(7),
                row.getLong(5),
                row.getLong(6),
                units.multiply(BigInteger.valueOf(row.getLong(5))),
                units.multiply(BigInteger.valueOf(row.getLong(6))),
                receiptCost,
                receiptCost == null ? null : receiptCost.times(units));
    }

    private static CoverageView.Shelf shelf(List<Stocked> all) {
        List<CoverageView.Goods> offered = all.stream()
                .filter(stocked -> !stocked.retired())
                .map(Stocked::goods)
                .toList();
        List<CoverageView.Goods> retired =
                all.stream().filter(Stocked::retired).map(Stocked::goods).toList();
        return new CoverageView.Shelf(
                offered.stream().mapToLong(CoverageView.Goods::units).sum(),
                sum(offered, CoverageView.Goods::valuePoints),
                sum(offered, CoverageView.Goods::valueFen),
                sum(offered, CoverageView.Goods::fenByReceipts),
                retired.stream().mapToLong(CoverageView.Goods::units).sum(),
                sum(retired, CoverageView.Goods::valueFen),
                offered.stream().limit(MAX_LISTED).toList(),
                Math.max(0, offered.size() - MAX_LISTED));
    }

    private static BigInteger sum(List<CoverageView.Goods> goods, Function<CoverageView.Goods, BigInteger> value) {
        return goods.stream().map(value).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static CoverageView.Unlimited unlimited(Connection connection, UUID communityId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OFFERS)) {
            statement.setObject(1, communityId);
            statement.setInt(2, MAX_LISTED);
            try (ResultSet rows = statement.executeQuery()) {
                List<CoverageView.Offer> offers = new ArrayList<>();
                int all = 0;
                while (rows.next()) {
                    all = rows.getInt(7);
                    offers.add(new CoverageView.Offer(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4).toLowerCase(Locale.ROOT).replace('_', '-'),
                            rows.getLong(5),
                            rows.getLong(6)));
                }
                return new CoverageView.Unlimited(offers, all - offers.size());
            }
        }
    }
}
