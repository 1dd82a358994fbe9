package org.weijifen.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.As;
import org.weijifen.fixture.Committee;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

@QuarkusTest
class TurnsTest {
    private static final int MOST_WAITING = 8;

    @Inject
    Turns turns;

    private final Committee committee = aCommittee(Api.asAdmin());
    private final CountDownLatch enough = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void letEverybodyGo() {
        enough.countDown();
        threads.shutdown();
    }

    @Test
    void refusesWhatWouldHaveToWaitForLong() throws InterruptedException {
        CompletableFuture<Void> other = take(turns);

        Response refused = reconcile();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).isNotBlank();
        enough.countDown();
        other.join();
        assertThat(reconcile().statusCode()).isEqualTo(200);
    }

    @Test
    void letsTheNextInWhenTheOneBeforeIsDone() throws InterruptedException {
        take(turns);
        CompletableFuture<Response> next = CompletableFuture.supplyAsync(this::reconcile, threads);
        Awaitility.await().until(() -> turns.waiting() == 1);

        enough.countDown();

        assertThat(next.join().statusCode()).isEqualTo(200);
    }

    @Test
    void letsOnlySomeWait() throws InterruptedException {
        Turns full = new Turns();
        take(full);
        List<CompletableFuture<Void>> waiting = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> full.take(() -> null), threads))
                .limit(MOST_WAITING)
                .toList();
        Awaitility.await().until(() -> full.waiting() == MOST_WAITING);

        assertThatThrownBy(() -> full.take(() -> null))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.OVERLOADED));
        assertThat(full.waiting()).isEqualTo(MOST_WAITING);

        enough.countDown();
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void isFreeAgainAfterATableThatWasRefused() {
        Response refused = reconcile("no table");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(reconcile().statusCode()).isEqualTo(200);
    }

    /** Takes a turn until it has been enough. */
    private CompletableFuture<Void> take(Turns some) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Void> taken = CompletableFuture.runAsync(
                () -> some.take(() -> {
                    inside.countDown();
                    awaitQuietly(enough);
                    return null;
                }),
                threads);
        inside.await();
        return taken;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response reconcile() {
        return reconcile("会员号,积分,日期\n0001,2,2026-03-05\n");
    }

    private Response reconcile(String table) {
        return As.admin()
                .contentType("text/csv")
                .body(table.getBytes(StandardCharsets.UTF_8))
                .post(committee.path("/reconciliations?kind=credits&from=2026-03-01&to=2026-03-31"));
    }
}
