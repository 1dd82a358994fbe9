package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.weijifen.fixture.TestDatabase;

/** A migration of large books takes longer than a reader may, and comes through the same pool. */
@QuarkusTest
class MigrationTimeTest {
    private static final String SCHEMA = "long_migration";

    private static final int SECOND = 1;
    /** More than Flyway uses at once. */
    private static final int SOME = 10;

    @Inject
    DataSource dataSource;

    @Inject
    Flyway flyway;

    /** With one role the migrations come through the pool of the service. */
    @BeforeEach
    void make() throws SQLException {
        execute("create schema " + SCHEMA + " authorization "
                + TestDatabase.coordinates().username());
    }

    @AfterEach
    void drop() throws SQLException {
        execute("drop schema if exists " + SCHEMA + " cascade");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void hasNoBound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("V000__looks.sql"), """
                create table seen as select current_setting('statement_timeout') as bound;
                alter table seen add check (bound = '0');
                """);

        assertThat(migrate(folder, dataSource)).isEqualTo(1);
    }

    @Test
    void isWaitedForBeyondTheTimeOutOfSockets(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("V000__takes_long.sql"), "select pg_sleep(2);");
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        PGSimpleDataSource impatient = new PGSimpleDataSource();
        impatient.setUrl(database.url());
        impatient.setUser(database.username());
        impatient.setPassword(database.password());
        impatient.setSocketTimeout(SECOND);

        assertThat(migrate(folder, impatient)).isEqualTo(1);
    }

    @Test
    void leavesTheTimeOutOfSocketsToThePool(@TempDir Path folder) throws IOException, SQLException {
        Files.writeString(folder.resolve("V000__is_nothing.sql"), "select 1;");
        migrate(folder, dataSource);

        List<Connection> pooled = new ArrayList<>();
        try {
            while (pooled.size() < SOME) {
                pooled.add(dataSource.getConnection());
                assertThat(pooled.get(pooled.size() - 1).getNetworkTimeout()).isPositive();
            }
        } finally {
            for (Connection connection : pooled) {
                connection.close();
            }
        }
    }

    private int migrate(Path folder, DataSource source) {
        return Flyway.configure()
                .callbacks(flyway.getConfiguration().getCallbacks())
                .dataSource(source)
                .locations("classpath:db/migration", "filesystem:" + folder)
                .schemas(SCHEMA)
                .target("0")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
