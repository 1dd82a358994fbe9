package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.platform.Snapshots;

/** What one community does takes no other one's turns. */
@QuarkusTest
class SharedPlacesTest {
    private static final int UPLOADS = 8;
    private static final int READINGS = 4;

    @Inject
    Snapshots snapshots;

    @Inject
    DataSource dataSource;

    private final Api admin = Api.asAdmin();
    private final Committee greedy = aCommittee(admin);
    private final Committee other = aCommittee(admin);
    private final List<Socket> uploads = new ArrayList<>();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void letEverybodyGo() throws IOException {
        enough.countDown();
        threads.shutdown();
        for (Socket upload : uploads) {
            upload.close();
        }
    }

    @Test
    void slowUploadsLeavePlacesForOthers() throws IOException {
        for (int i = 0; i < UPLOADS; i++) {
            uploads.add(slowUpload(greedy));
        }
        Awaitility.await()
                .until(() -> upload(greedy, "memberNo\na-" + UUID.randomUUID()).status() == 503);

        Reply accepted = upload(other, "memberNo\nb-1");

        String location = accepted.expect(202).headers().firstValue("Location").orElseThrow();
        Awaitility.await()
                .until(() -> admin.get(location).json().get("status").asText().equals("done"));
    }

    @Test
    void readingsOfWholeBooksLeavePlacesForOthers() throws SQLException {
        UUID id = idOf(greedy);
        List<CompletableFuture<Void>> readings = new ArrayList<>();
        CountDownLatch inside = new CountDownLatch(READINGS / 2);
        for (int i = 0; i < READINGS; i++) {
            readings.add(CompletableFuture.runAsync(
                    () -> snapshots.readWhole(id, connection -> {
                        inside.countDown();
                        awaitQuietly(enough);
                        return null;
                    }),
                    threads));
        }
        Awaitility.await()
                .until(() -> inside.getCount() == 0
                        && readings.stream().filter(CompletableFuture::isDone).count() == READINGS / 2);

        Reply verification = greedy.get("/books/verification");
        assertThat(verification.status()).isEqualTo(503);
        assertThat(verification.code()).isEqualTo("overloaded");
        other.verify();
        other.get("/exports/members?format=csv").expect(200);
        other.get("/books/export").expect(200);

        enough.countDown();
        Awaitility.await().until(() -> readings.stream().allMatch(CompletableFuture::isDone));
        greedy.verify();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply upload(Committee community, String table) {
        return admin.postFile(
                community.path("/imports?kind=members&mode=independent"),
                table.getBytes(StandardCharsets.UTF_8),
                "text/csv");
    }

    /** An upload that has begun, and does not go on. */
    private Socket slowUpload(Committee community) throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream()
                .write(("POST " + community.path("/imports?kind=members&mode=independent")
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n"
                                + "Authorization: Bearer " + admin.token() + "\r\n\r\nmemberNo\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private UUID idOf(Committee community) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from community where slug = ?")) {
            statement.setString(1, community.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }
}
