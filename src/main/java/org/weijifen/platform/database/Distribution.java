package org.weijifen.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * Spreads the tables over the servers of Citus, by {@code db/distribute.sql}. An operator does so once, by the command
 * {@code distribute}. From then on it happens behind each migration, to the tables that this one has made. Any other database
 * stays as it is.
 */
public final class Distribution extends BaseCallback {
    private static final String SCRIPT = "/db/distribute.sql";

    /** The names of the settings with which the command connects: those of the owner, or else of the only role. */
    private static final List<String> USERNAME = List.of("quarkus.flyway.username", "quarkus.datasource.username");

    private static final List<String> PASSWORD = List.of("quarkus.flyway.password", "quarkus.datasource.password");
    private static final List<String> URL = List.of("quarkus.flyway.jdbc-url", "quarkus.datasource.jdbc.url");

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    /** In the transaction of the migration, so that no table is ever seen where it does not belong. */
    @Override
    public void handle(Event event, Context context) {
        try {
            if (isDistributed(context.getConnection())) {
                distribute(context.getConnection());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a new table can't be spread over the servers", e);
        }
    }

    /** Whether the books are spread already. The catalogue of Citus can't be named where there is none. */
    static boolean isDistributed(Connection connection) throws SQLException {
        return ask(connection, "select " + Sharding.FOUND)
                && ask(
                        connection,
                        "select exists (select from pg_dist_partition where logicalrelid = to_regclass('book'))");
    }

    private static boolean ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /** Spreads what is not spread yet, and says what became of each of these tables. */
    static List<String> distribute(Connection connection) throws SQLException {
        List<String> said = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(script());
            for (SQLWarning told = statement.getWarnings(); told != null; told = told.getNextWarning()) {
                said.add(told.getMessage());
            }
        }
        return said;
    }

    static String script() {
        try (InputStream script = Distribution.class.getResourceAsStream(SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The command: what it has to say, one line for each table.
     *
     * @throws StartRefusedException when no database is named, or it can't be spread
     */
    public static List<String> run(Config config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(
                setting(config, URL).orElseThrow(() -> StartRefusal.NOT_DISTRIBUTED.with("no database is named")));
        source.setUser(setting(config, USERNAME).orElse(null));
        source.setPassword(setting(config, PASSWORD).orElse(null));
        try (Connection connection = source.getConnection()) {
            List<String> said = distribute(connection);
            // What is spread asks for other rights.
            connection.setAutoCommit(false);
            ServingRights.giveIfAnother(
                    connection,
                    setting(config, List.of("quarkus.datasource.username")).orElse(""));
            connection.commit();
            return said.isEmpty() ? List.of("all tables are where they belong") : said;
        } catch (SQLException e) {
            throw StartRefusal.NOT_DISTRIBUTED.with(reason(e));
        }
    }

    /** What the server says, without where in its source it says so. */
    private static String reason(SQLException refused) {
        return refused instanceof PSQLException server && server.getServerErrorMessage() != null
                ? server.getServerErrorMessage().getMessage()
                : refused.getMessage();
    }

    private static Optional<String> setting(Config config, List<String> names) {
        return names.stream()
                .map(name -> config.getOptionalValue(name, String.class))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
