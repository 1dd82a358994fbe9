package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;

/** The role that serves. That it may do what the service needs is shown by all other tests, which have no other role. */
@QuarkusTest
@OnOneServer("rights in copies of tables are others there")
class ServingRightsTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Inject
    DataSource source;

    @Inject
    Flyway flyway;

    @Test
    void areSaidOfEveryTable() throws SQLException {
        assertThat(texts("""
                select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
                    and relname <> 'flyway_schema_history'
                """)).containsExactlyInAnyOrderElementsOf(ServingRights.TABLES.keySet());
    }

    @Test
    void letNobodyChangeTheBooks() {
        assertThat(ServingRights.TABLES.entrySet().stream()
                        .filter(table -> table.getValue().contains("delete"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "budget",
                        "client_day",
                        "ended_session",
                        "instance",
                        "kept_refusal",
                        "member_session",
                        "security_log",
                        "signing_key",
                        "stocktake_line");
        assertThat(ServingRights.TABLES.entrySet().stream()
                        .filter(table -> !table.getValue().contains("update"))
                        .map(Map.Entry::getKey))
                .contains("creation_key", "idempotency_key", "kept_refusal", "ledger_transaction", "posting");
    }

    static Set<String> names() {
        return ServingRights.TABLES.keySet();
    }

    /** A right that it could pass on would be one that it could give to itself. */
    @ParameterizedTest
    @MethodSource("names")
    void areThoseThatAreSaid(String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("grant all on " + table + " to current_user");
        }

        assertThat(texts(
                        "select lower(p) from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',"
                                + " 'TRIGGER']) p where has_table_privilege('" + table + "', p)"))
                .containsExactlyInAnyOrderElementsOf(ServingRights.TABLES.get(table));
    }

    /** What is asked for by its words, and not by what PostgreSQL says of the rights. */
    @ParameterizedTest
    @MethodSource("names")
    void keepTheTableAsItIs(String table) throws SQLException {
        List<String> changes = List.of(
                "alter table " + table + " rename to other",
                "drop table " + table,
                "truncate " + table,
                "alter table " + table + " add column extra int",
                "alter table " + table + " disable trigger all",
                "create index on " + table + " ((1))");
        for (String change : changes) {
            assertRefused(change);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_transaction set reason = 'changed'",
                "delete from ledger_transaction",
                "update posting set amount = 1",
                "delete from posting",
                "truncate posting",
                "delete from idempotency_key",
                "update idempotency_key set status = 200",
                "update kept_refusal set code = 'conflict'",
                "delete from member",
                "delete from reward",
                "delete from redemption",
                "delete from redemption_line",
                "delete from closing",
                "delete from book",
                "update creation_key set created_id = gen_random_uuid()",
                "select * from flyway_schema_history",
                "insert into flyway_schema_history select * from flyway_schema_history",
                "create table more (id int)",
                "create schema more",
                "alter domain account_type drop constraint account_type_known",
                "alter role current_user superuser",
                "drop schema public cascade"
            })
    void refuse(String tampering) throws SQLException {
        assertRefused(tampering);
    }

    private void assertRefused(String change) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SQLException.class)
                    .as(change)
                    .isThrownBy(() -> statement.execute(change))
                    .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
            connection.rollback();
        }
    }

    @Test
    void areSetRightByEachMigration() throws SQLException {
        String service = TestDatabase.coordinates().username();
        asSuperuser("grant delete, truncate on member to " + service);
        asSuperuser("revoke insert on task from " + service);
        asSuperuser("create table unknown (id int)");
        asSuperuser("alter table unknown owner to " + TestDatabase.coordinates().owner());
        asSuperuser("grant select on unknown to " + service);

        flyway.migrate();

        assertThat(texts(
                        "select privilege from (values ('member', 'delete'), ('member', 'truncate'), ('member', 'update'),"
                                + " ('task', 'insert'), ('unknown', 'select')) v (name, privilege)"
                                + " where has_table_privilege(name, privilege)"))
                .containsExactly("update", "insert");
        asSuperuser("drop table unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update ledger_transaction set reason = 'changed' where false", "delete from posting where false"
            })
    void leaveTamperingToTheSuperuserOfTheTests(String tampering) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(tampering)).isZero();
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return TestDatabase.texts(connection, sql);
        }
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
