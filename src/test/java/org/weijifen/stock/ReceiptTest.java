package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.id.RewardId;

@QuarkusTest
class ReceiptTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Committee community = aCommittee(Api.asAdmin());
    private final Api staff = Api.asCommittee(community.slug());

    @Test
    void putsUnitsOnTheShelf() {
        String soap = community.goods(5, 0);
        Map<String, Object> delivery = Map.of("quantity", 20, "reason", "国庆备货", "reference", "DN-1");

        Reply response = receive(soap, "key-1", delivery);

        assertThat(response.expect(201).header("Location")).isEqualTo(community.path("/transactions/1"));
        assertThat(response.json().get("sequence").longValue()).isEqualTo(1);
        assertThat(response.json().get("rewardId").textValue()).isEqualTo(soap);
        assertThat(response.json().get("quantity").longValue()).isEqualTo(20);
        assertThat(response.json().get("reason").textValue()).isEqualTo("国庆备货");
        assertThat(response.json().get("reference").textValue()).isEqualTo("DN-1");
        assertThat(response.json().get("onShelf").longValue()).isEqualTo(20);
        Instant recordedAt = Instant.parse(response.json().get("recordedAt").textValue());
        assertThat(response.json().get("effectiveOn").textValue())
                .isEqualTo(LocalDate.ofInstant(recordedAt, SHANGHAI).toString());

        JsonNode second =
                receive(soap, "key-2", Map.of("quantity", 5)).expect(201).json();
        assertThat(second.get("sequence").longValue()).isEqualTo(2);
        assertThat(second.get("onShelf").longValue()).isEqualTo(25);
        assertThat(onShelf(soap)).isEqualTo(25);
    }

    @Test
    void countsAReceiptOnceForEachKey() {
        String soap = community.goods(5, 0);
        Reply first = receive(soap, "key", Map.of("quantity", 20));

        Reply again = receive(soap, "key", Map.of("quantity", 20));

        assertThat(first.expect(201).header("Idempotent-Replayed")).isNull();
        assertThat(again.expect(201).header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(onShelf(soap)).isEqualTo(20);
    }

    @Test
    void countsAReceiptOnceForAKeySentInParallel() {
        String soap = community.goods(5, 0);

        List<String> answers = InParallel.times(
                8, i -> receive(soap, "key", Map.of("quantity", 20)).expect(201).body());

        assertThat(answers).hasSize(8).containsOnly(answers.get(0));
        assertThat(onShelf(soap)).isEqualTo(20);
    }

    @Test
    void refusesAKeyThatStandsForAnotherReceipt() {
        String soap = community.goods(5, 0);
        String mask = community.goods(5, 0);
        receive(soap, "key", Map.of("quantity", 20)).expect(201);

        Reply otherQuantity = receive(soap, "key", Map.of("quantity", 21));
        Reply otherReward = receive(mask, "key", Map.of("quantity", 20));

        assertThat(otherQuantity.expect(422).code()).isEqualTo("idempotency_key_reused");
        assertThat(otherReward.expect(422).code()).isEqualTo("idempotency_key_reused");
        assertThat(onShelf(soap)).isEqualTo(20);
        assertThat(onShelf(mask)).isZero();
    }

    @Test
    void needsAKey() {
        String soap = community.goods(5, 0);

        assertThat(community
                        .post(receipts(soap), Map.of("quantity", 20), null)
                        .expect(400)
                        .code())
                .isEqualTo("idempotency_key_required");
        assertThat(onShelf(soap)).isZero();
    }

    @Test
    void refusesADeliveryNoteThatIsBooked() {
        String soap = community.goods(5, 0);
        Map<String, Object> delivery = Map.of("quantity", 20, "reference", "DN-1");
        receive(soap, "key-1", delivery).expect(201);

        Reply again = receive(soap, "key-2", delivery);

        assertThat(again.expect(409).code()).isEqualTo("duplicate_reference");
        assertThat(onShelf(soap)).isEqualTo(20);
    }

    @Test
    void leavesNothingOfADryRun() {
        String soap = community.goods(5, 3);

        JsonNode answer = community
                .post(receipts(soap) + "?dryRun=true", Map.of("quantity", 20, "reference", "DN-1"))
                .expect(200)
                .json();

        assertThat(answer.get("quantity").longValue()).isEqualTo(20);
        assertThat(answer.get("onShelf").longValue()).isEqualTo(23);

        assertThat(onShelf(soap)).isEqualTo(3);
        JsonNode booked = receive(soap, "key", Map.of("quantity", 20, "reference", "DN-1"))
                .expect(201)
                .json();
        assertThat(booked.get("sequence").longValue()).isEqualTo(2);
    }

    @Test
    void refusesAnUnclearDryRun() {
        String soap = community.goods(5, 0);

        assertThat(community
                        .post(receipts(soap) + "?dryRun=yes", Map.of("quantity", 20), "key")
                        .expect(400)
                        .code())
                .isEqualTo("validation_failed");
        assertThat(onShelf(soap)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "merchant-package"})
    void refusesStockOfWhatHasNone(String kind) {
        String haircut = community.reward(kind, 30, Map.of());

        Reply response = receive(haircut, "key", Map.of("quantity", 1));

        assertThat(response.expect(409).code()).isEqualTo("not_kept_in_stock");
    }

    @Test
    void knowsNoRewardOfAnotherCommunity() {
        String soap = community.goods(5, 0);
        Committee other = aCommittee(Api.asAdmin());

        assertThat(other.post("/rewards/" + soap + "/receipts", Map.of("quantity", 1), "key")
                        .expect(404)
                        .code())
                .isEqualTo("not_found");
        assertThat(onShelf(soap)).isZero();
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
        String soap = community.goods(5, 0);

        Reply response = community.post(receipts(soap), body);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(onShelf(soap)).isZero();
    }

    @Test
    void addsUpParallelReceipts() {
        String soap = community.goods(5, 0);

        List<Integer> statuses =
                InParallel.times(16, i -> receive(soap, UUID.randomUUID().toString(), Map.of("quantity", 3))
                        .status());

        assertThat(statuses).hasSize(16).containsOnly(201);
        assertThat(onShelf(soap)).isEqualTo(48);
    }

    @Test
    void keepsWhatUnitsHaveCostWhereTheyCameToAndWhen() {
        String soap = community.goods(5, 3);
        String station = Committee.id(community.post("/stations", Map.of("code", "east", "title", "East")));
        String yesterday = LocalDate.now(SHANGHAI).minusDays(1).toString();

        Reply response = receive(
                soap,
                "key",
                Map.of("quantity", 20, "unitCostFen", 230, "stationId", station, "effectiveOn", yesterday));

        assertThat(response.expect(201).json().get("unitCostFen").longValue()).isEqualTo(230);
        assertThat(response.json().get("stationId").textValue()).isEqualTo(station);
        assertThat(response.json().get("effectiveOn").textValue()).isEqualTo(yesterday);
        assertThat(response.json().get("onShelf").longValue()).isEqualTo(20);
        JsonNode answer = community.get("/transactions/2").expect(200).json();

        assertThat(answer.get("unitCostFen").longValue()).isEqualTo(230);
        assertThat(answer.get("effectiveOn").textValue()).isEqualTo(yesterday);
        assertThat(answer.at("/postings/0/to/station").textValue()).isEqualTo(station);
        assertThat(answer.at("/postings/0/from").hasNonNull("station")).isFalse();
        assertThat(onShelf(soap)).isEqualTo(23);
    }

    @Test
    void refusesADayThatIsStillToCome() {
        String soap = community.goods(5, 0);
        String tomorrow = LocalDate.now(SHANGHAI).plusDays(1).toString();

        Reply response = receive(soap, "key", Map.of("quantity", 1, "effectiveOn", tomorrow));

        assertThat(response.expect(400).json().at("/errors/0/code").textValue()).isEqualTo("in_future");
        assertThat(onShelf(soap)).isZero();
    }

    @Test
    void isAnotherReceiptWithAnotherCostStationOrDay() {
        String soap = community.goods(5, 0);
        receive(soap, "key", Map.of("quantity", 20)).expect(201);

        Reply cost = receive(soap, "key", Map.of("quantity", 20, "unitCostFen", 0));
        Reply station = receive(soap, "key", Map.of("quantity", 20, "stationId", UUID.randomUUID()));
        Reply day = receive(soap, "key", Map.of("quantity", 20, "effectiveOn", "2026-01-01"));

        assertThat(List.of(cost, station, day))
                .allSatisfy(other -> assertThat(other.expect(422).code()).isEqualTo("idempotency_key_reused"));
    }

    @Test
    void isReversedAtItsStation() {
        String soap = community.goods(5, 20);
        String station = Committee.id(community.post("/stations", Map.of("code", "east", "title", "East")));
        receive(soap, "key", Map.of("quantity", 5, "stationId", station)).expect(201);
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 1, "fromStationId", station), "transfer")
                .expect(201);

        Reply tooFew = reverse(2, "reversal-1");
        receive(soap, "key-2", Map.of("quantity", 1, "stationId", station)).expect(201);
        Reply reversed = reverse(2, "reversal-2");

        assertThat(tooFew.expect(409).code()).isEqualTo("out_of_stock");
        reversed.expect(201);
        assertThat(onShelf(soap)).isEqualTo(21);
    }

    /** Keys are kept for ever: a retry across an upgrade must not be taken for another request. */
    @Test
    void isTheSameRequestAsBeforeThereWereStations() {
        UUID soap = UUID.fromString("01998c00-0000-7000-8000-000000000301");
        Receipts.Delivery delivery =
                new Receipts.Delivery("fuxi", new RewardId(soap), 20, null, null, null, null, "refill", "DN-1");

        assertThat(RequestHash.of("receive-stock", "delivery", delivery))
                .isEqualTo("ebecffba2117b8861a406be0eb4edaa8315cba07e53d2fe99f7ae0b58d255ef2");
    }

    private Reply reverse(long sequence, String key) {
        return community.post("/transactions/" + sequence + "/reversal", Map.of("reason", "wrong"), key);
    }

    private Reply receive(String reward, String key, Map<String, ?> delivery) {
        return staff.post(community.path(receipts(reward)), delivery, key);
    }

    private static String receipts(String reward) {
        return "/rewards/" + reward + "/receipts";
    }

    private long onShelf(String reward) {
        return community.stock(reward).get("onShelf").longValue();
    }
}
