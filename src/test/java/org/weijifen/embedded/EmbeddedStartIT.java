package org.weijifen.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.KeyEncryptionKeys;

/** The packaged service and the database it brings. */
class EmbeddedStartIT {
    /** Who says in the log what is not safe. */
    private static final String SAFETY_CHECK = "SafetyCheck";

    @TempDir
    Path temp;

    @Test
    void startsOnAnEmptyFolderAndLeavesNoServerBehind() {
        Path folder = temp.resolve("data");

        try (ServiceProcess service = ServiceProcess.on(folder).start()) {
            assertThat(service.databaseProcesses()).isNotEmpty();

            service.stop();

            assertThat(service.databaseProcesses()).isEmpty();
            assertThat(service.output()).contains("stopped in").doesNotContain(SAFETY_CHECK, "ERROR");
        }
        assertThat(folder.resolve("database/PG_VERSION")).exists();
        assertThat(folder.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    void startsByTheScriptWithWhatTheBuildRecorded() {
        // Java would refuse to start without a recording that fits.
        String recordingRequired = Runtime.version().feature() >= 25 ? "-XX:AOTMode=on" : "-Xshare:on";

        try (ServiceProcess service = ServiceProcess.on(temp.resolve("data"))
                .byScript()
                .with("JAVA_OPTS", recordingRequired)
                .start()) {
            assertThat(service.stop()).isEqualTo(143);
            assertThat(service.output()).contains("stopped in").doesNotContain("ERROR", "[warning]");
        }
    }

    @Test
    void refusesASecondStartOnTheSameFolder() {
        Path folder = temp.resolve("data");

        try (ServiceProcess first = ServiceProcess.on(folder).start()) {
            ServiceProcess.Refusal second = ServiceProcess.on(folder).refusal();

            assertRefused(second, "The data folder " + folder + " is in use", "WEIJIFEN_DATA_DIR");
            assertThat(first.databaseProcesses()).isNotEmpty();
            assertThat(first.stop()).isEqualTo(143);
        }
    }

    @Test
    void refusesAFolderThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "not a folder");

        ServiceProcess.Refusal itself = ServiceProcess.on(file).refusal();
        ServiceProcess.Refusal below = ServiceProcess.on(file.resolve("data")).refusal();

        assertRefused(itself, "The data folder " + file + " can't be created or written", "WEIJIFEN_DATA_DIR");
        assertRefused(below, "The data folder " + file.resolve("data") + " can't be created", "WEIJIFEN_DATA_DIR");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void startsAgainAfterItWasKilled() {
        Path folder = temp.resolve("data");
        ProcessHandle orphan;
        try (ServiceProcess killed = ServiceProcess.on(folder).start()) {
            killed.kill();
            orphan = killed.databaseProcesses().get(0);

            try (ServiceProcess next = ServiceProcess.on(folder).start()) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(next.databaseProcesses()).isNotEmpty();
            }
        }
    }

