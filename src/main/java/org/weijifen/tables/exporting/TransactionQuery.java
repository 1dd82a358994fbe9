package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.day;
import static org.weijifen.tables.exporting.ExportColumn.instant;
import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;
import static org.weijifen.tables.exporting.ExportColumn.word;

import java.util.Arrays;
import java.util.List;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Moves;

/**
 * The books as a table: one row for each transaction and each member, reward or merchant whose accounts it moves. So
 * every row names one of them, and the sum of every column agrees with the books.
 *
 * <p>The query looks up each transaction by its key: see {@link org.weijifen.ledger.TransactionRows}.
 */
final class TransactionQuery {
    static final TableQuery QUERY = new TableQuery(
            """
            select t.sequence, t.effective_on, t.occurred_on, t.kind, m.member_no, m.display_name, w.code, w.title, s.title, k.code,
                   k.title, o.points, o.held, o.spent, o.units, o.reserved, o.handed_out, o.fen, t.quantity, t.unit_cost_fen, t.cost_fen,
                   t.reason, t.reference, t.reverses, r.sequence, t.recorded_at, %s, t.actor,
                   a.name, o.owner::text
            from (select t.* from ledger_transaction t
                  where t.community_id = :community and t.effective_on between coalesce(?::date, '-infinity')
                                                                  and coalesce(?::date, 'infinity')
                    and (?::text is null or t.kind = ?)
                  order by t.sequence offset 0) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = :community and r.reverses = t.sequence offset 0) r on true
            cross join lateral (
                select m.owner, min(m.position) as position,
                       sum(case when m.to_type in ('available', 'arrears') then m.amount else 0 end
                           - case when m.from_type in ('available', 'arrears') then m.amount else 0 end)::bigint as points,
                       sum(case when m.to_type = 'held' then m.amount else 0 end
                           - case when m.from_type = 'held' then m.amount else 0 end)::bigint as held,
                       sum(case when m.to_type = 'spent' then m.amount else 0 end
                           - case when m.from_type = 'spent' then m.amount else 0 end)::bigint as spent,
                       sum(case when m.to_type = 'shelf' then m.amount else 0 end
                           - case when m.from_type = 'shelf' then m.amount else 0 end)::bigint as units,
                       sum(case when m.to_type = 'reserved' then m.amount else 0 end
                           - case when m.from_type = 'reserved' then m.amount else 0 end)::bigint as reserved,
                       sum(case when m.to_type = 'handed-out' then m.amount else 0 end
                           - case when m.from_type = 'handed-out' then m.amount else 0 end)::bigint as handed_out,
                       sum(case when m.to_type = 'merchant' then m.amount else 0 end
                           - case when m.from_type = 'merchant' then m.amount else 0 end)::bigint as fen
                from %s m where m.sequence = t.sequence
                group by m.owner) o
            left join lateral (select m.member_no, m.display_name from member m
                where m.community_id = :community and m.id = o.owner offset 0) m on true
            left join lateral (select w.code, w.title from reward w
                where w.community_id = :community and w.id = o.owner offset 0) w on true
            left join lateral (select s.title from merchant s
                where s.community_id = :community and s.id = o.owner offset 0) s on true
            left join lateral (select k.code, k.title from task k
                where k.community_id = :community and k.id = t.task_id offset 0) k on true
            left join lateral (select coalesce(u.display_name, u.username, c.name) as name
                from (select substring(t.actor from '[0-9a-f]{8}-[0-9a-f-]{27}$')::uuid as id offset 0) i
                left join access_user u on u.id = i.id
                left join access_client c on c.id = i.id offset 0) a on true
            order by t.sequence, o.position
            """.formatted(Cause.TEXT_SQL, Moves.OF_COMMUNITY),
            List.of(
                    number("sequence"),
                    day("effectiveOn"),
                    day("occurredOn"),
                    word("kind", "kind"),
                    text("memberNo"),
                    text("displayName"),
                    text("rewardCode"),
                    text("rewardTitle"),
                    text("merchantTitle"),
                    text("taskCode").onRequest(),
                    text("taskTitle"),
                    number("pointsChange"),
                    number("heldChange"),
                    number("spentChange"),
                    number("unitsChange"),
                    number("reservedChange"),
                    number("handedOutChange"),
                    number("fenChange"),
                    number("quantity"),
                    number("unitCostFen"),
                    number("costFen").onRequest(),
                    text("reason"),
                    text("reference"),
                    number("reverses"),
                    number("reversedBy"),
                    instant("recordedAt"),
                    text("subject").onRequest(),
                    text("actor").onRequest(),
                    text("actorName").onRequest(),
                    text("ownerId").onRequest()),
            scope -> Arrays.asList(scope.from(), scope.to(), scope.kindCode(), scope.kindCode()));

    private TransactionQuery() {}
}
