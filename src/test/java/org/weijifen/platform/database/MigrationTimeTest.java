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
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.TestDatabase;

/** A migration of large books takes longer than a reader may, and comes through the same pool. */
@QuarkusTest
class MigrationTimeTest {
    private static final String SCHEMA = "long_migration";

    @Inject
    DataSource dataSource;

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    @Test
    void hasNoBound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("V000__looks.sql"), """
                create table seen as select current_setting('statement_timeout') as bound;
                alter table seen add check (bound = '0');
                """);

        int done = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration", "filesystem:" + folder)
                .schemas(SCHEMA)
                .target("0")
                .load()
                .migrate()
                .migrationsExecuted;

        assertThat(done).isEqualTo(1);
    }
}
