package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.TestBooks;
import org.weijifen.fixture.TestDatabase;

/** Answers that are written while the database is read, when it fails. */
@QuarkusTest
class BrokenOffAnswersTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final int SOME = 64 * 1024;

    /** Snapshots whose readers wait for their clients. */
    private static final String READING = """
            select pid from pg_stat_activity
            where datname = current_database() and state = 'idle in transaction'
              and state_change < now() - interval '1 second'
              and (query like '%ledger_transaction t%' or query like '%posting p%')
            """;

    @Inject
    TestBooks books;

    @TestHTTPResource
    URI service;

    /** The end of an HTTP/1.0 answer is that of its connection, so the connection must not end as usual. */
    @ParameterizedTest
    @ValueSource(strings = {"books/export", "exports/transactions?format=csv", "exports/transactions?format=json"})
    void areResetInsteadOfEnded(String path) throws Exception {
        TestBooks.Community community = books.open();
        community.writeMuch();

        try (Socket chunked = open(community.path() + "/" + path, "HTTP/1.1");
                Socket unchunked = open(community.path() + "/" + path, "HTTP/1.0");
                Connection administrator = TestDatabase.asSuperuser()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> reading(administrator) == 2);
            terminateReading(administrator);

            assertThat(readUntilReset(chunked)).doesNotEndWith(LAST_CHUNK);
            assertThat(readUntilReset(unchunked)).contains("xxx");
        }
    }

    /** The reset may be there before anything of the answer was read, and takes that along. */
    @Test
    void areResetWhereverTheFaultIs() throws Exception {
        try (Socket client = ask("/test/echo/breaking", "HTTP/1.1")) {
            assertThat(readUntilReset(client)).doesNotEndWith(LAST_CHUNK).doesNotContain("internal_error");
        }
    }

    private Socket open(String path, String version) throws IOException {
        Socket client = ask(path, version);
        assertThat(new String(client.getInputStream().readNBytes(SOME), StandardCharsets.UTF_8))
                .contains(" 200 OK")
                .contains("xxx");
        return client;
    }

    private Socket ask(String path, String version) throws IOException {
        Socket client = new Socket(service.getHost(), service.getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
        String request = "GET " + path + " " + version + "\r\nHost: localhost\r\nAuthorization: Bearer "
                + Api.asAdmin().token() + "\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String readUntilReset(Socket client) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        assertThatThrownBy(() -> client.getInputStream().transferTo(read))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        return read.toString(StandardCharsets.UTF_8);
    }

    private static long reading(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from (" + READING + ") reading")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void terminateReading(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from (" + READING + ") reading");
        }
    }
}
