package org.weijifen.merchant;

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
import org.weijifen.platform.Snapshots;

/**
 * Makes statements of what merchants are owed out of the postings of the books. It goes back from the present balance, over
 * what has happened since the month began and nothing older, so that it costs the same however old the books are.
 */
@Singleton
final class MerchantStatements {

    /**
     * The merchant's postings from a day on. The first number of that day is looked up by days ({@code offset 0} keeps
     * PostgreSQL from walking all numbers instead), and the merchant's postings from that number on.
     */
    private static final String POSTINGS = """
            with moved as (
                select p.sequence, p.position, p.amount, t.effective_on, t.kind, t.subject, t.reference,
                       f.type as from_type, g.type as to_type
                from posting p
                cross join lateral (select t.* from ledger_transaction t
                    where t.community_id = p.community_id and t.sequence = p.sequence offset 0) t
                cross join lateral (select f.type from account f
                    where f.community_id = p.community_id and f.number = p.from_account offset 0) f
                cross join lateral (select g.type from account g
                    where g.community_id = p.community_id and g.number = p.to_account offset 0) g
                where p.community_id = ? and p.owner = ?
                  and p.sequence >= (select min(d.sequence) from (
                        select l.sequence from ledger_transaction l
                        where l.community_id = ? and l.effective_on >= ? offset 0) d)
                  and t.effective_on >= ?)
            """;

    private static final String NET = """
            select coalesce(sum(case when to_type = 'MERCHANT' then amount else 0 end
                              - case when from_type = 'MERCHANT' then amount else 0 end)
                            filter (where effective_on <= ?), 0)::bigint,
                   coalesce(sum(case when to_type = 'MERCHANT' then amount else 0 end
                              - case when from_type = 'MERCHANT' then amount else 0 end)
                            filter (where effective_on > ?), 0)::bigint
            from moved
            """;

    private static final String BY_REWARD = """
            select d.reward_id, w.code, w.title, m.to_type = 'MERCHANT', coalesce(sum(abs(d.quantity)), 0)::bigint,
                   sum(m.amount)::bigint, count(*),
                   bool_and(coalesce(d.amount_fen = case when m.to_type = 'MERCHANT' then m.amount else -m.amount end, false))
            from moved m
            left join merchant_due d on d.community_id = ? and d.sequence = m.sequence and d.position = m.position
            left join reward w on w.community_id = ? and w.id = d.reward_id
            where m.effective_on <= ? and 'PAYABLE' in (m.from_type, m.to_type)
            group by d.reward_id, w.code, w.title, m.to_type = 'MERCHANT'
            order by w.code
            """;

    private static final String SETTLED = """
            select m.sequence, m.effective_on, s.id, m.reference,
                   coalesce(sum(m.amount) filter (where m.to_type = 'SETTLED'), 0)::bigint,
                   coalesce(sum(m.amount) filter (where m.from_type = 'SETTLED'), 0)::bigint
            from moved m
            left join settlement s on s.community_id = ? and m.subject = 'settlement/' || s.id and s.merchant_id = ?
            where m.effective_on <= ? and 'SETTLED' in (m.from_type, m.to_type)
            group by m.sequence, m.effective_on, s.id, m.reference
            order by m.sequence
            """;

    private static final String OWED = """
            select coalesce(sum(a.balance), 0)::bigint from account a
            where a.community_id = ? and a.owner = ? and a.type = 'MERCHANT'
            """;

    private static final String UNSETTLED = """
            select coalesce((select sum(m.amount_fen) from merchant_due m
                       where m.community_id = ? and m.merchant_id = ? and m.settlement_id is null), 0)::bigint
                 + coalesce((select sum(m.amount_fen) from settlement s
                       join merchant_due m on m.community_id = s.community_id and m.settlement_id = s.id
                       where s.community_id = ? and s.merchant_id = ?
                         and s.status in ('draft', 'submitted', 'accepted')), 0)::bigint
            """;

    private final Snapshots snapshots;

