package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

@QuarkusTest
class StockTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void showsWhereTheUnitsOfEachRewardAre() {
        String soap = community.goods(5, 20);
        String east = station("east");
        post("/transfers", Map.of("rewardId", soap, "quantity", 8, "toStationId", east));
        String member = community.aMemberWith(100);
        reserve(member, soap, 3, east);
        community.collect(community.reserved(member, soap, 2)).expect(200);
        post("/stocktakes", Map.of("reason", "盘点", "lines", List.of(Map.of("rewardId", soap, "counted", 9))));

        JsonNode item = items("").get(0);

        assertThat(item.get("rewardId").asText()).isEqualTo(soap);
        assertThat(item.get("supplied").asLong()).isEqualTo(20);
        assertThat(item.get("onShelf").asLong()).isEqualTo(14);
        assertThat(item.get("reserved").asLong()).isEqualTo(3);
        assertThat(item.get("handedOut").asLong()).isEqualTo(2);
        assertThat(item.get("adjusted").asLong()).isEqualTo(1);
        JsonNode stations = item.get("stations");
        assertThat(stations).hasSize(2);
        assertThat(stations.get(0).has("stationId")).isFalse();
        assertThat(stations.get(0).get("onShelf").asLong()).isEqualTo(9);
        assertThat(stations.get(0).get("reserved").asLong()).isZero();
        assertThat(stations.get(1).get("stationId").asText()).isEqualTo(east);
        assertThat(stations.get(1).get("onShelf").asLong()).isEqualTo(5);
        assertThat(stations.get(1).get("reserved").asLong()).isEqualTo(3);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(14);
        assertThat(community.stock(soap).get("reserved").asLong()).isEqualTo(3);
        JsonNode totals = community.get("/books").expect(200).json().at("/totals/units");
        assertThat(totals.get("onShelf").asLong()).isEqualTo(14);
        assertThat(totals.get("reserved").asLong()).isEqualTo(3);
    }

    @Test
    void listsGoodsOnlyInOrderOfTheirCodes() {
        community.reward("goods", 5, Map.of("code", "b"));
        community.reward("goods", 5, Map.of("code", "a"));
        community.reward("goods", 5, Map.of("code", "c"));
        community.reward("service", 5, Map.of("code", "d"));

        JsonNode first = community.get("/stock?limit=2").expect(200).json();
        JsonNode second = community
                .get("/stock?limit=2&cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.get("items").findValuesAsText("code")).containsExactly("a", "b");
        assertThat(second.get("items").findValuesAsText("code")).containsExactly("c");
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(second.at("/items/0/stations")).isEmpty();
    }

    @Test
    void saysWhatRunsLowOnAllShelvesTogether() {
        String low = community.reward("goods", 5, Map.of("code", "low", "lowStockThreshold", 10));
        String enough = community.reward("goods", 5, Map.of("code", "enough", "lowStockThreshold", 10));
        community.reward("goods", 5, Map.of("code", "never"));
        String east = station("east");
        receive(low, 6, null);
        receive(low, 4, east);
        receive(enough, 6, null);
        receive(enough, 5, east);

        JsonNode lowOnes = items("?lowStock=true");
        JsonNode others = items("?lowStock=false");

        assertThat(lowOnes.findValuesAsText("code")).containsExactly("low");
        assertThat(lowOnes.at("/0/lowStock").asBoolean()).isTrue();
        assertThat(lowOnes.at("/0/lowStockThreshold").asLong()).isEqualTo(10);
        assertThat(others.findValuesAsText("code")).containsExactly("enough", "never");
        assertThat(others.findValuesAsText("lowStock")).containsOnly("false");
        assertThat(reward(low).get("lowStock").asBoolean()).isTrue();
        assertThat(reward(enough).get("lowStock").asBoolean()).isFalse();
    }

    @Test
    void runsLowOnceUnitsAreReserved() {
        String soap = community.reward("goods", 5, Map.of("lowStockThreshold", 9));
        receive(soap, 10, null);
        assertThat(reward(soap).get("lowStock").asBoolean()).isFalse();

        community.reserved(community.aMemberWith(10), soap, 1);

        assertThat(reward(soap).get("lowStock").asBoolean()).isTrue();
    }

    @Test
    void keepsTheThresholdOfGoodsOnly() {
        String soap = community.reward("goods", 5, Map.of());
        String haircut = community.reward("service", 5, Map.of());

        JsonNode set = community
                .patch("/rewards/" + soap, Map.of("lowStockThreshold", 0))
                .expect(200)
                .json();
        JsonNode removed = community
                .patch("/rewards/" + soap, "{\"lowStockThreshold\": null}")
                .expect(200)
                .json();
        Reply refused = community.patch("/rewards/" + haircut, Map.of("lowStockThreshold", 5));
        Reply refusedAtOnce = community.post(
                "/rewards", Map.of("code", "x", "title", "X", "kind", "service", "points", 5, "lowStockThreshold", 5));

        assertThat(set.get("lowStockThreshold").asLong()).isZero();
        assertThat(set.get("lowStock").asBoolean()).isTrue();
        assertThat(removed.has("lowStockThreshold")).isFalse();
        assertThat(removed.get("lowStock").asBoolean()).isFalse();
        assertThat(reward(haircut).has("lowStock")).isFalse();
        for (Reply reply : List.of(refused, refusedAtOnce)) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("lowStockThreshold");
            assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("goods_only");
        }
        assertThat(community.get("/rewards?limit=200").json().get("items").findValuesAsText("code"))
                .doesNotContain("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000001", "\"5\"", "0.5"})
    void refusesAThresholdThatIsNone(String threshold) {
        String soap = community.reward("goods", 5, Map.of());

        Reply reply = community.patch("/rewards/" + soap, "{\"lowStockThreshold\": " + threshold + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
    }

    @Test
    void isSeenByStaffAndOtherSystemsOnly() {
        Api integrator = Api.asIntegrator(community.slug());
        Api member = Api.asMember(community.slug(), community.aMember());

        assertThat(integrator.get(community.path("/stock")).status()).isEqualTo(200);
        assertThat(integrator.get(community.path("/stock/movements")).status()).isEqualTo(403);
        assertThat(member.get(community.path("/stock")).status()).isEqualTo(403);
        assertThat(member.get(community.path("/stock/movements")).status()).isEqualTo(403);
    }

    private String station(String code) {
        return Committee.id(community.post("/stations", Map.of("code", code, "title", code)));
    }

    private void receive(String reward, long quantity, String station) {
        post(
                "/rewards/" + reward + "/receipts",
                station == null ? Map.of("quantity", quantity) : Map.of("quantity", quantity, "stationId", station));
    }

    private void reserve(String member, String reward, long quantity, String station) {
        post(
                "/redemptions",
                Map.of(
                        "memberId",
                        member,
                        "stationId",
                        station,
                        "lines",
                        List.of(Map.of("rewardId", reward, "quantity", quantity))));
    }

    private void post(String rest, Object body) {
        community.post(rest, body).expect(201);
    }

    private JsonNode reward(String id) {
        return community.get("/rewards/" + id).expect(200).json();
    }

    private JsonNode items(String query) {
        return community.get("/stock" + query).expect(200).json().get("items");
    }
}
