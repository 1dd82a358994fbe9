package org.weijifen.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The service's database and its role. The role owns the tables but is not a superuser. */
final class Roles {
    static final String APPLICATION = "weijifen";
    static final String DATABASE = "weijifen";

    private Roles() {}

    /** Creates the role and the database unless they exist, and sets the role's password. */
    static void prepare(String administrationUrl, String administratorPassword, String applicationPassword)
            throws SQLException {
        try (Connection connection = connect(administrationUrl, PostgresServer.ADMINISTRATOR, administratorPassword);
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select from pg_roles where rolname = '" + APPLICATION + "'")) {
                statement.execute("create role " + APPLICATION);
            }
            // The password is hexadecimal: nothing in it needs quoting.
            statement.execute("alter role " + APPLICATION
                    + " with login nosuperuser nocreatedb nocreaterole noreplication password '" + applicationPassword
                    + "'");
            if (!exists(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + APPLICATION);
            }
        }
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