    MerchantStatements(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** What the lines of a statement are made from. */
    private record Scope(Connection connection, String community, UUID communityId, UUID merchantId, YearMonth month) {

        LocalDate first() {
            return month.atDay(1);
        }

        LocalDate last() {
            return month.atEndOfMonth();
        }

        /** A statement over the merchant's postings since the month began, and then these values. */
        PreparedStatement overPostings(String sql, Object... values) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(POSTINGS + sql);
            List<Object> all = new ArrayList<>(List.of(communityId, merchantId, communityId, first(), first()));
            all.addAll(List.of(values));
            for (int i = 0; i < all.size(); i++) {
                statement.setObject(i + 1, all.get(i));
            }
            return statement;
        }
    }

    /** What postings of one direction add up to, and whether each has its entry. */
    private record Rewards(
            List<MerchantStatement.RewardLine> earned,
            List<MerchantStatement.RewardLine> returned,
            boolean explained) {}

    /** The statement of a month, which may not be over yet. */
    MerchantStatement of(String community, UUID communityId, UUID merchantId, YearMonth month) {
        return snapshots.read(connection -> make(new Scope(connection, community, communityId, merchantId, month)));
    }

    private static MerchantStatement make(Scope scope) throws SQLException {
        long owed = number(scope, OWED, scope.communityId(), scope.merchantId());
        long unsettled = number(
                scope, UNSETTLED, scope.communityId(), scope.merchantId(), scope.communityId(), scope.merchantId());
        Rewards rewards = rewards(scope);
        List<MerchantStatement.SettlementLine> settlements = settlements(scope);
        long earned = sum(rewards.earned());
        long returned = sum(rewards.returned());
        long settled = settlements.stream()
                .mapToLong(MerchantStatement.SettlementLine::fen)
                .sum();
        try (PreparedStatement statement = scope.overPostings(NET, scope.last(), scope.last());
                ResultSet row = statement.executeQuery()) {
            row.next();
            long closing = owed - row.getLong(2);
            long opening = closing - row.getLong(1);
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
                    new MerchantStatement.Proof(owed, unsettled, adds && rewards.explained() && owed == unsettled));
        }
    }

    private static long number(Scope scope, String sql, UUID... values) throws SQLException {
        try (PreparedStatement statement = scope.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static long sum(List<MerchantStatement.RewardLine> lines) {
        return lines.stream().mapToLong(MerchantStatement.RewardLine::fen).sum();
    }

    private static Rewards rewards(Scope scope) throws SQLException {
        List<MerchantStatement.RewardLine> earned = new ArrayList<>();
        List<MerchantStatement.RewardLine> returned = new ArrayList<>();
        boolean explained = true;
        try (PreparedStatement statement =
                        scope.overPostings(BY_REWARD, scope.communityId(), scope.communityId(), scope.last());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                boolean isEarned = row.getBoolean(4);
                (isEarned ? earned : returned).add(line(scope, row, isEarned));
                explained &= row.getBoolean(8);
            }
        }
        return new Rewards(earned, returned, explained);
    }

    private static MerchantStatement.RewardLine line(Scope scope, ResultSet row, boolean earned) throws SQLException {
        UUID rewardId = row.getObject(1, UUID.class);
        String entries = rewardId == null
                ? null
                : "/v1/communities/%s/merchants/%s/dues?rewardId=%s&direction=%s&from=%s&to=%s"
                        .formatted(
                                scope.community(),
                                scope.merchantId(),
                                rewardId,
                                earned ? "earned" : "returned",
                                scope.first(),
                                scope.last());
        return new MerchantStatement.RewardLine(
                rewardId, row.getString(2), row.getString(3), row.getLong(5), row.getLong(6), row.getLong(7), entries);
    }

    private static List<MerchantStatement.SettlementLine> settlements(Scope scope) throws SQLException {
        List<MerchantStatement.SettlementLine> lines = new ArrayList<>();
        try (PreparedStatement statement =
                        scope.overPostings(SETTLED, scope.communityId(), scope.merchantId(), scope.last());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                lines.add(new MerchantStatement.SettlementLine(
                        row.getLong(1),
                        row.getObject(2, LocalDate.class),
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(5) - row.getLong(6)));
            }
        }
        return lines;
    }
}
