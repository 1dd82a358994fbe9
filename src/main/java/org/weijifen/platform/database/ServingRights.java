package org.weijifen.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Gives the role that serves its rights in the tables, after each migration. The role that migrates owns the tables, and gives
 * the other one no more than its statements need. What is granted to another role holds on a distributed database too,
 * wherever a shard moves; what an owner has revoked from itself does not.
 *
 * <p>Where one role does both there is nobody to give anything to: the migrations revoke from it.
 */
public final class ServingRights extends BaseCallback {
    private static final String SERVING_ROLE = "quarkus.datasource.username";

    /** For instances that start at the same time: PostgreSQL fails when two change the rights of one table. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('weijifen serving rights'))";

    /** Citus refuses to change the rights of a table that others refer to in parallel; elsewhere it is a word without meaning. */
    private static final String ONE_AFTER_THE_OTHER = "set local citus.multi_shard_modify_mode = 'sequential'";

    /**
     * What it may do with each table or view of the service. What is in the books stays as it was written, and nobody deletes what
     * others refer to. A table that is not named here is closed, such as Flyway's own.
     */
    static final Map<String, Set<String>> TABLES = parse("""
            select insert: creation_key idempotency_key imported_fact import_row ledger_transaction posting
            select insert: redemption_line
            select insert update: access_client access_user account book closing community import member
            select insert update: merchant merchant_due redemption reward security_log_head settlement station
            select insert update: stocktake task
            select insert delete: ended_session kept_refusal member_session security_log stocktake_line
            select insert update delete: budget client_day instance signing_key
            """);

    /**
     * Where the service adds a row unless it is there (ON CONFLICT), and each server of Citus has a copy of the table: for the lock
     * that Citus takes there, the right to add rows is not enough.
     */
    private static final Set<String> LOCKED_COPIES = Set.of("creation_key", "ended_session");

    private static Map<String, Set<String>> parse(String text) {
        Map<String, Set<String>> tables = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(": ");
            for (String table : parts[1].split(" ")) {
                tables.put(table, new TreeSet<>(List.of(parts[0].split(" "))));
            }
        }
        return tables;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        String role = ConfigProvider.getConfig()
                .getOptionalValue(SERVING_ROLE, String.class)
                .orElse("");
        try {
            giveIfAnother(context.getConnection(), role);
        } catch (SQLException e) {
            throw new IllegalStateException("the role that serves can't be given its rights", e);
        }
    }

    /** Gives a role its rights, unless it is the one of the connection, or none is named. */
    static void giveIfAnother(Connection connection, String role) throws SQLException {
        if (!role.isEmpty() && isAnother(connection, role)) {
            give(connection, role);
        }
    }

    private static boolean isAnother(Connection connection, String role) throws SQLException {
        return ask(connection, "select current_user <> ?", role);
    }

    /** Changes only what differs: a start with nothing to change needs no other server of a distributed database. */
    static void give(Connection connection, String role) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            statement.execute(ONE_AFTER_THE_OTHER);
            String name = statement.enquoteIdentifier(role, true);
            if (!ask(connection, "select has_schema_privilege(?, current_schema(), 'usage')", role)) {
                statement.execute("grant usage on schema " + statement.enquoteIdentifier(connection.getSchema(), true)
                        + " to " + name);
            }
            boolean isDistributed = Distribution.isDistributed(connection);
            for (Map.Entry<String, Set<String>> table : given(connection, role).entrySet()) {
                Set<String> wanted = new TreeSet<>(TABLES.getOrDefault(table.getKey(), Set.of()));
                if (isDistributed && LOCKED_COPIES.contains(table.getKey())) {
                    wanted.add("update");
                }
                String on = " on " + statement.enquoteIdentifier(table.getKey(), true);
                if (!wanted.containsAll(table.getValue())) {
                    statement.execute("revoke all" + on + " from " + name);
                }
                if (!wanted.isEmpty() && !wanted.equals(table.getValue())) {
                    statement.execute("grant " + String.join(", ", wanted) + on + " to " + name);
                }
            }
        }
    }

    /** The tables and views of the role that migrates, with what the other one may do with them. */
    private static Map<String, Set<String>> given(Connection connection, String role) throws SQLException {
        Map<String, Set<String>> given = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select c.relname, lower(a.privilege_type)
                from pg_class c
                left join aclexplode(c.relacl) a on a.grantee = (select oid from pg_roles where rolname = ?)
                where c.relnamespace = (select oid from pg_namespace where nspname = current_schema())
                    and c.relkind in ('r', 'p', 'v') and pg_has_role(c.relowner, 'usage')
                """)) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Set<String> rights = given.computeIfAbsent(rows.getString(1), any -> new TreeSet<>());
                    if (rows.getString(2) != null) {
                        rights.add(rows.getString(2));
                    }
                }
            }
        }
        return given;
    }

    private static boolean ask(Connection connection, String question, String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }
}
