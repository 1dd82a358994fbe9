package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.day;
import static org.weijifen.tables.exporting.ExportColumn.instant;
import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;
import static org.weijifen.tables.exporting.ExportColumn.word;

import java.util.Arrays;
import java.util.List;

/** The moves of rewards' units, one row each, in the order of the books. */
final class StockMovementQuery {
    static final TableQuery QUERY = new TableQuery(
            """
            select t.sequence, t.effective_on, t.occurred_on, t.kind, w.code, w.title, f.type, v.title, g.type,
                   u.title, p.amount, t.unit_cost_fen, p.amount * t.unit_cost_fen, t.reason, t.reference, t.recorded_at
            from (select t.* from ledger_transaction t
                  where t.community_id = :community and t.effective_on between coalesce(?::date, '-infinity')
                                                                  and coalesce(?::date, 'infinity')
                    and (?::text is null or t.kind = ?)
                  order by t.sequence offset 0) t
            cross join lateral (select p.* from posting p
                where p.community_id = :community and p.sequence = t.sequence offset 0) p
            cross join lateral (select w.code, w.title from reward w
                where w.community_id = :community and w.id = p.owner offset 0) w
            cross join lateral (select f.type, f.station from account f
                where f.community_id = :community and f.number = p.from_account offset 0) f
            cross join lateral (select g.type, g.station from account g
                where g.community_id = :community and g.number = p.to_account offset 0) g
            left join lateral (select v.title from station v
                where v.community_id = :community and v.id = f.station offset 0) v on true
            left join lateral (select u.title from station u
                where u.community_id = :community and u.id = g.station offset 0) u on true
            order by t.sequence, p.position
            """,
            List.of(
                    number("sequence"),
                    day("effectiveOn"),
                    day("occurredOn"),
                    word("kind", "kind"),
                    text("rewardCode"),
                    text("rewardTitle"),
                    word("movedFrom", "place"),
                    text("fromStation"),
                    word("movedTo", "place"),
                    text("toStation"),
                    number("quantity"),
                    number("unitCostFen"),
                    number("costFen"),
                    text("reason"),
                    text("reference"),
                    instant("recordedAt")),
            scope -> Arrays.asList(scope.from(), scope.to(), scope.kindCode(), scope.kindCode()));

    private StockMovementQuery() {}
}
