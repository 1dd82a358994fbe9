package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.instant;
import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;
import static org.weijifen.tables.exporting.ExportColumn.word;

import java.util.Arrays;
import java.util.List;

/**
 * Members with their balances, in order of their numbers. Points that lapsed before today count as expired, whether or
 * not the expiry is posted.
 */
final class MemberQuery {
    static final TableQuery QUERY = new TableQuery(
            """
            select m.member_no, m.display_name, m.phone, m.group_code, m.household, m.status, m.created_at,
                   coalesce(b.available, 0), coalesce(b.held, 0), coalesce(b.arrears, 0), coalesce(b.earned, 0),
                   coalesce(b.spent, 0), coalesce(b.expired, 0), coalesce(b.deducted, 0)
            from member m
            left join (
                select a.owner,
                       sum(case when a.type = 'available' and not a.overdue then a.balance else 0 end)::bigint as available,
                       sum(case when a.type = 'held' then a.balance else 0 end)::bigint as held,
                       sum(case when a.type = 'arrears' then - a.balance else 0 end)::bigint as arrears,
                       sum(case when a.type = 'earned' then - a.balance else 0 end)::bigint as earned,
                       sum(case when a.type = 'spent' then a.balance else 0 end)::bigint as spent,
                       sum(case when a.type = 'expired' or a.overdue then a.balance else 0 end)::bigint as expired,
                       sum(case when a.type = 'forfeited' then a.balance else 0 end)::bigint as deducted
                from (select a.owner, a.type, a.balance,
                             a.type = 'available' and coalesce(a.expires_on < ?, false) as overdue
                      from account a
                      where a.community_id = :community and not a.lapsed
                        and a.type in ('available', 'held', 'arrears', 'earned', 'spent',
                                                              'expired', 'forfeited')) a
                group by a.owner) b on b.owner = m.id
            where m.community_id = :community and (?::text is null or m.group_code = ?)
            order by m.member_no
            """,
            List.of(
                    text("memberNo"),
                    text("displayName"),
                    text("phone"),
                    text("group"),
                    text("household"),
                    word("status", "member-status"),
                    instant("createdAt").onRequest(),
                    number("available"),
                    number("held"),
                    number("arrears"),
                    number("earned"),
                    number("spent"),
                    number("expired"),
                    number("deducted")),
            scope -> Arrays.asList(scope.today(), scope.group(), scope.group()));

    private MemberQuery() {}
}
