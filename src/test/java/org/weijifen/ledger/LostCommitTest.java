package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** The connection goes at the worst moment: when COMMIT is on its way. */
@QuarkusTest
class LostCommitTest {
    private static final int BATCH = 256;

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    /** Where the connection is cut. */
    enum Cut {
        NOWHERE,
        BEFORE_COMMIT_ARRIVES,
        BEFORE_COMMIT_IS_ANSWERED
    }

    @Test
    void findsOutThatACommitArrived() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test = new TestLedger(proxy.dataSource(), problems, BATCH, BATCH)) {
            proxy.cut = Cut.BEFORE_COMMIT_IS_ANSWERED;
            Outcome outcome = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();

            assertThat(outcome.answer().status()).isEqualTo(201);
            assertThat(outcome.replayed()).isFalse();
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(1);
    }

    @Test
    void findsOutThatACommitDidNotArrive() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test = new TestLedger(proxy.dataSource(), problems, BATCH, BATCH)) {
            proxy.cut = Cut.BEFORE_COMMIT_ARRIVES;
            assertThat(failure(test, communityId, memberId)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            assertThat(pointsOf(communityId, memberId)).isZero();

            Outcome retried = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();
            assertThat(retried.answer().status()).isEqualTo(201);
            assertThat(retried.replayed()).isFalse();
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_COMMIT_ARRIVES", "BEFORE_COMMIT_IS_ANSWERED"})
    void aRetryCountsOnceWhateverWasLost(Cut cut) throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (CuttingProxy proxy = new CuttingProxy();
                TestLedger test = new TestLedger(proxy.dataSource(), problems, BATCH, BATCH)) {
            for (int i = 0; i < 20; i++) {
                String key = "key-" + i;
                proxy.cut = i % 3 == 0 ? cut : Cut.NOWHERE;
                test.ledger()
                        .submit(TestLedger.credit(communityId, memberId, key))
                        .handle((outcome, lost) -> outcome)
                        .get();
                proxy.cut = Cut.NOWHERE;
                test.ledger()
                        .submit(TestLedger.credit(communityId, memberId, key))
                        .get();
            }
        }

        assertThat(pointsOf(communityId, memberId)).isEqualTo(20);
        assertThat(TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId))
                .isEqualTo(20);
    }

    private static ErrorCode failure(TestLedger test, UUID communityId, UUID memberId) throws InterruptedException {
        try {
            test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();
            throw new AssertionError("it did not fail");
        } catch (ExecutionException e) {
            return ((ProblemException) e.getCause()).code();
        }
    }

    private long pointsOf(UUID communityId, UUID memberId) throws Exception {
        return TestLedger.count(
                dataSource,
                "select coalesce(sum(balance), 0) from account where community_id = ? and owner = ? and type = 'AVAILABLE'",
                communityId,
                memberId);
    }

    /** Stands between the ledger and PostgreSQL, and cuts one connection when COMMIT comes by. */
    private static final class CuttingProxy implements AutoCloseable {
        private static final String COMMIT = "COMMIT";
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final URI database;
        volatile Cut cut = Cut.NOWHERE;

        CuttingProxy() throws IOException {
            database = URI.create(TestDatabase.coordinates().url().substring("jdbc:".length()));
            Thread acceptor = new Thread(this::accept, "cutting-proxy");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        DataSource dataSource() {
            return TestLedger.direct("jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + database.getPath()
                    + "?sslmode=disable&gssEncMode=disable");
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket postgres = new Socket(database.getHost(), database.getPort());
                    pump(client, postgres, true);
                    pump(postgres, client, false);
                }
            } catch (IOException e) {
                // The proxy was closed.
            }
        }

        private void pump(Socket from, Socket to, boolean towardsPostgres) {
            Thread thread = new Thread(() -> copy(from, to, towardsPostgres), "cutting-proxy-pump");
            thread.setDaemon(true);
            thread.start();
        }

        private void copy(Socket from, Socket to, boolean towardsPostgres) {
            byte[] buffer = new byte[1 << 16];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    boolean commit = towardsPostgres
                            && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(COMMIT);
                    if (commit && cut == Cut.BEFORE_COMMIT_ARRIVES) {
                        cut = Cut.NOWHERE;
                        return;
                    }
                    if (commit && cut == Cut.BEFORE_COMMIT_IS_ANSWERED) {
                        cut = Cut.NOWHERE;
                        // The client's side goes first, so that the answer has nowhere to go.
                        from.close();
                        out.write(buffer, 0, read);
                        out.flush();
                        // PostgreSQL reads what was sent before it sees the end.
                        to.shutdownOutput();
                        to.getInputStream().readAllBytes();
                        return;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException e) {
                // One side is gone: so is the other.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
