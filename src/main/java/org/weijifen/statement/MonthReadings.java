package org.weijifen.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What a statement reads besides moves: people, costs and titles. All of it is found by the days or by keys. */
public final class MonthReadings {
    /** How a task or reward is called now. */
    record Title(String code, String title, String kind) {}

    private MonthReadings() {}

    /** How many people had a credit or collected something. */
    static MonthStatement.People people(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                with took_part as (
                    select distinct t.kind, p.owner
                    from (select t.community_id, t.sequence, t.kind from ledger_transaction t
                        where t.community_id = ? and t.effective_on between ? and ?
                          and t.kind in ('credit', 'collection') offset 0) t
                    cross join lateral (select p.owner, p.from_account from posting p
                        where p.community_id = t.community_id and p.sequence = t.sequence offset 0) p
                    cross join lateral (select f.type from account f
                        where f.community_id = t.community_id and f.number = p.from_account offset 0) f
                    where f.type in ('EARNED', 'HELD'))
                select count(*) filter (where w.kind = 'credit'),
                       count(distinct m.household) filter (where w.kind = 'credit'),
                       count(*) filter (where w.kind = 'collection'),
                       count(distinct m.household) filter (where w.kind = 'collection')
                from took_part w left join member m on m.community_id = ? and m.id = w.owner
                """)) {
            statement.setObject(1, communityId);
            statement.setObject(2, first);
            statement.setObject(3, last);
            statement.setObject(4, communityId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new MonthStatement.People(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), null);
            }
        }
    }

    /** What was collected has cost, less what was returned, in fen. */
    static long costFen(Connection connection, UUID communityId, LocalDate first, LocalDate last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select coalesce(sum(c.fen), 0)::bigint
                from (select t.community_id, t.kind, t.cause_id, t.cost_fen from ledger_transaction t
                    where t.community_id = ? and t.effective_on between ? and ?
                      and t.kind in ('collection', 'return')
                      and t.cause_kind = 'redemption' offset 0) t
                cross join lateral (""" + COST + ") c")) {
            statement.setObject(1, communityId);
            statement.setObject(2, first);
            statement.setObject(3, last);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * The cost of what transaction {@code t} handed out or took back, as {@code fen}. Transactions that were written before the
     * books kept it have it from the lines of their redemption.
     */
    static final String COST = """
            select (case t.kind when 'collection' then 1 else -1 end)
                   * coalesce(t.cost_fen, (select sum(l.quantity * l.cost_fen) from redemption_line l
                       where l.community_id = t.community_id and l.redemption_id = t.cause_id)) as fen
            """;

    /** How tasks are called now; what has no row is left out. */
    static Map<UUID, Title> tasks(Connection connection, UUID communityId, Collection<UUID> ids) throws SQLException {
        return titles(connection, "select t.id, t.code, t.title, null from task t", communityId, ids);
    }

    /** How rewards are called now; what has no row is left out. */
    static Map<UUID, Title> rewards(Connection connection, UUID communityId, Collection<UUID> ids) throws SQLException {
        return titles(connection, "select t.id, t.code, t.title, t.kind from reward t", communityId, ids);
    }

    /** How merchants are called now; what has no row is left out. */
    static Map<UUID, Title> merchants(Connection connection, UUID communityId, Collection<UUID> ids)
            throws SQLException {
        return titles(connection, "select t.id, t.code, t.title, null from merchant t", communityId, ids);
    }

    /** Units by reward as they were counted on some days: at each station by the last count there. */
    static Map<UUID, Long> counted(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select c.reward_id, sum(c.counted)::bigint from (
                    select distinct on (l.reward_id, s.station_id) l.reward_id, l.counted
                    from stocktake s
                    join stocktake_line l on l.community_id = s.community_id and l.stocktake_id = s.id
                    where s.community_id = ? and s.status = 'completed' and s.counted_on between ? and ?
                    order by l.reward_id, s.station_id, s.counted_on desc, s.closed_at desc, s.id desc) c
                group by c.reward_id
                """)) {
            statement.setObject(1, communityId);
            statement.setObject(2, first);
            statement.setObject(3, last);
            Map<UUID, Long> counted = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counted.put(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
            return counted;
        }
    }

    /** How many stocktakes of some days have been completed, or are open and meant for these or earlier ones. */
    public static long stocktakes(Connection connection, UUID communityId, LocalDate first, LocalDate last)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + stocktakes("?", "?", "?"))) {
            statement.setObject(1, communityId);
            statement.setObject(2, first);
            statement.setObject(3, last);
            statement.setObject(4, communityId);
            statement.setObject(5, last);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The same as an expression of SQL. */
    public static String stocktakes(String communityId, String first, String last) {
        String of = "(select count(*) from stocktake s where s.community_id = " + communityId;
        return of + " and s.status = 'completed' and s.counted_on between " + first + " and " + last + ") + " + of
                + " and s.status = 'open' and s.counted_on <= " + last + ")";
    }

    private static Map<UUID, Title> titles(Connection connection, String select, UUID communityId, Collection<UUID> ids)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(select + " where t.community_id = ? and t.id = any(?)")) {
            statement.setObject(1, communityId);
            statement.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Title> titles = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    titles.put(
                            row.getObject(1, UUID.class),
                            new Title(row.getString(2), row.getString(3), row.getString(4)));
                }
            }
            return titles;
        }
    }
}
