package org.weijifen.platform.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.TransactionSettings;

/**
 * Sets up each connection of the pool once, so that every reading has a timeout without an extra round trip. Writers
 * set their own timeout. Plans are not kept, because a kept plan may have been made before the tables were filled. Only
 * look-ups by keys keep their plans, see {@link TransactionSettings}, and not even they where the database is distributed:
 * it has to know the community when it plans.
 */
@Singleton
final class NewConnections implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(NewConnections.class);

    private final String settings;

    NewConnections(ReadingConfig reading, DatabaseConfig database) {
        String sharded = database.sharded().map(String::valueOf).orElse(Sharding.FOUND);
        this.settings = "set plan_cache_mode = force_custom_plan; set jit = off; set statement_timeout = "
                + reading.statementTimeout().toMillis()
                + "; select set_config('" + TransactionSettings.PLANS_OF_LOOKUPS + "', case when " + sharded
                + " then 'force_custom_plan' else 'force_generic_plan' end, false)";
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
        } catch (SQLException e) {
            LOG.warnf("a new connection could not be set up: %s", Faults.describe(e));
            cut(connection);
        }
    }

    /** Whoever is given it meets the error of a lost connection. */
    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("nothing to cut off on a lost connection");
        }
    }
}
