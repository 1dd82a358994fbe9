package org.weijifen.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.platform.database.StartRefusedException;

class EmbeddedDatabaseTest {
    private static final Duration BACK = Duration.ofSeconds(60);

    private static Path template;

    @TempDir
    Path temp;

    private Path folder;
    private EmbeddedDatabase database;

    /** Unpacking and initialising take seconds; tests start from a copy. */
    @BeforeAll
    static void makeTemplate(@TempDir Path all) {
        template = all.resolve("template");
        EmbeddedDatabase.start(template, 0).stop();
    }

    @BeforeEach
    void copyTemplate() throws IOException {
        folder = temp.resolve("data");
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(template.relativize(file));
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && copy.toString().contains("postgresql-")) {
                    Files.createLink(copy, file);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    @AfterEach
    void stop() {
        if (database != null) {
            database.stop();
        }
    }

    private void start() {
        database = EmbeddedDatabase.start(folder, 0);
    }

    private Connection connect() throws SQLException {
        return Roles.connect(database.url(), database.owner(), database.ownerPassword());
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Postmaster postmaster() throws Exception {
        return Postmaster.alive(DataFolder.heldByThisProcess(folder)).orElseThrow();
    }

    private void assertRefused(String... words) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> EmbeddedDatabase.start(folder, 0))
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains(words).doesNotContain("\n"));
    }

    @Test
    void keepsItsDataOverARestart() throws Exception {
        start();
        execute("create table kept as select 7 as points");

        database.stop();
        start();

        assertThat(ask("select points from kept")).isEqualTo("7");
    }

    @Test
    void isDurableAndClosedToTheOutside() throws Exception {
        start();

        assertThat(List.of(
                        ask("show fsync"),
                        ask("show full_page_writes"),
                        ask("show synchronous_commit"),
                        ask("show data_checksums")))
                .containsOnly("on");
        assertThat(ask("show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask("show server_encoding")).isEqualTo("UTF8");
        try (Connection administrator = database.connectAsAdministrator();
                Statement statement = administrator.createStatement();
                ResultSet rows = statement.executeQuery("show unix_socket_directories")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEmpty();
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        start();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Roles.connect(database.url(), database.username(), "wrong"))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Roles.connect(database.url(), PostgresServer.ADMINISTRATOR, database.password()))
                .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void givesTheServiceARoleThatOwnsNothing() throws Exception {
        start();

        assertThat(
                        ask(
                                "select string_agg(rolname, ' ' order by rolname) from pg_roles where rolcanlogin and not rolsuper"
                                        + " and not rolcreaterole and not rolcreatedb and not rolreplication and not rolbypassrls"))
                .isEqualTo(database.owner() + " " + database.username());
        assertThat(ask("select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo(database.owner());
        assertThat(ask("select pg_has_role('" + database.username() + "', '" + database.owner() + "', 'member')"))
                .isEqualTo("f");
    }

    @Test
    void givesAFolderFromBeforeThereWereTwoRolesTheSecond() throws Exception {
        start();
        execute("create table kept as select 7 as points");
        try (Connection administrator = database.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("drop role " + database.username());
        }
        database.stop();
        Files.delete(folder.resolve(database.username() + ".password"));

        start();

        try (Connection service = Roles.connect(database.url(), database.username(), database.password())) {
            assertThat(service.isValid(0)).isTrue();
        }
        assertThat(ask("select points from kept")).isEqualTo("7");
    }

    @Test
    void keepsPasswordsToItsOwner() throws Exception {
        start();

        try (Stream<Path> passwords =
                Files.list(folder).filter(file -> file.toString().endsWith(".password"))) {
            assertThat(passwords).hasSize(3).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void isUsedAgainWithinTheSameProcess() {
        start();

        EmbeddedDatabase again = EmbeddedDatabase.start(folder, 0);

        assertThat(again.url()).isEqualTo(database.url());
    }

    @Test
    void comesBackWithAllItHadWhenTheServerIsKilled() throws Exception {
        start();
        execute("create table kept as select 7 as points");

        for (int i = 0; i < 3; i++) {
            Postmaster killed = postmaster();
            ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

            Awaitility.await()
                    .atMost(BACK)
                    .ignoreExceptions()
                    .until(() -> postmaster().pid() != killed.pid()
                            && ask("select points from kept").equals("7"));
            assertThat(postmaster().port()).isEqualTo(killed.port());
        }
    }

    @Test
    void comesBackOnceWhatKeptItFromStartingIsOver() throws Exception {
        start();
        Path settings = folder.resolve("database/postgresql.auto.conf");
        Files.writeString(settings, "no_such_setting = 1\n");
        long killed = postmaster().pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        Awaitility.await()
                .atMost(BACK)
                .until(() -> Files.exists(folder.resolve("start.log"))
                        && Files.readString(folder.resolve("start.log")).contains("no_such_setting"));

        Files.writeString(settings, "");

        Awaitility.await().atMost(BACK).ignoreExceptions().until(() -> ask("select 1")
                .equals("1"));
    }

    @Test
    void staysStopped() {
        start();

        database.stop();

        Awaitility.await().during(Duration.ofSeconds(1)).atMost(BACK).until(() -> Postmaster.alive(
                        DataFolder.heldByThisProcess(folder))
                .isEmpty());
    }

    @Test
    void stopsAServerThatOutlivedItsService() throws Exception {
        DatabaseHolder.on(folder).kill();
        Postmaster orphan = postmaster();

        start();

        assertThat(postmaster().pid()).isNotEqualTo(orphan.pid());
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() throws Exception {
        try (DatabaseHolder holder = DatabaseHolder.on(folder)) {
            Postmaster server = postmaster();

            assertRefused(folder.toString(), "is in use", "WEIJIFEN_DATA_DIR", "数据目录");

            assertThat(postmaster()).isEqualTo(server);
            assertThat(holder).isNotNull();
        }

        start();
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void ignoresAPidFileThatNamesAnotherProcess() throws Exception {
        start();
        database.stop();
        Files.writeString(
                folder.resolve("database/postmaster.pid"),
                "%d%n%s%n1795247476%n5432%n%n127.0.0.1%n"
                        .formatted(ProcessHandle.current().pid(), folder.resolve("database")));

        start();

        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void ignoresAPidFileThatIsEmpty() throws Exception {
        start();
        database.stop();
        Files.createFile(folder.resolve("database/postmaster.pid"));

        start();

        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void redoesAnInitialisationThatWasCutShort() throws Exception {
        DataFolder.delete(folder.resolve("database"));
        Files.createDirectories(folder.resolve("database.partial/base"));
        Files.writeString(folder.resolve("database.partial/PG_VERSION"), "1");

        start();

        assertThat(ask("select 1")).isEqualTo("1");
        assertThat(folder.resolve("database.partial")).doesNotExist();
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        folder = Files.writeString(temp.resolve("file"), "a file");

        assertRefused(folder.toString(), "can't be created or written", "WEIJIFEN_DATA_DIR", "数据目录");

        assertThat(folder).hasContent("a file");
    }

    @Test
    void refusesTheDatabaseOfAnotherMajorVersion() throws Exception {
        start();
        database.stop();
        Path version = folder.resolve("database/PG_VERSION");
        Files.writeString(version, "14\n");

        assertRefused("PostgreSQL 14", "PostgreSQL 18", "pg_dump");

        assertThat(version).hasContent("14\n");
        Files.writeString(version, "18\n");
        start();
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void refusesADatabaseWhosePasswordIsLost() throws Exception {
        start();
        database.stop();
        Files.delete(folder.resolve("postgres.password"));

        assertRefused(folder.resolve("postgres.password").toString(), "Restore");

        assertThat(folder.resolve("postgres.password")).doesNotExist();
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> EmbeddedDatabase.start(folder, taken.getLocalPort()))
                    .withMessageContaining("Port " + taken.getLocalPort())
                    .withMessageContaining("weijifen.database.port");
        }

        start();
        assertThat(ask("select 1")).isEqualTo("1");
    }

    @Test
    void saysWhyTheServerDoesNotStart() throws Exception {
        start();
        database.stop();
        Files.writeString(folder.resolve("database/postgresql.conf"), "no_such_setting = 1\n");

        assertRefused("did not start: configuration file", "contains errors", folder.toString());
    }
}
