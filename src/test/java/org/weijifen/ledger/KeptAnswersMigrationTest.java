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

/** Rows that were kept before answers were packed, in a schema of their own. */
@QuarkusTest
class KeptAnswersMigrationTest {
    private static final String SCHEMA = "kept_before";

    @AfterEach
    void drop() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    @Test
    void movesRefusalsAndLeavesTheRest() throws SQLException {
        migrateTo("16");
        execute("""
                insert into community (id, slug, name, time_zone, expiry_type, pickup_days, created_at)
                values ('00000000-0000-7000-8000-000000000001', 'old-community', 'C', 'UTC', 'NEVER', 7, now())""");
        execute("insert into book (community_id) select id from community");
        execute("""
                insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
                select c.id, 'somebody', k.key, repeat('ab', 32), k.status, null, k.answer, now() - k.age
                from community c, (values ('done', 201, '{}', interval '1 year'),
                                          ('fresh', 422, '{"status":422}', interval '29 days'),
                                          ('stale', 409, '{"status":409}', interval '31 days')) k(key, status, answer, age)""");

        migrateTo("17");

        assertThat(texts("select key || ' ' || answer from idempotency_key")).containsExactly("done {}");
        assertThat(texts("select key || ' ' || document || ' ' || encode(request_hash, 'hex') from kept_refusal"))
                .containsExactly("fresh {\"status\":422} " + "ab".repeat(32));
        assertThat(texts("select has_table_privilege('idempotency_key', 'delete')::text"))
                .containsExactly("false");
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
