package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.platform.RequestHash;

/** What was written down on paper and is entered days later: it counts when it is entered, and says when it was. */
@QuarkusTest
class LateFactTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Object> ON_31_MARCH = Map.of("occurredOn", "2026-03-31");

    @Inject
    DataSource dataSource;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String member;
    private String soap;
    private String east;

    /** Goods and points came in March, which is closed; now it is 2 April. */
    @BeforeEach
    void closeMarch() {
        setDay("2026-03-02");
        community = aCommittee(admin);
        member = community.aMemberWith(100);
        soap = community.goods(5, 20);
        east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        setDay("2026-04-02");
        close("2026-03");
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void whatWasHandedOutOnPaperCountsWhenItIsEnteredAndSaysWhenItWas() {
        String redemption = community.reserved(member, soap, 10);

        JsonNode collected = collect(redemption, ON_31_MARCH).expect(200).json();

        long sequence = collected.at("/transactions/collection").asLong();
        says(sequence, "2026-04-02", "2026-03-31");
        assertThat(goods("2026-03").get("handedOut").asLong()).isZero();
        assertThat(goods("2026-04").get("handedOut").asLong()).isEqualTo(10);
        JsonNode behind = community
                .get("/statements/2026-04/lines/goods-handed-out/transactions?rewardId=" + soap)
                .expect(200)
                .json()
                .at("/items/0/transaction");
        assertThat(behind.get("sequence").asLong()).isEqualTo(sequence);
        assertThat(behind.get("occurredOn").asText()).isEqualTo("2026-03-31");
        JsonNode moved = community
                .get("/stock/movements?kind=collection&rewardId=" + soap)
                .expect(200)
                .json()
                .at("/items/0");
        assertThat(moved.get("effectiveOn").asText()).isEqualTo("2026-04-02");
        assertThat(moved.get("occurredOn").asText()).isEqualTo("2026-03-31");
        assertThat(exported("transactions", "kind,effectiveOn,occurredOn")).contains("2026-04-02,2026-03-31");
        assertThat(exported("redemptions", "requestedOn,collectedOn")).contains("2026-04-02,2026-03-31");
        community.verify();
    }

    @Test
    void pickupsReturnsAndTransfersSayWhenTheyWere() {
        JsonNode reserved = community.redeem(member, soap, 3).expect(201).json();
        Map<String, Object> pickup = new HashMap<>(ON_31_MARCH);
        pickup.put("pickupCode", reserved.get("pickupCode").asText());

        JsonNode collected = community.post("/pickups", pickup).expect(200).json();
        JsonNode returned = community
                .post(
                        "/redemptions/" + reserved.get("id").asText() + "/return",
                        Map.of("reason", "包装破损", "occurredOn", "2026-04-01"))
                .expect(200)
                .json();
        JsonNode carried = transfer(ON_31_MARCH).expect(201).json();

        says(collected.at("/transactions/collection").asLong(), "2026-04-02", "2026-03-31");
        // April is open, but what comes back always takes effect on the day it is told of.
        says(returned.at("/transactions/closing").asLong(), "2026-04-02", "2026-04-01");
        says(carried.get("sequence").asLong(), "2026-04-02", "2026-03-31");
        assertThat(carried.get("occurredOn").asText()).isEqualTo("2026-03-31");
        assertThat(goods("2026-04").get("returned").asLong()).isEqualTo(3);
        community.verify();
    }

    @Test
    void whatWasHandedOutInTimeMayBeToldAfterItsLastDay() {
        JsonNode reserved = community.redeem(member, soap, 3).expect(201).json();
        String redemption = reserved.get("id").asText();
        String lastDay = reserved.get("pickupBy").asText();
        setDay(LocalDate.parse(lastDay).plusDays(1).toString());

        assertThat(collect(redemption, null).status()).isEqualTo(410);
        long collection = collect(redemption, Map.of("occurredOn", lastDay))
                .expect(200)
                .json()
                .at("/transactions/collection")
                .asLong();

        assertThat(transaction(collection).get("occurredOn").asText()).isEqualTo(lastDay);
        setDay(LocalDate.parse(lastDay).plusDays(3).toString());
        Reply early = community.post(
                "/redemptions/" + redemption + "/return",
                Map.of(
                        "reason",
                        "包装破损",
                        "occurredOn",
                        LocalDate.parse(lastDay).minusDays(1).toString()));
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.json().at("/errors/0/code").asText()).isEqualTo("too_small");
        community
                .post("/redemptions/" + redemption + "/return", Map.of("reason", "包装破损", "occurredOn", lastDay))
                .expect(200);
    }

    @Test
    void whatIsToldOfInTimeNeedsNoBody() {
        String first = community.reserved(member, soap, 1);
        String second = community.reserved(member, soap, 1);
        String third = community.reserved(member, soap, 1);
        Map<String, String> asJson = Map.of("Content-Type", "application/json");

        long sequence = collect(first, null)
                .expect(200)
                .json()
                .at("/transactions/collection")
                .asLong();
        collect(second, Map.of()).expect(200);
        admin.send("POST", community.path("/redemptions/" + third + "/collect"), null, "key", asJson)
                .expect(200);

        assertThat(transaction(sequence).has("occurredOn")).isFalse();
        assertThat(community.takeBack(first).expect(200).json().get("status").asText())
                .isEqualTo("returned");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-02, not_before",
        "2026-04-03, not_before",
        "1999-12-31, too_small",
        "2026-03-32, not_a_day",
        "yesterday, not_a_day"
    })
    void refusesADayThatCannotBe(String day, String violation) {
        JsonNode reserved = community.redeem(member, soap, 1).expect(201).json();
        String open = reserved.get("id").asText();
        String collected = community.handedOut(member, soap, 1);
        long before = sequence();
        Map<String, Object> late = Map.of("occurredOn", day);
        Map<String, Object> pickup = new HashMap<>(late);
        pickup.put("pickupCode", reserved.get("pickupCode").asText());

        List<Reply> replies = List.of(
                collect(open, late),
                community.post("/pickups", pickup),
                community.post("/redemptions/" + collected + "/return", late),
                transfer(late),
                deduct(late),
                credit(late),
                receive(late));

        assertThat(replies).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("occurredOn");
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(violation);
        });
        assertThat(sequence()).isEqualTo(before);
    }

    @Test
    void sendsWhatHappenedOnAnOpenDayToThatDay() {
        Map<String, Object> onAnOpenDay = Map.of("occurredOn", "2026-04-01");
        long before = sequence();

        List<Reply> replies = List.of(credit(onAnOpenDay), receive(onAnOpenDay));

        assertThat(replies).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("occurredOn");
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("day_open");
            assertThat(refused.json().at("/errors/0/message").asText())
                    .contains("2026-04-01")
                    .contains("effectiveOn");
        });
        assertThat(sequence()).isEqualTo(before);
        credit(Map.of("effectiveOn", "2026-04-01")).expect(201);
        receive(Map.of("effectiveOn", "2026-04-01")).expect(201);
        credit(ON_31_MARCH).expect(201);
        receive(ON_31_MARCH).expect(201);
        // A deduction always takes effect on the day it is told of.
        deduct(onAnOpenDay).expect(201);
    }

    @Test
    void boundsTheDaysOfEachCreditOfABulkRequest() {
        Map<String, Object> good = Map.of("memberId", member, "points", 1, "occurredOn", "2026-03-31");
        Map<String, Object> early = Map.of("memberId", member, "points", 1, "occurredOn", "1999-12-31");

        JsonNode bulk = community
                .post("/credits/bulk", Map.of("mode", "independent", "items", List.of(good, early)))
                .expect(207)
                .json();

        assertThat(bulk.at("/items/0/credited").asBoolean()).isTrue();
        assertThat(bulk.at("/items/1/problem/errors/0/field").asText()).isEqualTo("occurredOn");
        assertThat(bulk.at("/items/1/problem/errors/0/code").asText()).isEqualTo("too_small");
    }

    /** A retry across an upgrade must be known again: whatever says nothing of a day is hashed as it ever was. */
    @Test
    void hashesRequestsWithoutADayAsBefore() throws SQLException {
        JsonNode first = community.redeem(member, soap, 1).expect(201).json();
        JsonNode second = community.redeem(member, soap, 1).expect(201).json();
        String collected = first.get("id").asText();
        community
                .post("/redemptions/" + collected + "/collect", null, "collect")
                .expect(200);
        community
                .post("/redemptions/" + collected + "/return", Map.of("reason", "破损"), "return")
                .expect(200);
        String code = second.get("pickupCode").asText();
        community.post("/pickups", Map.of("pickupCode", code), "pickup").expect(200);
        Map<String, Object> load = Map.of("rewardId", soap, "quantity", 1, "toStationId", east);
        community.post("/transfers", load, "transfer").expect(201);

        assertThat(keptHash("collect")).isEqualTo(RequestHash.of("collect", "redemptionId", collected));
        assertThat(keptHash("return")).isEqualTo(RequestHash.of("return", "redemptionId", collected, "reason", "破损"));
        assertThat(keptHash("pickup")).isEqualTo(RequestHash.of("collect-by-code", "pickupCode", code));
        assertThat(keptHash("transfer")).isEqualTo(RequestHash.of("transfer-stock", "load", load));
        assertThat(community
                        .post("/redemptions/" + collected + "/collect", ON_31_MARCH, "collect")
                        .code())
                .isEqualTo("idempotency_key_reused");
    }

    private Reply collect(String redemption, Object body) {
        return community.post("/redemptions/" + redemption + "/collect", body);
    }

    private Reply transfer(Map<String, Object> days) {
        return with(days, "/transfers", Map.of("rewardId", soap, "quantity", 2, "toStationId", east));
    }

    private Reply deduct(Map<String, Object> days) {
        return with(days, "/deductions", Map.of("memberId", member, "points", 1, "reason", "更正"));
    }

    private Reply credit(Map<String, Object> days) {
        return with(days, "/credits", Map.of("memberId", member, "points", 1));
    }

    private Reply receive(Map<String, Object> days) {
        return with(days, "/rewards/" + soap + "/receipts", Map.of("quantity", 1));
    }

    private Reply with(Map<String, Object> days, String path, Map<String, Object> fact) {
        Map<String, Object> body = new HashMap<>(fact);
        body.putAll(days);
        return community.post(path, body);
    }

    private void says(long sequence, String effectiveOn, String occurredOn) {
        JsonNode transaction = transaction(sequence);
        assertThat(transaction.get("effectiveOn").asText()).isEqualTo(effectiveOn);
        assertThat(transaction.get("occurredOn").asText()).isEqualTo(occurredOn);
    }

    private JsonNode transaction(long sequence) {
        return community.get("/transactions/" + sequence).expect(200).json();
    }

    private long sequence() {
        return community.get("/books").expect(200).json().get("sequence").asLong();
    }

    private JsonNode goods(String month) {
        return community.get("/statements/" + month).expect(200).json().at("/goods/0");
    }

    private String exported(String kind, String columns) {
        return community
                .get("/exports/" + kind + "?format=csv&columns=" + columns)
                .expect(200)
                .body();
    }

    private String keptHash(String key) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        select encode(k.request_sha256, 'hex') from idempotency_key k join community c on c.id = k.community_id
                        where c.slug = ? and k.key = ?
                        """)) {
            statement.setString(1, community.slug());
            statement.setString(2, key);
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    private void close(String month) {
        community.post("/closings", Map.of("month", month)).expect(201);
        Api.asCommittee(community.slug())
                .post(community.path("/closings/" + month + "/sign"), community.closing(month))
                .expect(200);
    }

    private static void setDay(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
