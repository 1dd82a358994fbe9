package org.weijifen.settlement;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.Moves;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;

/**
 * Makes statements of merchants' dues from the postings of the books. Each posting keeps the balances after it. The
 * opening and closing of a month are computed from the nearest kept balance and the few postings of other days in
 * between. So the cost depends on the transactions around the month, and on one index look-up for each day of the
 * books.
 */
@Singleton
final class MerchantStatements {

    /**
     * The first transaction whose day is the month's first day or later, and the last one whose day is the month's last
     * day or earlier. All transactions of the month are between the two. Each day is looked up on its own: for all days
     * together PostgreSQL would read all their transactions.
     */
    private static final String WINDOW = """
            with books as (
                select min(t.effective_on) as first, max(t.effective_on) as last from ledger_transaction t
                where t.community_id = :community)
            select (select min(f.sequence) from books b
                    cross join lateral generate_series(0, b.last - greatest(b.first, ?::date)) as n(days)
                    cross join lateral (select t.sequence from ledger_transaction t
                        where t.community_id = :community and t.effective_on = greatest(b.first, ?::date) + n.days
                        order by t.effective_on, t.sequence limit 1) f),
                   (select max(l.sequence) from books b
                    cross join lateral generate_series(0, least(b.last, ?::date) - b.first) as n(days)
                    cross join lateral (select t.sequence from ledger_transaction t
                        where t.community_id = :community and t.effective_on = b.first + n.days
                        order by t.effective_on desc, t.sequence desc limit 1) l)
            """;

    /** The amount owed to the merchant after a transaction, from the last posting up to it. */
    private static final String OWED_AFTER = """
            select case when m.to_type = 'merchant' then m.to_balance else m.from_balance end
            from %s m where m.owner = ? and m.sequence <= ? and 'merchant' in (m.from_type, m.to_type)
            order by m.sequence desc, m.position desc limit 1
            """.formatted(Moves.OF_COMMUNITY);

    /** The merchant's postings in the window. */
    private static final String POSTINGS = """
            with moved as (
                select m.* from %s m where m.owner = ? and m.sequence between ? and ?)
            """.formatted(Moves.OF_COMMUNITY);

    /** The change of the dues by postings of earlier and of later days that are in the window. */
    private static final String ASIDE = """
            select coalesce(sum(case when to_type = 'merchant' then amount else 0 end
                              - case when from_type = 'merchant' then amount else 0 end)
                            filter (where effective_on < ?), 0)::bigint,
                   coalesce(sum(case when to_type = 'merchant' then amount else 0 end
                              - case when from_type = 'merchant' then amount else 0 end)
                            filter (where effective_on > ?), 0)::bigint
            from moved
            """;

    private static final String BY_REWARD = """
            select d.reward_id, w.code, w.title, m.to_type = 'merchant', coalesce(sum(abs(d.quantity)), 0)::bigint,
                   sum(m.amount)::bigint, count(*),
                   bool_and(coalesce(d.amount_fen = case when m.to_type = 'merchant' then m.amount else -m.amount end, false))
            from moved m
            left join merchant_due d on d.community_id = :community and d.sequence = m.sequence and d.position = m.position
            left join reward w on w.community_id = :community and w.id = d.reward_id
            where m.effective_on between ? and ? and 'payable' in (m.from_type, m.to_type)
            group by d.reward_id, w.code, w.title, m.to_type = 'merchant'
            order by w.code
            """;

    private static final String SETTLED = """
            select m.sequence, m.effective_on, s.id, m.reference,
                   coalesce(sum(m.amount) filter (where m.to_type = 'settled'), 0)::bigint,
                   coalesce(sum(m.amount) filter (where m.from_type = 'settled'), 0)::bigint
            from moved m
            left join settlement s on s.community_id = :community and s.id = m.cause_id and s.merchant_id = ?
            where m.effective_on between ? and ? and 'settled' in (m.from_type, m.to_type)
            group by m.sequence, m.effective_on, s.id, m.reference
            order by m.sequence
            """;

    private static final String OWED = """
            select coalesce(sum(a.balance), 0)::bigint from account a
            where a.community_id = :community and a.owner = ? and a.type = 'merchant'
            """;

    private static final String UNSETTLED = """
            select coalesce((select sum(m.amount_fen) from merchant_due m
                       where m.community_id = :community and m.merchant_id = ? and m.settlement_id is null), 0)::bigint
                 + coalesce((select sum(m.amount_fen) from settlement s
                       join merchant_due m on m.community_id = :community and m.settlement_id = s.id
                       where s.community_id = :community and s.merchant_id = ?
                         and s.status in ('draft', 'submitted', 'accepted')), 0)::bigint
            """;

    private final Snapshots snapshots;

