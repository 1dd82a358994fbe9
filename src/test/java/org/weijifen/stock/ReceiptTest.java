package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.weijifen.fixture.ACommunity.aCommunity;
import static org.weijifen.fixture.ACommunity.aReward;
import static org.weijifen.fixture.ACommunity.goods;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.ACommunity;
import org.weijifen.fixture.As;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.RequestHash;

@QuarkusTest
class ReceiptTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void putsUnitsOnTheShelf() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        Map<String, Object> delivery = Map.of("quantity", 20, "reason", "国庆备货", "reference", "DN-1");

        Response response = receive(community, "soap", "key-1", delivery);

        response.then()
                .statusCode(201)
                .header("Location", equalTo(community.path("/transactions/1")))
                .body("sequence", equalTo(1))
                .body("rewardId", equalTo(community.id("soap").toString()))
                .body("quantity", equalTo(20))
                .body("reason", equalTo("国庆备货"))
                .body("reference", equalTo("DN-1"))
                .body("onShelf", equalTo(20));
        Instant recordedAt = Instant.parse(response.jsonPath().getString("recordedAt"));
        assertThat(response.jsonPath().getString("effectiveOn"))
                .isEqualTo(LocalDate.ofInstant(recordedAt, SHANGHAI).toString());
        receive(community, "soap", "key-2", Map.of("quantity", 5))
                .then()
                .statusCode(201)
                .body("sequence", equalTo(2))
                .body("onShelf", equalTo(25));
        assertThat(onShelf(community, "soap")).isEqualTo(25);
    }

    @Test
    void countsAReceiptOnceForEachKey() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        Response first = receive(community, "soap", "key", Map.of("quantity", 20));

        Response again = receive(community, "soap", "key", Map.of("quantity", 20));

        first.then().statusCode(201).header("Idempotent-Replayed", nullValue());
        again.then()
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .header("Location", equalTo(first.header("Location")));
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(onShelf(community, "soap")).isEqualTo(20);
    }

    @Test
    void countsAReceiptOnceForAKeySentInParallel() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        List<String> answers = InParallel.times(8, i -> receive(community, "soap", "key", Map.of("quantity", 20))
                .then()
                .statusCode(201)
                .extract()
                .asString());

        assertThat(answers).hasSize(8).containsOnly(answers.get(0));
        assertThat(onShelf(community, "soap")).isEqualTo(20);
    }

    @Test
    void refusesAKeyThatStandsForAnotherReceipt() {
        ACommunity community =
                aCommunity().with(goods("soap", 5)).with(goods("mask", 5)).opened();
        receive(community, "soap", "key", Map.of("quantity", 20)).then().statusCode(201);

        Response otherQuantity = receive(community, "soap", "key", Map.of("quantity", 21));
        Response otherReward = receive(community, "mask", "key", Map.of("quantity", 20));

        otherQuantity.then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
        otherReward.then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
        assertThat(onShelf(community, "soap")).isEqualTo(20);
        assertThat(onShelf(community, "mask")).isZero();
    }

    @Test
    void needsAKey() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        As.admin()
                .body(Map.of("quantity", 20))
                .post(receipts(community, "soap"))
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency_key_required"));
        assertThat(onShelf(community, "soap")).isZero();
    }

    @Test
    void refusesADeliveryNoteThatIsBooked() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        Map<String, Object> delivery = Map.of("quantity", 20, "reference", "DN-1");
        receive(community, "soap", "key-1", delivery).then().statusCode(201);

        Response again = receive(community, "soap", "key-2", delivery);

        again.then().statusCode(409).body("code", equalTo("duplicate_reference"));
        assertThat(onShelf(community, "soap")).isEqualTo(20);
    }

    @Test
    void leavesNothingOfADryRun() {
        ACommunity community = aCommunity().with(goods("soap", 5, 3)).opened();

        As.admin()
                .queryParam("dryRun", true)
                .body(Map.of("quantity", 20, "reference", "DN-1"))
                .post(receipts(community, "soap"))
                .then()
                .statusCode(200)
                .body("quantity", equalTo(20))
                .body("onShelf", equalTo(23));

        assertThat(onShelf(community, "soap")).isEqualTo(3);
        receive(community, "soap", "key", Map.of("quantity", 20, "reference", "DN-1"))
                .then()
                .statusCode(201)
                .body("sequence", equalTo(2));
    }

    @Test
    void refusesAnUnclearDryRun() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        As.admin()
                .queryParam("dryRun", "yes")
                .header("Idempotency-Key", "key")
                .body(Map.of("quantity", 20))
                .post(receipts(community, "soap"))
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"));
        assertThat(onShelf(community, "soap")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "merchant-package"})
    void refusesStockOfWhatHasNone(String kind) {
        ACommunity community =
                aCommunity().with(aReward("haircut", kind, 30, Map.of())).opened();

        Response response = receive(community, "haircut", "key", Map.of("quantity", 1));

        response.then().statusCode(409).body("code", equalTo("not_kept_in_stock"));
    }

    @Test
    void knowsNoRewardOfAnotherCommunity() {
        ACommunity one = aCommunity().with(goods("soap", 5)).opened();
        ACommunity other = aCommunity().opened();

        As.admin()
                .header("Idempotency-Key", "key")
                .body(Map.of("quantity", 1))
                .post(other.path("/rewards/" + one.id("soap") + "/receipts"))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        assertThat(onShelf(one, "soap")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"quantity\": null}",
                "{\"quantity\": 0}",
                "{\"quantity\": -1}",
                "{\"quantity\": 1000001}",
                "{\"quantity\": 1.5}",
                "{\"quantity\": 1e400}",
                "{\"quantity\": \"1\"}",
                "{\"quantity\": 9223372036854775808}",
                "{\"quantity\": 1, \"reason\": \"\"}",
                "{\"quantity\": 1, \"reference\": \"a\\u0000b\"}",
                "{\"quantity\": 1, \"unknown\": 1}",
                "{\"quantity\": 1, \"unitCostFen\": -1}",
                "{\"quantity\": 1, \"unitCostFen\": 1000000000001}",
                "{\"quantity\": 1, \"unitCostFen\": 1.5}",
                "{\"quantity\": 1, \"stationId\": \"east\"}",
                "{\"quantity\": 1, \"effectiveOn\": \"1999-12-31\"}",
                "{\"quantity\": 1, \"effectiveOn\": \"2026-02-30\"}",
            })
    void refusesWhatBreaksARule(String body) {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        Response response = As.admin()
                .header("Idempotency-Key", UUID.randomUUID())
                .body(body)
                .post(receipts(community, "soap"));

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        assertThat(onShelf(community, "soap")).isZero();
    }

    @Test
    void addsUpParallelReceipts() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        List<Integer> statuses = InParallel.times(
                16, i -> receive(community, "soap", UUID.randomUUID().toString(), Map.of("quantity", 3))
                        .statusCode());

        assertThat(statuses).hasSize(16).containsOnly(201);
        assertThat(onShelf(community, "soap")).isEqualTo(48);
    }

    @Test
    void keepsWhatUnitsHaveCostWhereTheyCameToAndWhen() {
        ACommunity community = aCommunity().with(goods("soap", 5, 3)).opened();
        String station = As.admin()
                .body(Map.of("code", "east", "title", "East"))
                .post(community.path("/stations"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String yesterday = LocalDate.now(SHANGHAI).minusDays(1).toString();

        Response response = receive(
                community,
                "soap",
                "key",
                Map.of("quantity", 20, "unitCostFen", 230, "stationId", station, "effectiveOn", yesterday));

        response.then()
                .statusCode(201)
                .body("unitCostFen", equalTo(230))
                .body("stationId", equalTo(station))
                .body("effectiveOn", equalTo(yesterday))
                .body("onShelf", equalTo(20));
        As.admin()
                .get(community.path("/transactions/2"))
                .then()
                .statusCode(200)
                .body("unitCostFen", equalTo(230))
                .body("effectiveOn", equalTo(yesterday))
                .body("postings[0].to.station", equalTo(station))
                .body("postings[0].from.station", nullValue());
        assertThat(onShelf(community, "soap")).isEqualTo(23);
    }

    @Test
    void refusesADayThatIsStillToCome() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        String tomorrow = LocalDate.now(SHANGHAI).plusDays(1).toString();

        Response response = receive(community, "soap", "key", Map.of("quantity", 1, "effectiveOn", tomorrow));

        response.then().statusCode(400).body("errors[0].code", equalTo("in_future"));
        assertThat(onShelf(community, "soap")).isZero();
    }

    @Test
    void isAnotherReceiptWithAnotherCostStationOrDay() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        receive(community, "soap", "key", Map.of("quantity", 20)).then().statusCode(201);

        Response cost = receive(community, "soap", "key", Map.of("quantity", 20, "unitCostFen", 0));
        Response station = receive(community, "soap", "key", Map.of("quantity", 20, "stationId", UUID.randomUUID()));
        Response day = receive(community, "soap", "key", Map.of("quantity", 20, "effectiveOn", "2026-01-01"));

        List.of(cost, station, day)
                .forEach(other -> other.then().statusCode(422).body("code", equalTo("idempotency_key_reused")));
    }

    @Test
    void isReversedAtItsStation() {
        ACommunity community = aCommunity().with(goods("soap", 5, 20)).opened();
        String station = As.admin()
                .body(Map.of("code", "east", "title", "East"))
                .post(community.path("/stations"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        receive(community, "soap", "key", Map.of("quantity", 5, "stationId", station))
                .then()
                .statusCode(201);
        As.admin()
                .header("Idempotency-Key", "transfer")
                .body(Map.of("rewardId", community.id("soap"), "quantity", 1, "fromStationId", station))
                .post(community.path("/transfers"))
                .then()
                .statusCode(201);

        Response tooFew = reverse(community, 2, "reversal-1");
        receive(community, "soap", "key-2", Map.of("quantity", 1, "stationId", station))
                .then()
                .statusCode(201);
        Response reversed = reverse(community, 2, "reversal-2");

        tooFew.then().statusCode(409).body("code", equalTo("out_of_stock"));
        reversed.then().statusCode(201);
        assertThat(onShelf(community, "soap")).isEqualTo(21);
    }

    /** Keys are kept for ever: a retry across an upgrade must not be taken for another request. */
    @Test
    void isTheSameRequestAsBeforeThereWereStations() {
        UUID soap = UUID.fromString("01998c00-0000-7000-8000-000000000301");
        Receipts.Delivery delivery = new Receipts.Delivery("fuxi", soap, 20, null, null, null, null, "refill", "DN-1");

        assertThat(RequestHash.of("receive-stock", "delivery", delivery))
                .isEqualTo("ebecffba2117b8861a406be0eb4edaa8315cba07e53d2fe99f7ae0b58d255ef2");
    }

    private static Response reverse(ACommunity community, long sequence, String key) {
        return As.admin()
                .header("Idempotency-Key", key)
                .body(Map.of("reason", "wrong"))
                .post(community.path("/transactions/" + sequence + "/reversal"));
    }

    private static Response receive(ACommunity community, String code, String key, Map<String, ?> delivery) {
        return As.committee(community.slug())
                .header("Idempotency-Key", key)
                .body(delivery)
                .post(receipts(community, code));
    }

    private static String receipts(ACommunity community, String code) {
        return community.path("/rewards/" + community.id(code) + "/receipts");
    }

    private static int onShelf(ACommunity community, String code) {
        return As.admin()
                .get(community.path("/rewards/" + community.id(code)))
                .then()
                .statusCode(200)
                .extract()
                .path("stock.onShelf");
    }
}
