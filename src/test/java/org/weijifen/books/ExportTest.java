package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.TestBooks;
import org.weijifen.fixture.TestDatabase;

@QuarkusTest
class ExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everything that JSON writers are known to write in more than one way. */
    private static final String TRICKY =
            "\" \\ / \b \f \n \r \t \u0001\u001f\u007f\u0080\u00a0 <b>&amp;'</b> \u2028\u2029"
                    + " 中文「志愿」 é e\u0301 \ufeff \uffff 😀👨‍👩‍👧 \ud834\udd1e \\u0041 \\n {\"a\":1}";

    private static final String EXPORTS = """
            select pid from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and state <> 'idle' and (query like '%from ledger_transaction t%' or query like '%from posting p%')
            """;

    @Inject
    TestBooks books;

    @Inject
    DataSource dataSource;

    @TestHTTPResource
    URI service;

    private TestBooks.Community community;

    @BeforeEach
    void openCommunity() throws Exception {
        community = books.open();
    }

    @Test
    void isEmptyWhileTheBooksAre() {
        Reply export = export();

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(export.bytes()).isEmpty();
    }

    @Test
    void hasOneLineForEachTransactionInOrder() throws Exception {
        SampleBooks.in(community);

        List<String> lines = lines(export());

        assertThat(lines).hasSize(9);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            JsonNode shown = Api.asAdmin()
                    .get(community.path() + "/transactions/" + (i + 1))
                    .json();
            assertThat(line.get("sequence").longValue()).isEqualTo(i + 1);
            assertThat(line.get("community").textValue())
                    .isEqualTo(community.id().toString());
            assertThat(line.get("postings")).isEqualTo(shown.get("postings"));
            assertThat(line.get("hash").textValue()).isEqualTo(shown.get("hash").textValue());
        }
    }

    @Test
    void isCanonicalAndItsChainEndsAtTheHeadOfTheBooks() throws Exception {
        SampleBooks.in(community);
        writeTricky();

        // Written without our own canonicalizer: keys in order, no white space, nothing escaped that need not be.
        ObjectMapper plain = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .build();
        String previous = "0".repeat(64);
        for (String line : lines(export())) {
            Map<String, Object> transaction = plain.readValue(line, new TypeReference<>() {});
            assertThat(plain.writeValueAsString(transaction)).isEqualTo(line);
            Object stored = transaction.remove("hash");
            previous = sha256(previous + "\n" + plain.writeValueAsString(transaction));
            assertThat(stored).isEqualTo(previous);
        }

        assertThat(Api.asAdmin()
                        .get(community.path() + "/books")
                        .json()
                        .get("hash")
                        .textValue())
                .isEqualTo(previous);
    }

    @Test
    void keepsEveryCharacterOfAReason() throws Exception {
        writeTricky();

        assertThat(JSON.readTree(lines(export()).get(0)).get("reason").textValue())
                .isEqualTo(TRICKY);
    }

    @Test
    void isCheckedByTheProgramInTheDocumentation() throws Exception {
        SampleBooks.in(community);
        writeTricky();
        byte[] export = export().bytes();
        String head = Api.asAdmin()
                .get(community.path() + "/books")
                .json()
                .get("hash")
                .textValue();

        assertThat(verify(export)).isEqualTo(List.of("0", "10 " + head));
    }

    @Test
    void failsTheProgramInTheDocumentationWhenAByteIsChanged() throws Exception {
        SampleBooks.in(community);
        String export = export().body();

        assertThat(verify(export.replace("Phone class", "Phone clasS").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(List.of("1", "line 3 does not fit"));
    }

    @Test
    void isOneSnapshotWhileTransactionsGoOn() throws Exception {
        community.writeMuch();

        try (BufferedReader lines = open()) {
            assertThat(lines.readLine()).contains("\"sequence\":1}");
            community.credit(community.member(), 1);

            assertThat(1 + lines.lines().count()).isEqualTo(TestBooks.MUCH);
        }

        assertThat(Api.asAdmin()
                        .get(community.path() + "/books")
                        .json()
                        .get("sequence")
                        .longValue())
                .isEqualTo(TestBooks.MUCH + 1);
    }

    @Test
    void endsItsSnapshotWhenTheClientGoesAway() throws Exception {
        community.writeMuch();

        try (BufferedReader lines = open()) {
            assertThat(lines.readLine()).contains("\"sequence\":1}");
            assertThat(openExports()).isEqualTo(1);
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> openExports() == 0);
    }

    @Test
    void leavesRoomForEverybodyElse() throws Exception {
        community.writeMuch();

        try (BufferedReader first = open();
                BufferedReader second = open()) {
            for (BufferedReader lines : List.of(first, second)) {
                assertThat(lines.readLine()).contains("\"sequence\":1}");
            }

            Reply third = Api.asAdmin().get(community.path() + "/books/verification");

            assertThat(third.status()).isEqualTo(503);
            assertThat(third.code()).isEqualTo("overloaded");
            assertThat(third.header("Retry-After")).isNotEmpty();
            Api.asAdmin().get(community.path() + "/books").expect(200);
            Api.asAdmin().get(books.open().path() + "/books/verification").expect(200);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Api.asAdmin()
                                .get(community.path() + "/books/verification")
                                .status()
                        == 200);
    }

    @Test
    void isCutOffRatherThanEndedWhenTheDatabaseFails() throws Exception {
        community.writeMuch();

        try (BufferedReader lines = open();
                Connection administrator = TestDatabase.asSuperuser();
                Statement statement = administrator.createStatement()) {
            assertThat(lines.readLine()).contains("\"sequence\":1}");
            statement.execute("select pg_terminate_backend(pid) from (" + EXPORTS + ") exports");

            assertThatThrownBy(() -> lines.lines().count()).isInstanceOf(UncheckedIOException.class);
        }
    }

    /** An export that is taken line by line. */
    private BufferedReader open() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(community.path() + "/books/export"))
                .header("Authorization", "Bearer " + Api.asAdmin().token())
                .build();
        return new BufferedReader(new InputStreamReader(
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
    }

    private long openExports() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from (" + EXPORTS + ") exports");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void writeTricky() throws SQLException {
        community.credit(
                community.member(), 1, null, community.today(), new TestBooks.Words(null, null, TRICKY, "R-😀"));
    }

    private Reply export() {
        return Api.asAdmin().get(community.path() + "/books/export");
    }

    private static List<String> lines(Reply export) {
        String text = export.body();
        assertThat(text).endsWith("\n");
        return List.of(text.substring(0, text.length() - 1).split("\n"));
    }

    /** Exit code and output of the program; a machine without Python can't tell. */
    private static List<String> verify(byte[] export) throws Exception {
        Process python;
        try {
            python = new ProcessBuilder("python3", "docs/verify.py")
                    .redirectErrorStream(true)
                    .redirectInput(Files.write(Files.createTempFile("export", ".jsonl"), export)
                            .toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no python3 here");
            throw e;
        }
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Path.of("docs/verify.py")).exists();
        return List.of(Integer.toString(python.exitValue()), output.strip());
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
