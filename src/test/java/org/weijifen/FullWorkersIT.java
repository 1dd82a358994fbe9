package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Unserved.assertUnserved;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/** More requests come than there are workers and places to wait for one. */
class FullWorkersIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int WORKERS = 4;
    private static final int PLACES = 8;
    private static final int WRITES = 60;

    private ServiceProcess service;
    private Api admin;
    private Api management;
    private Committee committee;
    private String member;

    @BeforeEach
    void startWithFewWorkers() {
        service = ServiceProcess.on(TestDatabase.coordinates())
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_JOBS_EVERY", "off")
                .with("QUARKUS_THREAD_POOL_MAX_THREADS", Integer.toString(WORKERS))
                .with("QUARKUS_THREAD_POOL_QUEUE_SIZE", Integer.toString(PLACES))
                .start();
        admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        management = Api.at(service.managementUrl());
        committee = Committee.aCommittee(admin);
        member = committee.aMember();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void losesNothingOfWhatItRefusesOrTakes() throws Exception {
        List<CompletableFuture<Reply>> writes;
        try (Connection books = locked(committee)) {
            writes = writeUntilFull();
            books.rollback();
        }
        List<Reply> replies = writes.stream().map(CompletableFuture::join).toList();

        assertThat(replies)
                .filteredOn(reply -> reply.status() == 200)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(WORKERS + PLACES);
        assertThat(replies).filteredOn(reply -> reply.status() != 200).allSatisfy(FullWorkersIT::assertOverloaded);
        for (int i = 0; i < WRITES; i++) {
            boolean done = replies.get(i).status() == 200;
            Reply retry = write(i).join().expect(200);
            assertThat(retry.headers().firstValue("Idempotent-Replayed").isPresent())
                    .isEqualTo(done);
            if (done) {
                assertThat(retry.body()).isEqualTo(replies.get(i).body());
            }
        }
        assertThat(committee.balance(member).get("earned").asLong()).isEqualTo(WRITES);
        committee.verify();
    }

    @Test
    void refusesWhateverNeedsAWorkerAndServesTheRest() throws Exception {
        try (Connection books = locked(committee)) {
            List<CompletableFuture<Reply>> writes = writeUntilFull();

            assertOverloaded(committee.get("/members"));
            assertOverloaded(committee.get("/members/" + member + "/balance?at=" + LocalDate.EPOCH));
            assertOverloaded(
                    admin.post("/v1/communities/not-seen-yet/credits", Map.of("memberId", member, "points", 1)));
            assertOverloaded(management.get("/q/metrics"));
            assertOverloaded(management.get("/q/health/ready"));
            committee.get("/members/" + member + "/balance").expect(200);
            management.get("/q/health/live").expect(200);

            books.rollback();
            writes.forEach(CompletableFuture::join);
        }

        committee.get("/members").expect(200);
        management.get("/q/metrics").expect(200);
        management.get("/q/health/ready").expect(200);
    }

    /** Sends all writes while the books are locked, and waits until only those have no answer for which there is room. */
    private List<CompletableFuture<Reply>> writeUntilFull() {
        List<CompletableFuture<Reply>> writes =
                IntStream.range(0, WRITES).mapToObj(this::write).toList();
        Awaitility.await()
                .until(() -> writes.stream().filter(CompletableFuture::isDone).count() >= WRITES - WORKERS - PLACES);
        return writes;
    }

    /** A bulk credit waits on its worker for its commit. */
    private CompletableFuture<Reply> write(int number) {
        return admin.postLater(
                committee.path("/credits/bulk"),
                Map.of("mode", "atomic", "items", List.of(Map.of("memberId", member, "points", 1))),
                "write-" + number);
    }

    private static void assertOverloaded(Reply reply) {
        assertUnserved(reply, ErrorCode.OVERLOADED);
    }

    /** A connection that keeps others from writing a community's books until it is rolled back. */
    private static Connection locked(Committee committee) throws SQLException {
        Connection connection = TestDatabase.asSuperuser();
        connection.setAutoCommit(false);
        HeldBooks.lock(connection, committee);
        return connection;
    }
}
