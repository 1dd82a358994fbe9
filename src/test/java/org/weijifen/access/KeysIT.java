package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.ServiceProcess.Refusal;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.KeyEncryptionKeys;
import org.weijifen.platform.PublishedKey;

/** The key-encryption key of the packaged service, its signing keys, and the way back to a forgotten password. */
class KeysIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final String KEY = "WEIJIFEN_KEY_ENCRYPTION_KEY";
    private static final String COMMAND = "admin-password";
    private static final String ANY = "/v1/users";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @Test
    void keepItsKeyBesideItsDatabaseAndWinThePasswordBackThere() throws Exception {
        Path folder = temp.resolve("data");
        Path key = folder.resolve("key-encryption-key");
        Path first = folder.resolve("first-admin-password");
        assertRefused(ServiceProcess.on(folder).command(COMMAND), "there is no data folder");
        assertThat(folder).doesNotExist();
        String token;
        try (ServiceProcess service = ServiceProcess.on(folder).start()) {
            assertThat(Files.getPosixFilePermissions(key))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            assertThat(service.output()).doesNotContain(Files.readString(key));
            assertThat(filesWith(folder.resolve("database"), Files.readString(key)))
                    .isEmpty();
            Api forgotten = Api.at(service.baseUrl()).signIn("admin", Files.readString(first));
            String id = forgotten.get("/v1/me").json().get("id").asText();

            Refusal done = ServiceProcess.on(folder).command(COMMAND);

            assertThat(done.exitCode()).as(done.output()).isZero();
            String won = Files.readString(first);
            assertThat(done.output())
                    .contains(first.toString(), "sign in again")
                    .doesNotContain(won);
            Api again = Api.at(service.baseUrl()).signIn("admin", won);
            assertThat(again.get("/v1/me").json().get("id").asText()).isEqualTo(id);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> forgotten.get("/v1/me").status() == 401);
            token = again.token();
        }

        // While nothing runs, and for an account that another administrator has disabled.
        Refusal done = ServiceProcess.on(folder).command(COMMAND);
        assertThat(done.exitCode()).as(done.output()).isZero();
        byte[] kept = Files.readAllBytes(key);
        Files.delete(key);
        assertRefused(ServiceProcess.on(folder).refusal(), "None of the key-encryption keys opens", "docs/running.md");

        Files.write(key, kept);
        try (ServiceProcess service = ServiceProcess.on(folder).start()) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", Files.readString(first));
            admin.get(ANY).expect(200);
            Api.at(service.baseUrl()).with(token).get(ANY).expect(401);
            assertThat(admin.get("/v1/security-log?actor=system:admin-password")
                            .json()
                            .get("items"))
                    .hasSize(2);
            assertThat(admin.get("/v1/security-log/verification")
                            .json()
                            .get("valid")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void keepOneSetOfKeysOnTwoInstancesWhileTheirKeyIsChanged() throws Exception {
        TestDatabase.Coordinates database = makeDatabase("keys");
        String old = KeyEncryptionKeys.newKey();
        String changed = KeyEncryptionKeys.newKey();
        assertRefused(
                ServiceProcess.on(database).with(KEY, "").refusal(),
                "The key-encryption key is missing",
                "openssl rand -base64 32",
                "缺少密钥加密密钥");
        try (ServiceProcess one = start(database, old + "," + changed);
                ServiceProcess two = start(database, changed + "," + old)) {
            Api first = Api.at(one.baseUrl()).signIn("admin", PASSWORD);
            Api second = Api.at(two.baseUrl()).with(first.token());
            second.get(ANY).expect(200);
            JsonNode rotated = first.post("/v1/signing-keys", null).expect(200).json();
            String before = rotated.at("/items/0/kid").asText();
            Awaitility.await().atMost(PATIENCE).until(() -> !signing(first).equals(before));
            assertThat(signing(second)).isEqualTo(signing(first));
            Api later = Api.at(two.baseUrl()).signIn("admin", PASSWORD);
            Api.at(one.baseUrl()).with(later.token()).get(ANY).expect(200);
            first.get(ANY).expect(200);

            later.send("DELETE", "/v1/signing-keys/" + before, null, null, Map.of())
                    .expect(200);

            second.get(ANY).expect(401);
            Awaitility.await().atMost(PATIENCE).until(() -> first.get(ANY).status() == 401);
            Api.at(one.baseUrl()).with(later.token()).get(ANY).expect(200);
            assertThat(one.output() + two.output()).doesNotContain(old, changed);
        }

        // The key that signs now was made by the instance whose first key is the old one.
        try (ServiceProcess renewed = start(database, changed + "," + old)) {
            Api.at(renewed.baseUrl()).signIn("admin", PASSWORD).get(ANY).expect(200);
        }
        assertRefused(
                ServiceProcess.on(database).with(KEY, old).refusal(),
                "None of the key-encryption keys opens",
                "密钥加密密钥");
        try (ServiceProcess after = start(database, changed)) {
            Api.at(after.baseUrl()).signIn("admin", PASSWORD).get(ANY).expect(200);
            execute(database, "delete from access_user");

            Refusal done = ServiceProcess.on(database).with(KEY, changed).command(COMMAND);

            assertThat(done.exitCode()).as(done.output()).isZero();
            String won = done.output().replaceAll("(?s).*The new password of the user admin: (\\S+).*", "$1");
            assertThat(done.output()).contains("There was no user admin");
            Api.at(after.baseUrl()).signIn("admin", won).get(ANY).expect(200);
        }
        dropDatabase("keys");
    }

    /** As a release before this one has left it: with the published passwords, and the key in clear. */
    @Test
    void refuseWhatDevelopmentModeHasFilled() throws Exception {
        TestDatabase.Coordinates database = makeDatabase("filled");
        Flyway.configure()
                .dataSource(database.url(), database.owner(), database.ownerPassword())
                .target("36")
                .load()
                .migrate();
        execute(
                database,
                "insert into signing_key (id, secret, created_at) values (1, decode(repeat('ab', 32), 'hex'), now())");
        execute(
                database,
                "insert into access_client (id, name, secret_hash, communities, status, created_at) values"
                        + " (gen_random_uuid(), 'demo', '" + Published.CLIENT_SECRET_HASH
                        + "', '{}', 'disabled', now())");
        insertUser(database, "admin", "admin", Secrets.hash(PasswordRule.PUBLISHED));
        assertRefused(ServiceProcess.on(database).refusal(), "published password of the demo", COMMAND, "公开密码");

        execute(database, "update access_user set password_hash = 'changed since'");
        insertUser(database, "counter", "committee", Published.PASSWORD_HASH);
        execute(database, "update access_client set status = 'active'");
        assertRefused(ServiceProcess.on(database).refusal(), "published password of the demo", COMMAND, "公开密码");

        Refusal done = ServiceProcess.on(database).command(COMMAND);
        assertThat(done.exitCode()).as(done.output()).isZero();
        assertThat(done.output()).contains("2 accounts had the published password");
        String won = done.output().replaceAll("(?s).*The new password of the user admin: (\\S+).*", "$1");
        try (ServiceProcess service = ServiceProcess.on(database).start()) {
            Api.at(service.baseUrl()).signIn("admin", won).get(ANY).expect(200);
            Api.at(service.baseUrl())
                    .post("/v1/tokens", Map.of("username", "counter", "password", PasswordRule.PUBLISHED))
                    .expect(401);
        }

        UUID id = UUID.randomUUID();
        byte[] context = ("signing_key/" + id).getBytes(StandardCharsets.US_ASCII);
        try (Connection connection = connect(database);
                PreparedStatement insert = connection.prepareStatement(
                        "insert into signing_key (id, generation, secret, created_at) values (?, 100, ?, now())")) {
            insert.setObject(1, id);
            insert.setBytes(2, PublishedKey.encrypt(Secrets.newKey(), context));
            insert.executeUpdate();
        }
        assertRefused(ServiceProcess.on(database).refusal(), "filled by development mode", "WEIJIFEN_DATA_DIR", "开发模式");
        dropDatabase("filled");
    }

    private static ServiceProcess start(TestDatabase.Coordinates database, String keys) {
        return ServiceProcess.on(database)
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with(KEY, keys)
                .start();
    }

    private static String signing(Api admin) {
        for (JsonNode key : admin.get("/v1/signing-keys").expect(200).json().get("items")) {
            if (key.get("status").asText().equals("signing")) {
                return key.get("kid").asText();
            }
        }
        throw new AssertionError("no key signs");
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void insertUser(TestDatabase.Coordinates database, String name, String role, String hash)
            throws SQLException {
        execute(
                database,
                "insert into access_user (id, username, password_hash, role, communities, status, created_at) values"
                        + " (gen_random_uuid(), '" + name + "', '" + hash + "', '" + role
                        + "', '{}', 'active', now())");
    }

    private static void assertRefused(Refusal refusal, String... words) {
        assertThat(refusal.exitCode()).as(refusal.output()).isEqualTo(1);
        assertThat(refusal.output()).contains(words).doesNotContain("\tat ", "Listening on");
    }

    private static TestDatabase.Coordinates makeDatabase(String name) throws SQLException {
        dropDatabase(name);
        asSuperuser("create database " + name + " owner "
                + TestDatabase.coordinates().owner());
        return TestDatabase.coordinates().ofDatabase(name);
    }

    private static void dropDatabase(String name) throws SQLException {
        asSuperuser("drop database if exists " + name + " with (force)");
    }

    private static void execute(TestDatabase.Coordinates database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(TestDatabase.Coordinates database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.owner(), database.ownerPassword());
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
