package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Unserved.assertUnserved;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.CuttingProxy;
import org.weijifen.fixture.CuttingProxy.Moment;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/**
 * Connections to the database are lost one after the other, more of them than there are in the pool, in the middle of whatever
 * they are used for: the pool has as many as before, and what was acknowledged is there once.
 */
class LostConnectionsIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int LOSSES = 50;
    /** As in application.properties. */
    private static final int POOL_SIZE = 28;

    private static CuttingProxy proxy;
    private static ServiceProcess service;
    private static Api admin;
    private static Committee committee;
    private static String member;

    @BeforeAll
    static void start() throws Exception {
        proxy = new CuttingProxy();
        service = ServiceProcess.on(proxy.coordinates())
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .start();
        admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        committee = Committee.aCommittee(admin);
        member = committee.aMember();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        proxy.close();
        // Neither SQL nor a trace of our code's calls.
        assertThat(service.output()).doesNotContain("update member", "\tat ");
    }

    @AfterEach
    void thePoolIsWhole() throws SQLException {
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("lock table account in access exclusive mode");
            List<CompletableFuture<Reply>> readers = IntStream.range(0, POOL_SIZE)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> committee.get("/members/" + member + "/statement"), task -> new Thread(task).start()))
                    .toList();
            Awaitility.await()
                    .alias("all connections of the pool are in use at once")
                    .until(() -> {
                        try (ResultSet rows = statement.executeQuery(
                                "select count(*) from pg_locks where relation = 'account'::regclass and not granted")) {
                            return rows.next() && rows.getInt(1) == POOL_SIZE;
                        }
                    });
            superuser.rollback();
            assertThat(readers).allSatisfy(reader -> reader.join().expect(200));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "order by community_id for update, BEFORE_IT_IS_ANSWERED",
        "order by community_id for update, AFTER_IT_IS_ANSWERED",
        "insert into ledger_transaction, BEFORE_IT_IS_ANSWERED",
        "COMMIT, BEFORE_IT_ARRIVES",
        "COMMIT, BEFORE_IT_IS_ANSWERED"
    })
    void inTheMiddleOfWrites(String statement, Moment moment) throws Exception {
        long before = committee.balance(member).get("available").asLong();

        lose(statement, moment, 201, i -> write("write-" + statement + moment + i));

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < LOSSES; i++) {
            answers.add(write("write-" + statement + moment + i).expect(201).body());
        }
        assertThat(answers).doesNotHaveDuplicates();
        assertThat(committee.balance(member).get("available").asLong()).isEqualTo(before + LOSSES);
        committee.verify();
    }

    @ParameterizedTest
    @CsvSource({"update member, BEFORE_IT_IS_ANSWERED", "COMMIT, BEFORE_IT_ARRIVES", "COMMIT, BEFORE_IT_IS_ANSWERED"})
    void inTheMiddleOfEdits(String statement, Moment moment) throws Exception {
        lose(
                statement,
                moment,
                200,
                i -> committee.patch("/members/" + member, Map.of("displayName", statement + moment + i)));

        committee.patch("/members/" + member, Map.of("displayName", "居民")).expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "repeatable read, AFTER_IT_IS_ANSWERED, /members/%s/statement",
        "ROLLBACK, BEFORE_IT_ARRIVES, /members/%s/statement",
        "from account, BEFORE_IT_IS_ANSWERED, /members/%s/balance",
        "from ledger_transaction, BEFORE_IT_IS_ANSWERED, /exports/transactions?format=csv"
    })
    void inTheMiddleOfReading(String statement, Moment moment, String path) throws Exception {
        String of = path.formatted(member);

        lose(statement, moment, 200, i -> committee.get(of));

        committee.get(of).expect(200);
    }

    @Test
    void onTheWayToTakeAFailedBatchBack() throws Exception {
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            proxy.cutAll();
            int before = proxy.cuts();
            while (proxy.cuts() < before + LOSSES) {
                int number = proxy.cuts();
                statement.execute("lock table account in access exclusive mode");
                CompletableFuture<Reply> written = CompletableFuture.supplyAsync(() -> write("failed-" + number));
                proxy.cut("ROLLBACK", Moment.BEFORE_IT_ARRIVES);
                Awaitility.await().until(() -> {
                    try (ResultSet rows = statement.executeQuery("select pg_cancel_backend(pid) from pg_locks"
                            + " where relation = 'account'::regclass and not granted")) {
                        return rows.next() || written.isDone();
                    }
                });
                assertThat(written.join().status()).isEqualTo(503);
                superuser.rollback();
            }
        }
        write("failed-0").expect(201);
    }

    @Test
    void onTheWayToConnect() throws Exception {
        proxy.shut(true);
        proxy.cutAll();
        try {
            List<Reply> replies = InParallel.times(
                    LOSSES,
                    i -> i % 2 == 0 ? write("connect-" + i) : committee.get("/members/" + member + "/statement"));
            assertThat(replies).allSatisfy(reply -> assertUnserved(reply, ErrorCode.DATABASE_UNAVAILABLE));
        } finally {
            proxy.shut(false);
        }

        Awaitility.await().until(() -> write("connect-0").status() == 201);
    }

    /** The database has nothing to do with it, but its connection is in the middle of a result. */
    @Test
    void byClientsThatHangUpOnAnExport() throws Exception {
        aLongHistory();
        URI base = URI.create(service.baseUrl());
        String request = "GET " + committee.path("/books/export") + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                + admin.token() + "\r\n\r\n";
        for (int i = 0; i < LOSSES; i++) {
            try (Socket client = new Socket(base.getHost(), base.getPort())) {
                client.setReceiveBufferSize(4096);
                client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                InputStream answer = client.getInputStream();
                String head = new String(answer.readNBytes(15), StandardCharsets.US_ASCII);
                if (head.endsWith(" 200")) {
                    answer.readNBytes(1000);
                }
                assertThat(head).matches("HTTP/1.1 (200|503).*");
            }
        }

        Awaitility.await().until(() -> committee.get("/books/export").status() == 200);
    }

    /** Does something, again and again, and loses its connection each time: it is done, or served another time. */
    private static void lose(String statement, Moment moment, int done, IntFunction<Reply> use) throws IOException {
        proxy.cutAll();
        for (int i = 0; i < LOSSES; i++) {
            int before = proxy.cuts();
            proxy.cut(statement, moment);
            for (int tries = 0; proxy.cuts() == before; tries++) {
                assertThat(tries).as("uses without a loss").isLessThanOrEqualTo(POOL_SIZE);
                Reply reply = use.apply(i);
                if (reply.status() != done) {
                    assertUnserved(reply, ErrorCode.DATABASE_UNAVAILABLE);
                }
            }
        }
    }

    private static Reply write(String key) {
        return committee.post("/credits", Map.of("memberId", member, "points", 1), key);
    }

    /** More than fits into whatever lies between the database and a client that has stopped reading. */
    private static void aLongHistory() {
        List<Map<String, Object>> items =
                Collections.nCopies(1000, Map.of("memberId", member, "points", 1, "reason", "很长的历史".repeat(20)));
        for (int i = 0; i < 10; i++) {
            committee
                    .post("/credits/bulk", Map.of("mode", "atomic", "items", items))
                    .expect(200);
        }
    }
}
