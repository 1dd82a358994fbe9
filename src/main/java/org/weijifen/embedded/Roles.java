package org.weijifen.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The service's database and its two roles, neither of which is a superuser. One owns the database and migrates it. The other
 * serves, and may do what the first lets it.
 */
final class Roles {
    /** The only role of folders from before there were two; it owns their tables, so it is the owner everywhere. */
    static final String OWNER = "weijifen";

    static final String SERVICE = "weijifen_service";
    static final String DATABASE = "weijifen";

    private Roles() {}

    /** Creates the roles and the database unless they exist, and sets the roles' passwords. */
    static void prepare(
            String administrationUrl, String administratorPassword, String ownerPassword, String servicePassword)
            throws SQLException {
        try (Connection connection = connect(administrationUrl, PostgresServer.ADMINISTRATOR, administratorPassword);
                Statement statement = connection.createStatement()) {
            prepare(statement, OWNER, ownerPassword);
            prepare(statement, SERVICE, servicePassword);
            if (!exists(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + OWNER);
            }
        }
    }

    private static void prepare(Statement statement, String role, String password) throws SQLException {
        if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
            statement.execute("create role " + role);
        }
        // The password is hexadecimal: nothing in it needs quoting.
        statement.execute("alter role " + role
                + " with login nosuperuser nocreatedb nocreaterole noreplication password '" + password + "'");
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    static Connection connect(String url, String role, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source.getConnection(role, password);
    }
}
