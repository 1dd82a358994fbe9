package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionSettingsTest {
    private static final String SHOWN =
            "select current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan')"
                    + " || ' ' || current_setting('enable_hashjoin') || ' ' || current_setting('enable_mergejoin')"
                    + " || ' ' || current_setting('statement_timeout')";

    @Inject
    DataSource dataSource;

    @Test
    void holdUntilTheEndOfTheTransactionOnly() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            String before = shown(connection);
            connection.setAutoCommit(false);
            TransactionSettings.forLookups(connection, Duration.ofSeconds(7));
            String within = shown(connection);
            connection.commit();
            String after = shown(connection);
            connection.rollback();

            assertThat(before).startsWith("auto on on on ");
            assertThat(within).isEqualTo("force_generic_plan off off off 7s");
            assertThat(after).isEqualTo(before);
        }
    }

    private static String shown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SHOWN)) {
            row.next();
            return row.getString(1);
        }
    }
}
