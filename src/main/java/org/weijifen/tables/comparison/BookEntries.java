package org.weijifen.tables.comparison;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;

/**
 * Reads the entries of the books in a period and the tolerance around it, in order of the days. A fact that was
 * recorded late counts on the day it happened, as in a table of people.
 */
final class BookEntries {
    static final int MAX_ENTRIES = 100_000;

    /**
     * What happened within some days, or was booked then and happened on another. Both parts walk an index of days, so that it costs what the period holds, whatever the
     * age of the books. Being a table of its own it is read first, and all else looked up from it; what a transaction is
     * about is made out once for each, since a small table that it was compared with would do so once for each of its rows.
     */
    private static final String FACTS = """
            select t.* from ledger_transaction t
            where t.community_id = :community and t.effective_on between ? and ?
              and (t.occurred_on is null or t.occurred_on not between ? and ?)
            union all
            select t.* from ledger_transaction t
            where t.community_id = :community and t.occurred_on between ? and ?
            """;

    private static final String CREDITS = """
            select t.sequence, o.owner, m.member_no, k.id, coalesce(k.title, t.reason), t.reason, t.quantity, o.points,
                   coalesce(t.occurred_on, t.effective_on) as day, t.reference, null::text,
                   case when r.sequence is not null then 'reversed' end
            from (select t.* from (""" + FACTS + """
                  ) t where t.kind = 'credit' offset 0) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = :community and r.reverses = t.sequence offset 0) r on true
            cross join lateral (
                select p.owner, sum(p.amount)::bigint as points
                from posting p
                cross join lateral (select f.type from account f
                    where f.community_id = :community and f.number = p.from_account offset 0) f
                where p.community_id = :community and p.sequence = t.sequence and f.type = 'earned'
                group by p.owner) o
            cross join lateral (select m.member_no from member m
                where m.community_id = :community and m.id = o.owner offset 0) m
            left join lateral (select k.id, k.title from task k
                where k.community_id = :community and k.id = t.task_id offset 0) k on true
            order by day, t.sequence limit ?
            """;

    private static final String REDEMPTIONS = """
            select t.sequence, r.member_id, m.member_no, l.reward_id, l.title, null::text, l.quantity,
                   l.points * l.quantity, coalesce(t.occurred_on, t.effective_on) as day, v.reference, r.id::text,
                   case when r.status in ('cancelled', 'expired', 'returned') then r.status end
            from (select t.* from (""" + FACTS + """
                  ) t where t.kind in ('reservation', 'collection') offset 0) t
            cross join lateral (select r.* from redemption r
                where r.community_id = :community and r.id = t.cause_id offset 0) r
            cross join lateral (select l.* from redemption_line l
                where l.community_id = :community and l.redemption_id = r.id offset 0) l
            cross join lateral (select v.reference from ledger_transaction v
                where v.community_id = :community and v.sequence = r.reservation offset 0) v
            cross join lateral (select m.member_no from member m
                where m.community_id = :community and m.id = r.member_id offset 0) m
            where t.sequence = coalesce(r.collection, r.reservation)
            order by day, t.sequence, l.position limit ?
            """;

    private BookEntries() {}

    /**
     * Reads the entries.
     *
     * @throws ProblemException {@code limit_exceeded} for more than 100,000
     */
    static List<BookEntry> read(Connection connection, UUID communityId, MatchingKind kind, ComparedDays days)
            throws SQLException {
        String sql =
                switch (kind) {
                    case CREDITS -> CREDITS;
                    case REDEMPTIONS -> REDEMPTIONS;
                };
        LocalDate from = days.earliest();
        LocalDate to = days.latest();
        List<BookEntry> entries = new ArrayList<>();
        SqlQuery.of(communityId, sql, from, to, from, to, from, to, MAX_ENTRIES + 1).stream(
                connection, row -> entries.add(entry(row)));
        if (entries.size() > MAX_ENTRIES) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "reconciliation", MAX_ENTRIES);
        }
        return entries;
    }

    private static BookEntry entry(ResultSet row) throws SQLException {
        UUID item = row.getObject(4, UUID.class);
        return new BookEntry(
                row.getLong(1),
                new MemberId(row.getObject(2, UUID.class)),
                row.getString(3),
                item == null ? Items.saying(row.getString(6)) : Items.of(item),
                row.getString(5),
                row.getObject(7, Long.class),
                row.getLong(8),
                row.getObject(9, LocalDate.class),
                references(row.getString(10), row.getString(11)),
                row.getString(12));
    }

    private static List<String> references(String... given) {
        return Stream.of(given).filter(Objects::nonNull).toList();
    }
}
