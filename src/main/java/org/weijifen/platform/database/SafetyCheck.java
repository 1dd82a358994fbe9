package org.weijifen.platform.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/**
 * Refuses a database that may lose acknowledged data. It runs before the first migration, which would fail on an old
 * PostgreSQL with an unclear message. Once there are tables, it warns of a role that could change what is in the books.
 */
@Singleton
final class SafetyCheck implements FlywayConfigurationCustomizer {
    private static final Logger LOG = Logger.getLogger(SafetyCheck.class);

    private static final String SUPERUSER =
            "The service connects as a superuser, so the database can't keep it from changing what is in the books.";

    private static final String OWNER =
            "One role owns the tables and serves: it could give back to itself the rights to change what is in the books, and on"
                    + " Citus each move of a shard does so.";

    private static final String REMEDY =
            " Name a role that owns nothing in QUARKUS_DATASOURCE_USERNAME, and the one that owns the tables in"
                    + " QUARKUS_FLYWAY_USERNAME: see docs/running.md.";

    private final DatabaseConfig config;
    private final DataSource serving;
    private final Snapshots snapshots;

    SafetyCheck(DatabaseConfig config, DataSource serving, Snapshots snapshots) {
        this.config = config;
        this.serving = serving;
        this.snapshots = snapshots;
    }

    /** Settings may differ by role: those count that the service writes with, and not those of whoever migrates. */
    @Override
    public void customize(FluentConfiguration configuration) {
        if (LaunchMode.current().isProduction()) {
            check(read());
        }
    }

    private ServerSettings read() {
        try (Connection connection = serving.getConnection()) {
            return ServerSettings.read(connection);
        } catch (SQLException e) {
            throw new PreventFurtherStepsException(StartRefusal.DATABASE_CLOSED.describe(e.getMessage()), 1);
        }
    }

    private void check(ServerSettings server) {
        List<String> dangers = server.dangers();
        if (!dangers.isEmpty() && !config.allowUnsafe()) {
            throw new PreventFurtherStepsException(String.join(System.lineSeparator(), dangers), 1);
        }
        dangers.forEach(LOG::warn);
    }

    void warnOfTheRole(@Observes StartupEvent event) {
        if (LaunchMode.current().isProduction()) {
            snapshots
                    .lookUp(connection -> new SqlQuery("""
                    select current_setting('is_superuser')::boolean, pg_has_role(current_user, relowner, 'member')
                    from pg_class where oid = 'posting'::regclass
                    """)
                            .list(connection, row -> row.getBoolean(1) ? SUPERUSER : row.getBoolean(2) ? OWNER : ""))
                    .stream()
                    .filter(danger -> !danger.isEmpty())
                    .forEach(danger -> LOG.warn(danger + REMEDY));
        }
    }
}
