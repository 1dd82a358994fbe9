package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.TestDatabase;

/** Rows that were kept under the names of constants, in a schema of their own. */
@QuarkusTest
class CodesMigrationTest {
    private static final String SCHEMA = "names_before";

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    @Test
    void keepsWhatWasThereByItsCode() throws SQLException {
        migrateTo("26");
        execute("""
                insert into community (id, slug, name, time_zone, expiry_type, expiry_years, pickup_days, created_at)
                values (gen_random_uuid(), 'old-community', 'C', 'UTC', 'CALENDAR_YEAR_END', 1, 7, now());
                insert into member (community_id, id, member_no, display_name, status, created_at)
                select id, gen_random_uuid(), '1', 'A', 'FROZEN', now() from community;
                insert into task (community_id, id, code, title, points, per, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 1, 'HOUR', 'RETIRED', now() from community;
                insert into merchant (community_id, id, code, title, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 'ACTIVE', now() from community;
                insert into station (community_id, id, code, title, status, created_at)
                select id, gen_random_uuid(), 'a', 'A', 'RETIRED', now() from community;
                insert into reward (community_id, id, code, title, kind, points, cost_fen, groups, merchant_id, status, created_at)
                select community_id, gen_random_uuid(), 'a', 'A', 'MERCHANT_PACKAGE', 1, 0, '{}', id, 'ACTIVE', now() from merchant
                """);

        migrateTo("latest");

        assertThat(texts("select expiry_type from community")).containsExactly("calendar-year-end");
        assertThat(texts("select status from member")).containsExactly("frozen");
        assertThat(texts("select per || ' ' || status from task")).containsExactly("hour retired");
        assertThat(texts("select status from merchant union all select status from station"))
                .containsExactly("active", "retired");
        assertThat(texts("select kind || ' ' || status from reward")).containsExactly("merchant-package active");
    }

    private static void migrateTo(String version) {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .schemas(SCHEMA)
                .target(version)
                .load()
                .migrate();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static Connection connection() throws SQLException {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        Connection connection =
                java.sql.DriverManager.getConnection(database.url(), database.username(), database.password());
        connection.setSchema(SCHEMA);
        return connection;
    }
}
