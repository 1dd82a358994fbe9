package org.weijifen.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;

/**
 * The corrections for single members that the sums over all members need at the end of a month. By effective day, a
 * member's points may have paid arrears only later, or may have been redeemed before they were earned. For each such
 * member, free points and arrears are netted, as in the member's balance of that day.
 *
 * @param free points that are free in addition to the accounts of free points, and owed in addition to those of arrears
 * @param redeemedBeforeEarned points that members redeemed before they earned them
 * @param membersBelowZero the number of these members
 * @param listed the first of these members
 */
public record MemberOffsets(long free, long redeemedBeforeEarned, long membersBelowZero, List<String> listed) {
    /** The largest number of items that a check lists. */
    public static final int MAX_LISTED = 20;

    /**
     * Only facts that were recorded after their day can cause this, and a closed month gets no more of them. So they
     * are searched among the transactions recorded in between. They are redemptions of the past, and credits of members
     * who have had arrears.
     */
    private static final String MEMBERS = """
            with since as materialized (
                select min(f.sequence) as first, coalesce((select c.sequence from closing c
                    where c.community_id = :community and c.status = 'signed' and c.month >= ? order by c.month limit 1), b.sequence) as last
                from book b
                left join generate_series(?::timestamp, ?::timestamp, interval '1 day') as d(day) on true
                left join lateral (select t.sequence from ledger_transaction t
                    where t.community_id = :community and t.effective_on = d.day::date order by t.sequence limit 1) f on true
                where b.community_id = :community group by b.sequence),
            late as materialized (
                select p.owner, bool_or(t.kind = 'reservation') as redeemed
                from since s
                cross join lateral (select t.sequence, t.kind from ledger_transaction t
                    where t.community_id = :community and t.sequence between s.first and s.last and t.effective_on <= ?
                      and t.kind in ('credit', 'opening-balance', 'reservation') offset 0) t
                cross join lateral (select p.owner from posting p
                    where p.community_id = :community and p.sequence = t.sequence offset 0) p
                group by p.owner)
            select l.owner, b.available, b.arrears
            from late l
            cross join lateral (
                select coalesce(sum(m.points) filter (where a.type = 'available'), 0)::bigint as available,
                       coalesce(sum(m.points) filter (where a.type = 'arrears'), 0)::bigint as arrears
                from account a
                cross join lateral (
                    select sum(case when p.to_account = a.number then p.amount else -p.amount end) as points
                    from posting p
                    cross join lateral (select t.effective_on from ledger_transaction t
                        where t.community_id = :community and t.sequence = p.sequence offset 0) t
                    where p.community_id = :community and p.owner = l.owner and a.number in (p.from_account, p.to_account)
                      and t.effective_on <= ?) m
                where a.community_id = :community and a.owner = l.owner and a.type in ('available', 'arrears')
                  and (a.expires_on is null or a.expires_on > ?)) b
            where (l.redeemed or exists (select 1 from account a
                    where a.community_id = :community and a.owner = l.owner and a.type = 'arrears'))
              and (b.available < 0 or b.arrears > 0 or b.available > 0 and b.arrears < 0)
            order by l.owner
            """;

    /** Reads the corrections of a month with this first and last day. */
    static MemberOffsets read(Connection connection, UUID communityId, LocalDate first, LocalDate last, LocalDate today)
            throws SQLException {
        SqlQuery members = SqlQuery.of(communityId, MEMBERS, first, last.plusDays(1), today, last, last, last);
        try (PreparedStatement statement = members.prepare(connection)) {
            statement.setFetchSize(SqlQuery.FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                return sum(rows);
            }
        }
    }

    private static MemberOffsets sum(ResultSet rows) throws SQLException {
        long free = 0;
        long early = 0;
        long members = 0;
        List<String> listed = new ArrayList<>();
        while (rows.next()) {
            long available = rows.getLong(2);
            long arrears = rows.getLong(3);
            free += Math.max(0, available + arrears) - available;
            long gap = -(available + Math.max(0, arrears));
            if (gap > 0) {
                early += gap;
                members++;
                if (listed.size() < MAX_LISTED) {
                    listed.add(rows.getString(1));
                }
            }
        }
        return new MemberOffsets(free, early, members, listed);
    }
}
