package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.day;
import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;
import static org.weijifen.tables.exporting.ExportColumn.word;

import java.util.Arrays;
import java.util.List;

/** The lines of redemptions in order of the requests, with title, price and cost at that time. */
final class RedemptionQuery {
    static final TableQuery QUERY = new TableQuery(
            """
            select r.requested_on, m.member_no, m.display_name, l.code, l.title, l.quantity, l.points, l.points * l.quantity,
                   l.cost_fen, case r.status when 'collected' then l.cost_fen * l.quantity else 0 end, r.status, s.title, r.pickup_by, c.day, e.day, r.note, r.id::text, r.reservation,
                   r.collection, r.closing
            from redemption r
            join redemption_line l on l.community_id = :community and l.redemption_id = r.id
            join member m on m.community_id = :community and m.id = r.member_id
            left join lateral (select coalesce(c.occurred_on, c.effective_on) as day from ledger_transaction c
                where c.community_id = :community and c.sequence = r.collection offset 0) c on true
            left join lateral (select coalesce(e.occurred_on, e.effective_on) as day from ledger_transaction e
                where e.community_id = :community and e.sequence = r.closing offset 0) e on true
            left join station s on s.community_id = :community and s.id = r.station_id
            where r.community_id = :community and r.requested_on between coalesce(?::date, '-infinity') and coalesce(?::date, 'infinity')
            order by r.id, l.position
            """,
            List.of(
                    day("requestedOn"),
                    text("memberNo"),
                    text("displayName"),
                    text("rewardCode"),
                    text("rewardTitle"),
                    number("quantity"),
                    number("unitPoints"),
                    number("points"),
                    number("unitCostFen"),
                    number("costFen"),
                    word("status", "redemption-status"),
                    text("station"),
                    day("pickupBy"),
                    day("collectedOn"),
                    day("closedOn"),
                    text("note"),
                    text("redemptionId"),
                    number("reservation").onRequest(),
                    number("collection").onRequest(),
                    number("closing").onRequest()),
            scope -> Arrays.asList(scope.from(), scope.to()));

    private RedemptionQuery() {}
}
