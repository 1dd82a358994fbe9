package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;

/**
 * Where each table goes, and in which order. In place of Citus there is what the script sees of it: its catalogue, and its two
 * functions, which refuse what Citus refuses. All of it is rolled back.
 */
@QuarkusTest
@OnOneServer("it stands in for what Citus does")
class DistributionTest {
    private static final String CITUS = """
            insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                select 4000000000, 'citus', oid, 'public'::regnamespace, false, '13' from pg_roles where rolname = current_user;
            create temp table pg_dist_partition (logicalrelid regclass, partmethod text, repmodel text, colocationid int);
            create function refuse_early(spread regclass) returns void language plpgsql as $$ begin
                if exists (select from pg_constraint where contype = 'f' and conrelid = spread and confrelid <> spread
                        and confrelid not in (select logicalrelid from pg_dist_partition)) then
                    raise exception 'referenced table must be a distributed table or a reference table';
                end if; end $$;
            create function create_reference_table(spread regclass) returns void language plpgsql as $$ begin
                perform refuse_early(spread);
                insert into pg_dist_partition values (spread, 'n', 't', 0); end $$;
            create function create_distributed_table(spread regclass, by text, colocate_with text) returns void
                language plpgsql as $$ begin
                perform refuse_early(spread);
                if by <> 'community_id' then raise exception 'not by community'; end if;
                insert into pg_dist_partition values (spread, 'h', 's', case colocate_with when 'none' then 7
                    else (select colocationid from pg_dist_partition where logicalrelid = colocate_with::regclass) end); end $$;
            """;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = TestDatabase.asSuperuser();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void isRefusedWithoutCitus() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Distribution.distribute(connection))
                .withMessageContaining("has no extension citus");
    }

    @Test
    void isRefusedToARoleThatDoesNotOwnTheTables() throws SQLException {
        execute(CITUS);
        execute("set role " + TestDatabase.coordinates().username());

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Distribution.distribute(connection))
                .withMessageContaining("does not own the tables");
    }

    @Test
    void putsEachTableWhereItBelongs() throws SQLException {
        execute(CITUS);

        List<String> said = Distribution.distribute(connection);

        assertThat(said.subList(0, 9))
                .containsExactly(
                        "access_client is copied to each server",
                        "access_user is copied to each server",
                        "community is copied to each server",
                        "creation_key is copied to each server",
                        "ended_session is copied to each server",
                        "instance is copied to each server",
                        "signing_key is copied to each server",
                        "book is distributed by community",
                        "account is distributed by community");
        assertThat(said)
                .hasSize(ServingRights.TABLES.size())
                .doesNotHaveDuplicates()
                .noneMatch(line -> line.contains("flyway"));
        assertThat(said.subList(7, said.size())).allMatch(line -> line.endsWith(" is distributed by community"));
    }

    @Test
    void leavesWhatIsSpreadAlready() throws SQLException {
        execute(CITUS);
        Distribution.distribute(connection);

        assertThat(Distribution.distribute(connection)).isEmpty();
    }

    @Test
    void addsNewTables() throws SQLException {
        execute(CITUS);
        Distribution.distribute(connection);
        execute("create table badge (community_id uuid references community, id uuid, primary key (community_id, id))");
        execute("create table award (community_id uuid, id uuid, badge_id uuid, primary key (community_id, id),"
                + " foreign key (community_id, badge_id) references badge)");
        execute("create table colour (name text primary key)");

        assertThat(Distribution.distribute(connection))
                .containsExactly(
                        "colour is copied to each server",
                        "badge is distributed by community",
                        "award is distributed by community");
    }

    @Test
    void givesTheServingRoleTheRightToLockCopies() throws SQLException {
        String service = TestDatabase.coordinates().username();
        ServingRights.give(connection, service);
        assertThat(mayUpdate(service, "creation_key", "posting")).isEqualTo("no no");
        execute(CITUS);
        Distribution.distribute(connection);

        ServingRights.give(connection, service);

        assertThat(mayUpdate(service, "creation_key", "posting")).isEqualTo("yes no");
    }

    private String mayUpdate(String role, String... tables) throws SQLException {
        StringJoiner answers = new StringJoiner(" ");
        try (PreparedStatement statement = connection.prepareStatement("select has_table_privilege(?, ?, 'update')")) {
            for (String table : tables) {
                statement.setString(1, role);
                statement.setString(2, table);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    answers.add(rows.getBoolean(1) ? "yes" : "no");
                }
            }
        }
        return answers.toString();
    }

    @Test
    void namesTablesThatReferToEachOtherInACircle() throws SQLException {
        execute(CITUS);
        execute("create table hen (community_id uuid, id uuid, primary key (community_id, id))");
        execute("create table egg (community_id uuid, id uuid, primary key (community_id, id),"
                + " foreign key (community_id, id) references hen)");
        execute("alter table hen add foreign key (community_id, id) references egg");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Distribution.distribute(connection))
                .withMessageContaining("not where they belong: egg, hen");
    }

    @Test
    void namesTablesThatSomebodyHasSpreadInAnotherWay() throws SQLException {
        execute(CITUS);
        execute("select create_reference_table('signing_key')");
        execute("insert into pg_dist_partition values ('kept_refusal', 'h', 's', 8), ('creation_key', 'n', 's', 0)");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Distribution.distribute(connection))
                .withMessageContaining("not where they belong: creation_key, kept_refusal");
    }

    @Test
    void isACommandForADatabaseOfOnesOwn() {
        assertRefused(Map.of(), "no database is named", "无法");
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        assertRefused(
                Map.of(
                        "quarkus.datasource.jdbc.url", database.url(),
                        "quarkus.datasource.username", "nobody",
                        "quarkus.flyway.username", database.owner(),
                        "quarkus.flyway.password", database.ownerPassword()),
                "has no extension citus");
    }

    private static void assertRefused(Map<String, String> settings, String... words) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Distribution.run(
                        new SmallRyeConfigBuilder().withDefaultValues(settings).build()))
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(words).doesNotContain("\n"));
    }
}
