package org.weijifen.tables.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

@QuarkusTest
class ReconciliationTurnsTest {
    private static final int MOST_WAITING = 8;
    private static final String TABLE = "会员号,积分,日期\n0001,2,2026-03-05\n";

    @Inject
    Reconciliations reconciliations;

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
        CompletableFuture<Void> other = take("another community");

        Reply refused = reconcile();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().get("code").textValue()).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).isNotBlank();
        enough.countDown();
        other.join();
        assertThat(reconcile().status()).isEqualTo(200);
    }

    @Test
    void letsTheNextInWhenTheOneBeforeIsDone() throws InterruptedException {
        take("another community");
        CompletableFuture<Reply> next = CompletableFuture.supplyAsync(this::reconcile, threads);
        Awaitility.await().until(() -> reconciliations.turns.waiting() == 1);

        enough.countDown();

        assertThat(next.join().status()).isEqualTo(200);
    }

    /** Of one community only half of those wait that may, so that another one can. */
    @Test
    void letsOnlySomeOfACommunityWait() throws InterruptedException {
        Committee other = aCommittee(Api.asAdmin());
        take("another community");
        List<CompletableFuture<Reply>> waiting = Stream.generate(
                        () -> CompletableFuture.supplyAsync(this::reconcile, threads))
                .limit(MOST_WAITING)
                .toList();
        Awaitility.await()
                .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == MOST_WAITING / 2
                        && reconciliations.turns.waiting() == MOST_WAITING / 2);
        CompletableFuture<Reply> others = CompletableFuture.supplyAsync(() -> reconcile(other, TABLE), threads);
        Awaitility.await().until(() -> reconciliations.turns.waiting() == MOST_WAITING / 2 + 1);

        enough.countDown();

        assertThat(others.join().status()).isEqualTo(200);
        assertThat(waiting)
                .extracting(one -> one.join().status())
                .filteredOn(status -> status == 503)
                .hasSize(MOST_WAITING / 2);
    }

    @Test
    void isFreeAgainAfterATableThatWasRefused() {
        Reply refused = reconcile(committee, "no table");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(reconcile().status()).isEqualTo(200);
    }

    /** Takes a turn until it has been enough. */
    private CompletableFuture<Void> take(Object owner) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Void> taken = CompletableFuture.runAsync(
                () -> reconciliations.turns.take(owner, () -> {
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

    private Reply reconcile() {
        return reconcile(committee, TABLE);
    }

    private static Reply reconcile(Committee committee, String table) {
        return Api.asAdmin()
                .with("Content-Type", "text/csv")
                .post(committee.path("/reconciliations?kind=credits&from=2026-03-01&to=2026-03-31"), table);
    }
}
