package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** Reads the other data of a statement besides moves: people, costs and titles. All of it is found by days or by keys. */
public final class MonthReadings {
    /** The current title of a task or reward. */
    record Title(String code, String title, String kind) {}

    private MonthReadings() {}

    /** The number of people who had a credit or collected something. */
    static MonthStatement.People people(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        return SqlQuery.of(communityId, """
                with took_part as (
                    select distinct t.kind, p.owner
                    from (select t.sequence, t.kind from ledger_transaction t
                        where t.community_id = :community and t.effective_on between ? and ?
                          and t.kind in ('credit', 'collection') offset 0) t
                    cross join lateral (select p.owner, p.from_account from posting p
                        where p.community_id = :community and p.sequence = t.sequence offset 0) p
                    cross join lateral (select f.type from account f
                        where f.community_id = :community and f.number = p.from_account offset 0) f
                    where f.type in ('earned', 'held'))
                select count(*) filter (where w.kind = 'credit'),
                       count(distinct m.household) filter (where w.kind = 'credit'),
                       count(*) filter (where w.kind = 'collection'),
                       count(distinct m.household) filter (where w.kind = 'collection')
                from took_part w left join member m on m.community_id = :community and m.id = w.owner
                """, first, last)
                .list(
                        connection,
                        row -> new MonthStatement.People(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), null))
                .get(0);
    }

    /** The cost of collected units, less that of returned ones, in fen. */
    static long costFen(Connection connection, UUID communityId, LocalDate first, LocalDate last) throws SQLException {
        return SqlQuery.of(communityId, """
                select coalesce(sum(c.fen), 0)::bigint
                from (select t.kind, t.cause_id, t.cost_fen from ledger_transaction t
                    where t.community_id = :community and t.effective_on between ? and ?
                      and t.kind in ('collection', 'return')
                      and t.cause_kind = 'redemption' offset 0) t
                cross join lateral (""" + COST + ") c", first, last)
                .list(connection, row -> row.getLong(1))
                .get(0);
    }

    /**
     * The cost of the units that transaction {@code t} handed out or took back, as {@code fen}. For transactions of
     * older versions, which did not record it, it is computed from the lines of their redemption.
     */
    static final String COST = """
            select (case t.kind when 'collection' then 1 else -1 end)
                   * coalesce(t.cost_fen, (select sum(l.quantity * l.cost_fen) from redemption_line l
                       where l.community_id = :community and l.redemption_id = t.cause_id)) as fen
            """;

    /** The current titles of tasks. A task without a row is left out. */
    static Map<TaskId, Title> tasks(Connection connection, UUID communityId, Collection<TaskId> ids)
            throws SQLException {
        return titles(connection, "select t.id, t.code, t.title, null from task t", communityId, ids, TaskId::new);
    }

    /** The current titles of rewards. A reward without a row is left out. */
    static Map<RewardId, Title> rewards(Connection connection, UUID communityId, Collection<RewardId> ids)
            throws SQLException {
        return titles(
                connection, "select t.id, t.code, t.title, t.kind from reward t", communityId, ids, RewardId::new);
    }

    /** The current titles of merchants. A merchant without a row is left out. */
    static Map<MerchantId, Title> merchants(Connection connection, UUID communityId, Collection<MerchantId> ids)
            throws SQLException {
        return titles(
                connection, "select t.id, t.code, t.title, null from merchant t", communityId, ids, MerchantId::new);
    }

    /** Counted units by reward in some days: the last count at each station. */
    static Map<RewardId, Long> counted(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        Map<RewardId, Long> counted = new HashMap<>();
        SqlQuery.of(communityId, """
                select c.reward_id, sum(c.counted)::bigint from (
                    select distinct on (l.reward_id, s.station_id) l.reward_id, l.counted
                    from stocktake s
                    join stocktake_line l on l.community_id = :community and l.stocktake_id = s.id
                    where s.community_id = :community and s.status = 'completed' and s.counted_on between ? and ?
                    order by l.reward_id, s.station_id, s.counted_on desc, s.closed_at desc, s.id desc) c
                group by c.reward_id
                """, first, last)
                .forEach(connection, rows -> counted.put(new RewardId(rows.getObject(1, UUID.class)), rows.getLong(2)));
        return counted;
    }

    /** The number of stocktakes that were completed for some days, or are open for these or earlier days. */
    public static long stocktakes(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        return SqlQuery.of(communityId, "select " + stocktakes(":community", "?", "?"), first, last, last)
                .list(connection, row -> row.getLong(1))
                .get(0);
    }

    /** The same as an expression of SQL. */
    public static String stocktakes(String communityId, String first, String last) {
        String of = "(select count(*) from stocktake s where s.community_id = " + communityId;
        return of + " and s.status = 'completed' and s.counted_on between " + first + " and " + last + ") + " + of
                + " and s.status = 'open' and s.counted_on <= " + last + ")";
    }

    private static <K> Map<K, Title> titles(
            Connection connection, String select, UUID communityId, Collection<K> ids, Function<UUID, K> kind)
            throws SQLException {
        Map<K, Title> titles = new HashMap<>();
        SqlQuery.of(
                        communityId,
                        select + " where t.community_id = :community and t.id = any(?)",
                        connection.createArrayOf("uuid", ids.toArray()))
                .forEach(
                        connection,
                        row -> titles.put(
                                kind.apply(row.getObject(1, UUID.class)),
                                new Title(row.getString(2), row.getString(3), row.getString(4))));
        return titles;
    }
}
