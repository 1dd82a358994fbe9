package org.weijifen.platform.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.PreventFurtherStepsException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Refuses a database that may lose acknowledged data. It runs before the first migration, which would fail on an old
 * PostgreSQL with an unclear message.
 */
@Singleton
final class SafetyCheck implements FlywayConfigurationCustomizer {
    private static final Logger LOG = Logger.getLogger(SafetyCheck.class);

    private final DatabaseConfig config;

    SafetyCheck(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        if (LaunchMode.current().isProduction()) {
            check(read(configuration.getDataSource()));
        }
    }

    private static ServerSettings read(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return ServerSettings.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the database can't be reached", e);
        }
    }

    private void check(ServerSettings server) {
        List<String> dangers = server.dangers();
        if (!dangers.isEmpty() && !config.allowUnsafe()) {
            throw new PreventFurtherStepsException(String.join(System.lineSeparator(), dangers), 1);
        }
        dangers.forEach(LOG::warn);
        if (server.superuser()) {
            LOG.warn(
                    "The service connects as a superuser, so the database can't keep it from changing what is in the books."
                            + " Give it a role of its own that owns its database and nothing else.");
        }
    }
}
