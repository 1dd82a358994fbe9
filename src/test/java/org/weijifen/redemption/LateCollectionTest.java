package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

/** What was handed out on its last day at the latest counts so, whenever it is entered and whether or not the job came by. */
@QuarkusTest
class LateCollectionTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalDate REQUESTED = LocalDate.of(2026, 3, 10);
    private static final LocalDate PICKUP_BY = REQUESTED.plusDays(7);

    @Inject
    PickupExpiryJob job;

    @Inject
    Communities communities;

    @Inject
    MeterRegistry metrics;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String member;
    private String soap;
    private String redemption;

    @BeforeEach
    void reserve() {
        begin(REQUESTED);
        community = aCommittee(admin);
        member = community.aMemberWith(100);
        soap = community.goods(10, 6);
        redemption = community.reserved(member, soap, 4);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isTakenWhetherOrNotTheJobCameBy(boolean jobCameBy) {
        begin(PICKUP_BY.plusDays(1));
        if (jobCameBy) {
            expire();
            assertThat(community.balance(member).get("available").asLong()).isEqualTo(100);
        }

        JsonNode collected = collectOn(PICKUP_BY).expect(200).json();

        assertThat(collected.get("status").asText()).isEqualTo("collected");
        JsonNode transaction = community
                .get("/transactions/" + collected.at("/transactions/collection").asLong())
                .expect(200)
                .json();
        assertThat(transaction.get("occurredOn").asText()).isEqualTo(PICKUP_BY.toString());
        assertBalance(60, 0, 40, 0);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(2);
        assertThat(community.stock(soap).get("handedOut").asLong()).isEqualTo(4);
        assertThat(statement().at("/points/redeemed").asLong()).isEqualTo(40);
        community.verify();
        community.takeBack(redemption).expect(200);
        assertBalance(100, 0, 0, 0);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(6);
        community.verify();
    }

    /** The goods are gone, so the books say so: what the points have been spent for meanwhile is owed. */
    @Test
    void owesWhatWasSpentMeanwhile() {
        begin(PICKUP_BY.plusDays(1));
        expire();
        community.deduct(member, 75);

        collectOn(PICKUP_BY).expect(200);

        assertBalance(0, 15, 40, 75);
        community.verify();
    }

    /** The books have no more on a shelf than they can hand out; a receipt or a count puts that right. */
    @Test
    void isRefusedWhereTheBooksHaveTheGoodsNoMore() {
        begin(PICKUP_BY.plusDays(1));
        expire();
        String other = community.aMemberWith(100);
        community.reserved(other, soap, 3);

        Reply refused = collectOn(PICKUP_BY);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("out_of_stock");
        assertBalance(100, 0, 0, 0);
        community.post("/rewards/" + soap + "/receipts", Map.of("quantity", 1)).expect(201);
        collectOn(PICKUP_BY).expect(200);
        community.verify();
    }

    @ParameterizedTest
    @CsvSource({"-1, 400, validation_failed", "0, 200, ''", "7, 200, ''", "8, 410, pickup_code_expired"})
    void goesByTheDaysOnWhichItCouldBeHandedOut(int daysAfterRequest, int status, String code) {
        begin(PICKUP_BY.plusDays(3));
        expire();

        Reply reply = collectOn(REQUESTED.plusDays(daysAfterRequest));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void isRefusedBeforeItsRequestInTimeToo() {
        begin(REQUESTED.plusDays(2));

        Reply refused = collectOn(REQUESTED.minusDays(1));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("occurredOn");
        collectOn(REQUESTED).expect(200);
    }

    @Test
    void isRefusedOnceItWasCancelledOrCollected() {
        String cancelled = community.reserved(member, soap, 1);
        community.cancel(cancelled).expect(200);
        begin(PICKUP_BY.plusDays(1));
        expire();
        collectOn(PICKUP_BY).expect(200);

        assertThat(collectOn(PICKUP_BY).code()).isEqualTo("already_collected");
        assertThat(community
                        .post("/redemptions/" + cancelled + "/collect", Map.of("occurredOn", PICKUP_BY.toString()))
                        .code())
                .isEqualTo("already_cancelled");
    }

    @Test
    void isTakenByItsCodeAndOnce() {
        String code = community
                .get("/redemptions/" + redemption)
                .expect(200)
                .json()
                .get("pickupCode")
                .asText();
        begin(PICKUP_BY.plusDays(1));
        expire();

        List<Integer> statuses = InParallel.times(
                        8,
                        i -> community.post(
                                "/pickups",
                                Map.of("pickupCode", code, "occurredOn", PICKUP_BY.toString()),
                                UUID.randomUUID().toString()))
                .stream()
                .map(Reply::status)
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(200, 409, 409, 409, 409, 409, 409, 409);
        assertBalance(60, 0, 40, 0);
    }

    /** What lapsed when it was given back had been used in time. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesPointsThatLapsedAsTheyCameBack(boolean jobCameBy) {
        begin(REQUESTED);
        community = aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        begin(REQUESTED.minusMonths(1).plusDays(2));
        member = community.aMemberWith(50);
        begin(REQUESTED);
        soap = community.goods(10, 6);
        redemption = community.reserved(member, soap, 4);
        begin(PICKUP_BY.plusDays(1));
        if (jobCameBy) {
            expire();
            assertThat(community.balance(member).get("expired").asLong()).isEqualTo(50);
        }

        collectOn(REQUESTED.plusDays(1)).expect(200);

        assertBalance(0, 0, 40, 0);
        assertThat(community.balance(member).get("expired").asLong()).isEqualTo(10);
        assertThat(statement().at("/proof/valid").asBoolean()).isTrue();
        community.verify();
    }

    /** Nothing comes back before it was handed out, also where both are decided in one batch. */
    @Test
    void comesBackNoEarlierThanItWasHandedOutInItsOwnBatch() throws SQLException {
        begin(REQUESTED.plusDays(2));
        CompletableFuture<Reply> collected;
        CompletableFuture<Reply> early;
        CompletableFuture<Reply> late;
        try (HeldBooks held = new HeldBooks(community, metrics)) {
            later("/credits", Map.of("memberId", member, "points", 1, "reason", "测试"));
            held.awaitFirst();
            collected = later(
                    "/redemptions/" + redemption + "/collect",
                    Map.of("occurredOn", REQUESTED.plusDays(1).toString()));
            held.awaitQueued(1);
            early = later("/redemptions/" + redemption + "/return", Map.of("occurredOn", REQUESTED.toString()));
            held.awaitQueued(2);
            late = later(
                    "/redemptions/" + redemption + "/return",
                    Map.of("occurredOn", REQUESTED.plusDays(1).toString()));
            held.awaitQueued(3);
        }

        collected.join().expect(200);
        assertThat(early.join().status()).isEqualTo(400);
        assertThat(early.join().json().at("/errors/0/field").asText()).isEqualTo("occurredOn");
        late.join().expect(200);
        community.verify();
    }

    private CompletableFuture<Reply> later(String path, Object body) {
        return admin.postLater(community.path(path), body, UUID.randomUUID().toString());
    }

    private void expire() {
        job.expire(communities.require(community.slug()), today());
        assertThat(community
                        .get("/redemptions/" + redemption)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("expired");
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(Instant.now().plus(MovableClock.offset()), SHANGHAI);
    }

    private Reply collectOn(LocalDate day) {
        return community.post("/redemptions/" + redemption + "/collect", Map.of("occurredOn", day.toString()));
    }

    private JsonNode statement() {
        return community.get("/statements/2026-03").expect(200).json();
    }

    private void assertBalance(long available, long arrears, long spent, long deducted) {
        JsonNode balance = community.balance(member);
        assertThat(List.of(
                        balance.get("available").asLong(),
                        balance.get("arrears").asLong(),
                        balance.get("spent").asLong(),
                        balance.get("deducted").asLong()))
                .containsExactly(available, arrears, spent, deducted);
        assertThat(balance.get("held").asLong()).isZero();
    }

    private static void begin(LocalDate day) {
        MovableClock.set(day.atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