    MerchantStatements(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * A range of transactions that contains all transactions of a month.
     *
     * @param from all transactions before it are of earlier days
     * @param to all transactions after it are of later days; less than {@code from} when the month has none
     */
    private record Window(long from, long to) {}

    /** The source of the lines of a statement. */
    private record Scope(
            Connection connection,
            String community,
            UUID communityId,
            MerchantId merchantId,
            YearMonth month,
            Window window) {

        LocalDate first() {
            return month.atDay(1);
        }

        LocalDate last() {
            return month.atEndOfMonth();
        }

        /** Prepares an SQL statement over the merchant's postings in the window, with these values. */
        PreparedStatement overPostings(String sql, Object... values) throws SQLException {
            return SqlQuery.of(communityId, POSTINGS, merchantId, window.from(), window.to())
                    .append(sql, values)
                    .prepare(connection);
        }

        /** Reads a number from one row; 0 when there is no row. */
        long number(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement =
                            SqlQuery.of(communityId, sql, values).prepare(connection);
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }

        long owedAfter(long sequence) throws SQLException {
            return number(OWED_AFTER, merchantId, sequence);
        }
    }

    /** The sums of the postings by direction, and whether each posting has its entry. */
    private record RewardLines(
            List<MerchantStatement.RewardLine> earned,
            List<MerchantStatement.RewardLine> returned,
            boolean explained) {}

    /** The statement of a month, which may not be over yet. */
    MerchantStatement of(String community, UUID communityId, MerchantId merchantId, YearMonth month) {
        return snapshots.read(connection -> {
            Window window = window(connection, communityId, month.atDay(1), month.atEndOfMonth());
            return make(new Scope(connection, community, communityId, merchantId, month, window));
        });
    }

    private static Window window(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        SqlQuery query = SqlQuery.of(communityId, WINDOW, first, first, last);
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long from = row.getLong(1);
            return new Window(row.wasNull() ? Long.MAX_VALUE : from, row.getLong(2));
        }
    }

    private static MerchantStatement make(Scope scope) throws SQLException {
        MerchantId merchantId = scope.merchantId();
        long owed = scope.number(OWED, merchantId);
        long unsettled = scope.number(UNSETTLED, merchantId, merchantId);
        RewardLines rewards = rewards(scope);
        List<MerchantStatement.SettlementLine> settlements = settlements(scope);
        long earned = sum(rewards.earned());
        long returned = sum(rewards.returned());
        long settled = settlements.stream()
                .mapToLong(MerchantStatement.SettlementLine::fen)
                .sum();
        try (PreparedStatement statement = scope.overPostings(ASIDE, scope.first(), scope.last());
                ResultSet row = statement.executeQuery()) {
            row.next();
            long opening = scope.owedAfter(scope.window().from() - 1) + row.getLong(1);
            long closing = scope.owedAfter(scope.window().to()) - row.getLong(2);
            boolean adds = opening + earned - returned - settled == closing;
            return new MerchantStatement(
                    scope.merchantId(),
                    scope.month(),
                    "CNY",
                    opening,
                    earned,
                    returned,
                    settled,
                    closing,
                    rewards.earned(),
                    rewards.returned(),
                    settlements,
                    new MerchantStatement.MerchantStatementProof(
                            owed, unsettled, adds && rewards.explained() && owed == unsettled));
        }
    }

    private static long sum(List<MerchantStatement.RewardLine> lines) {
        return lines.stream().mapToLong(MerchantStatement.RewardLine::fen).sum();
    }

    private static RewardLines rewards(Scope scope) throws SQLException {
        List<MerchantStatement.RewardLine> earned = new ArrayList<>();
        List<MerchantStatement.RewardLine> returned = new ArrayList<>();
        boolean explained = true;
        try (PreparedStatement statement = scope.overPostings(BY_REWARD, scope.first(), scope.last());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                boolean isEarned = row.getBoolean(4);
                (isEarned ? earned : returned).add(line(scope, row, isEarned));
                explained &= row.getBoolean(8);
            }
        }
        return new RewardLines(earned, returned, explained);
    }

    private static MerchantStatement.RewardLine line(Scope scope, ResultSet row, boolean earned) throws SQLException {
        RewardId rewardId = Id.of(RewardId::new, row.getObject(1, UUID.class));
        String entries = rewardId == null
                ? null
                : Paths.of(scope.community(), "merchants", scope.merchantId(), "dues")
                        + "?rewardId=%s&direction=%s&from=%s&to=%s"
                                .formatted(rewardId, earned ? "earned" : "returned", scope.first(), scope.last());
        return new MerchantStatement.RewardLine(
                rewardId, row.getString(2), row.getString(3), row.getLong(5), row.getLong(6), row.getLong(7), entries);
    }

    private static List<MerchantStatement.SettlementLine> settlements(Scope scope) throws SQLException {
        List<MerchantStatement.SettlementLine> lines = new ArrayList<>();
        try (PreparedStatement statement =
                        scope.overPostings(SETTLED, scope.merchantId(), scope.first(), scope.last());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                lines.add(new MerchantStatement.SettlementLine(
                        row.getLong(1),
                        row.getObject(2, LocalDate.class),
                        Id.of(SettlementId::new, row.getObject(3, UUID.class)),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(5) - row.getLong(6)));
            }
        }
        return lines;
    }
}