    @Test
    void startsAgainAfterItWasKilledWhileItMadeTheDatabase() {
        Path folder = temp.resolve("data");
        try (ServiceProcess killed = ServiceProcess.on(folder).launch()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(folder.resolve("database.partial")));
            killed.kill();
            assertThat(folder.resolve("database")).doesNotExist();

            try (ServiceProcess next = ServiceProcess.on(folder).start()) {
                assertThat(next.databaseProcesses()).isNotEmpty();
            }
        }
    }

    @Test
    void makesNoFolderWhenADatabaseIsConfigured() {
        Path folder = temp.resolve("data");

        try (ServiceProcess service = ServiceProcess.on(TestDatabase.coordinates())
                .with("WEIJIFEN_DATA_DIR", folder.toString())
                .with("WEIJIFEN_ADMIN_PASSWORD", "a-password-of-tests")
                .start()) {
            assertThat(service.baseUrl()).startsWith("http://127.0.0.1:");
            assertThat(service.output()).doesNotContain(SAFETY_CHECK);
        }

        assertThat(folder).doesNotExist();
    }

    @Test
    void servesWithTheRoleThatOwnsTheTablesAndSaysSo() throws Exception {
        TestDatabase.Coordinates alone =
                TestDatabase.coordinates().ofDatabase("one_role").withOneRole();
        makeDatabase("one_role");

        try (ServiceProcess service = ServiceProcess.on(alone)
                .with("WEIJIFEN_ADMIN_PASSWORD", "a-password-of-tests")
                .start()) {
            assertThat(service.output().lines().filter(line -> line.contains(SAFETY_CHECK)))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains(
                            "WARN",
                            "One role owns the tables and serves",
                            "QUARKUS_FLYWAY_USERNAME",
                            "docs/running.md");
            Committee community =
                    Committee.aCommittee(Api.at(service.baseUrl()).signIn("admin", "a-password-of-tests"));
            assertThat(community
                            .balance(community.aMemberWith(5))
                            .get("available")
                            .asLong())
                    .isEqualTo(5);
        }
        execute("drop database one_role");
    }

    /** A database that had one role gets a second one by naming it. */
    @Test
    void startsWithASecondRoleOnADatabaseThatHadOne() throws Exception {
        TestDatabase.Coordinates two = TestDatabase.coordinates().ofDatabase("second_role");
        makeDatabase("second_role");
        String slug;
        try (ServiceProcess service = ServiceProcess.on(two.withOneRole())
                .with("WEIJIFEN_ADMIN_PASSWORD", "a-password-of-tests")
                .start()) {
            slug = Committee.aCommittee(Api.at(service.baseUrl()).signIn("admin", "a-password-of-tests"))
                    .slug();
        }

        try (ServiceProcess service = ServiceProcess.on(two).start()) {
            assertThat(service.output()).doesNotContain(SAFETY_CHECK);
            Api.at(service.baseUrl())
                    .signIn("admin", "a-password-of-tests")
                    .post("/v1/communities/" + slug + "/members", Map.of("memberNo", "1", "displayName", "A"))
                    .expect(201);
        }
        execute("drop database second_role");
    }

    @Test
    void saysThatTheDatabaseDoesNotLetItIn() {
        ServiceProcess.Refusal wrong = ServiceProcess.on(TestDatabase.coordinates())
                .with("QUARKUS_DATASOURCE_PASSWORD", "not-its-password")
                .refusal();
        ServiceProcess.Refusal nobody = ServiceProcess.on(TestDatabase.coordinates())
                .with("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/weijifen")
                .refusal();

        assertThat(List.of(wrong, nobody)).allSatisfy(refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(1);
            assertThat(refusal.output())
                    .contains("doesn't let the service in", "QUARKUS_DATASOURCE_JDBC_URL")
                    .doesNotContain("\tat ", "not-its-password");
        });
    }

    @Test
    void refusesAnOwnerWithoutAPassword() {
        ServiceProcess.Refusal refusal = ServiceProcess.on(
                        TestDatabase.coordinates().withOneRole())
                .with("QUARKUS_FLYWAY_USERNAME", "somebody")
                .refusal();

        assertThat(refusal.exitCode()).isEqualTo(1);
        assertThat(refusal.output().strip().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains("quarkus.flyway.password is missing", "缺少"));
    }

    /** Without migrations too: an instance on a worker of a distributed database has none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesADatabaseThatMayForgetWhatItAcknowledged(boolean migrate) throws Exception {
        TestDatabase.Coordinates forgetful = TestDatabase.coordinates().ofDatabase("forgetful");
        makeDatabase("forgetful");
        // Of the role that serves alone: what it commits is what counts.
        execute("alter role " + forgetful.username() + " in database forgetful set synchronous_commit = off");

        ServiceProcess.Refusal refusal = ServiceProcess.on(forgetful)
                .with("QUARKUS_FLYWAY_MIGRATE_AT_START", Boolean.toString(migrate))
                .refusal();

        assertThat(refusal.exitCode()).isEqualTo(1);
        assertThat(refusal.output())
                .contains("synchronous_commit=off", "weijifen.database.allow-unsafe")
                .doesNotContain("\tat ", "Migrating");
        execute("drop database forgetful");
    }

    @Test
    void keepsTheFirstPasswordToItsOwner() throws Exception {
        Path folder = temp.resolve("data");

        try (ServiceProcess service = ServiceProcess.on(folder)
                .with("WEIJIFEN_ACCESS_TOKEN_TTL", "2h")
                .with("WEIJIFEN_KEY_ENCRYPTION_KEY", KeyEncryptionKeys.newKey())
                .start()) {
            Path file = folder.resolve("first-admin-password");
            String password = Files.readString(file);

            assertThat(Files.getPosixFilePermissions(file))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            assertThat(folder.resolve("key-encryption-key")).doesNotExist();
            assertThat(service.output()).contains(file.toString()).doesNotContain(password);
            Api.at(service.baseUrl()).signIn("admin", password).get("/v1/users").expect(200);
            assertThat(service.databaseProcesses()).isNotEmpty().noneMatch(process -> environment(process)
                    .contains("WEIJIFEN"));
        }
    }

    @Test
    void refusesAFirstUserWhosePasswordIsPoorOrMissing() throws Exception {
        TestDatabase.Coordinates empty = TestDatabase.coordinates().ofDatabase("empty");
        makeDatabase("empty");

        ServiceProcess.Refusal poor = ServiceProcess.on(empty)
                .with("WEIJIFEN_ADMIN_PASSWORD", "eleven-char")
                .refusal();
        ServiceProcess.Refusal missing = ServiceProcess.on(empty).refusal();

        assertThat(List.of(poor, missing)).allSatisfy(refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(1);
            assertThat(refusal.output())
                    .contains("WEIJIFEN_ADMIN_PASSWORD", "密码")
                    .doesNotContain("\tat ", "eleven-char");
        });
        assertThat(poor.output()).contains("fewer than 12 characters");
        assertThat(missing.output()).contains("no users yet");
        execute("drop database empty");
    }

    @Test
    void refusesSettingsBeyondTheirBounds() {
        ServiceProcess.Refusal refusal = ServiceProcess.on(TestDatabase.coordinates())
                .with("WEIJIFEN_LEDGER_LANES", "17")
                .refusal();

        assertThat(refusal.exitCode()).isEqualTo(1);
        assertThat(refusal.output().strip().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains("weijifen.ledger.lanes is 17", "1 to 16", "整数"));
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeDatabase(String name) throws SQLException {
        execute("drop database if exists " + name);
        execute("create database " + name + " owner "
                + TestDatabase.coordinates().owner());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertRefused(ServiceProcess.Refusal refusal, String reason, String remedy) {
        assertThat(refusal.exitCode()).isEqualTo(1);
        assertThat(refusal.output().strip().lines()).singleElement().satisfies(line -> assertThat(line)
                .contains(reason, remedy, "数据目录"));
    }
}
