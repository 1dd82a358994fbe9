package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.platform.TransactionSettings;

@QuarkusTest
class LookupsTest {
    private static final String SETTINGS =
            "select current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan')"
                    + " || ' ' || current_setting('enable_hashjoin') || ' ' || current_setting('enable_mergejoin')"
                    + " || ' ' || current_setting('statement_timeout')";

    @Inject
    DataSource dataSource;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @OnOneServer("plans are kept")
    void setTheirTransactionUpAndNothingAfterIt(boolean autoCommit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            String before = settings(connection);
            connection.setAutoCommit(autoCommit);
            List<String> within = new ArrayList<>();
            Lookups lookups = new Lookups(Duration.ofSeconds(7));
            lookups.add(SETTINGS, columns -> {}, rows -> {
                rows.next();
                within.add(rows.getString(1));
            });

            lookups.run(connection);

            connection.setAutoCommit(true);
            assertThat(before).startsWith("force_custom_plan on on on ");
            assertThat(within).containsExactly("force_generic_plan off off off 7s");
            assertThat(settings(connection)).isEqualTo(before);
        }
    }

    /** It has to know the community when it plans. */
    @Test
    void keepNoPlansWhereTheDatabaseIsDistributed() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local " + TransactionSettings.PLANS_OF_LOOKUPS + " = force_custom_plan");

            new Lookups(Duration.ofSeconds(7)).run(connection);

            assertThat(settings(connection)).isEqualTo("force_custom_plan off off off 7s");
            connection.rollback();
        }
    }

    /** Few of them go together, many one by one; what they answer is the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 700, 100_000})
    void answerEachItsOwnRows(int values) throws SQLException {
        List<Long> doubled = new ArrayList<>();
        List<Long> halves = new ArrayList<>();
        Lookups lookups = new Lookups();
        lookups.add(
                "select n * 2 from unnest(?::bigint[]) as n order by n",
                columns -> columns.numbers(LongStream.rangeClosed(1, values).boxed()),
                rows -> addAll(doubled, rows));
        lookups.add(
                "select n / 2 from unnest(?::bigint[]) as n where n % 2 = 0 order by n",
                columns -> columns.numbers(LongStream.rangeClosed(1, values).boxed()), rows -> addAll(halves, rows));

        try (Connection connection = dataSource.getConnection()) {
            lookups.run(connection);
        }

        assertThat(doubled)
                .isEqualTo(LongStream.rangeClosed(1, values)
                        .map(n -> n * 2)
                        .boxed()
                        .toList());
        assertThat(halves)
                .isEqualTo(LongStream.rangeClosed(1, values / 2).boxed().toList());
    }

    @Test
    void answerNothingWhereNothingIsAsked() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            new Lookups().run(connection);

            assertThat(settings(connection)).startsWith("force_custom_plan ");
        }
    }

    private static void addAll(List<Long> numbers, ResultSet rows) throws SQLException {
        while (rows.next()) {
            numbers.add(rows.getLong(1));
        }
    }

    private static String settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            return row.getString(1);
        }
    }
}
