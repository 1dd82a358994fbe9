package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

@QuarkusTest
class MovementTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void tellsWhatHappenedToUnits() {
        String soap = community.goods(5, 0);
        String east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        receive(soap, Map.of("quantity", 20, "unitCostFen", 230, "reason", "补货", "reference", "DN-1"));
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 8, "toStationId", east, "reason", "备货"))
                .expect(201);
        String redemption = Committee.id(community.post(
                "/redemptions",
                Map.of(
                        "memberId",
                        community.aMemberWith(50),
                        "stationId",
                        east,
                        "lines",
                        List.of(Map.of("rewardId", soap, "quantity", 3)))));
        community.collect(redemption).expect(200);
        community
                .post(
                        "/stocktakes",
                        Map.of(
                                "reason",
                                "月末",
                                "lines",
                                List.of(Map.of("rewardId", soap, "counted", 11, "reason", "受潮1块"))))
                .expect(201);

        JsonNode items = items("");

        assertThat(items.findValuesAsText("kind"))
                .containsExactly("stock-adjustment", "collection", "reservation", "stock-transfer", "stock-receipt");
        assertThat(items.findValuesAsText("sequence")).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(items).allSatisfy(item -> {
            assertThat(item.get("rewardId").asText()).isEqualTo(soap);
            assertThat(item.get("rewardTitle").asText()).startsWith("奖品");
            assertThat(item.has("position")).isFalse();
        });
        JsonNode adjustment = items.get(0);
        assertThat(adjustment.at("/from/type").asText()).isEqualTo("shelf");
        assertThat(adjustment.at("/to/type").asText()).isEqualTo("adjusted");
        assertThat(adjustment.get("quantity").asLong()).isEqualTo(1);
        assertThat(adjustment.get("onShelf").asLong()).isEqualTo(11);
        assertThat(adjustment.get("reason").asText()).isEqualTo("受潮1块");
        JsonNode collection = items.get(1);
        assertThat(collection.at("/from/stationId").asText()).isEqualTo(east);
        assertThat(collection.has("onShelf")).isFalse();
        assertThat(collection.get("subject").asText()).isEqualTo("redemption/" + redemption);
        assertThat(items.get(2).get("onShelf").asLong()).isEqualTo(5);
        JsonNode transfer = items.get(3);
        assertThat(transfer.at("/from").has("stationId")).isFalse();
        assertThat(transfer.at("/from/balance").asLong()).isEqualTo(12);
        assertThat(transfer.at("/to/stationId").asText()).isEqualTo(east);
        assertThat(transfer.at("/to/balance").asLong()).isEqualTo(8);
        JsonNode receipt = items.get(4);
        assertThat(receipt.get("unitCostFen").asLong()).isEqualTo(230);
        assertThat(receipt.get("reference").asText()).isEqualTo("DN-1");
        assertThat(receipt.get("onShelf").asLong()).isEqualTo(20);
    }

    @Test
    void isNarrowedToARewardAStationAndAKind() {
        String soap = community.goods(5, 10);
        String mask = community.goods(5, 10);
        String east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        receive(mask, Map.of("quantity", 4, "stationId", east));
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 3, "toStationId", east))
                .expect(201);

        assertThat(items("?rewardId=" + soap).findValuesAsText("kind"))
                .containsExactly("stock-transfer", "stock-receipt");
        assertThat(items("?stationId=" + east).findValuesAsText("quantity")).containsExactly("3", "4");
        assertThat(items("?stationId=main").findValuesAsText("quantity")).containsExactly("3", "10", "10");
        assertThat(items("?kind=stock-receipt&stationId=" + east).findValuesAsText("quantity"))
                .containsExactly("4");
        assertThat(items("?kind=stock-transfer&rewardId=" + mask)).isEmpty();
    }

    @Test
    void isNarrowedToDays() {
        String soap = community.goods(5, 0);
        LocalDate today = LocalDate.now(SHANGHAI);
        receive(soap, Map.of("quantity", 1));
        receive(soap, Map.of("quantity", 2, "effectiveOn", today.minusDays(10).toString()));
        receive(soap, Map.of("quantity", 3, "effectiveOn", today.minusDays(5).toString()));
        receive(soap, Map.of("quantity", 4));

        String tenDaysAgo = today.minusDays(10).toString();
        String fiveDaysAgo = today.minusDays(5).toString();

        assertThat(items("?from=" + tenDaysAgo + "&to=" + tenDaysAgo).findValuesAsText("quantity"))
                .containsExactly("2");
        assertThat(items("?from=" + tenDaysAgo + "&to=" + fiveDaysAgo).findValuesAsText("quantity"))
                .containsExactly("3", "2");
        assertThat(items("?from=" + fiveDaysAgo).findValuesAsText("quantity")).containsExactly("4", "3", "1");
        assertThat(items("?to=" + fiveDaysAgo).findValuesAsText("quantity")).containsExactly("3", "2");
        assertThat(items("?from=2001-01-01&to=" + fiveDaysAgo).findValuesAsText("quantity"))
                .containsExactly("3", "2");
        assertThat(items("?from=2001-01-01&to=2001-02-01")).isEmpty();
        String period = "/stock/movements?limit=1&from=" + tenDaysAgo + "&to=" + fiveDaysAgo;
        JsonNode first = community.get(period).expect(200).json();
        JsonNode second = community
                .get(period + "&cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();
        assertThat(first.get("items").findValuesAsText("quantity")).containsExactly("3");
        assertThat(second.get("items").findValuesAsText("quantity")).containsExactly("2");
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void pagesThroughMovementsOfOneTransactionToo() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(Map.of("rewardId", community.goods(5, 0), "counted", i + 1));
        }
        community.post("/stocktakes", Map.of("reason", "盘点", "lines", lines)).expect(201);

        List<String> found = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = community
                    .get("/stock/movements?limit=2" + cursor)
                    .expect(200)
                    .json();
            found.addAll(page.get("items").findValuesAsText("quantity"));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
            pages++;
        } while (cursor != null);

        assertThat(found).containsExactly("5", "4", "3", "2", "1");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void looksAtABoundedPartOfTheBooksForEachPage() {
        String soap = community.goods(5, 7);
        String member = community.aMember();
        creditMany(member, 1, 1_000);
        creditMany(member, Movements.WALK / 1_000, 1_000);

        JsonNode first = community.get("/stock/movements").expect(200).json();
        JsonNode second = community
                .get("/stock/movements?cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.get("items")).isEmpty();
        assertThat(second.get("items").findValuesAsText("quantity")).containsExactly("7");
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(items("?rewardId=" + soap).findValuesAsText("quantity")).containsExactly("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?stationId=north",
                "?rewardId=soap",
                "?kind=theft",
                "?from=yesterday",
                "?from=2026-02-01&to=2026-01-01",
                "?limit=0",
            })
    void refusesAFilterThatIsNone(String query) {
        Reply reply = community.get("/stock/movements" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
    }

    @Test
    void refusesACursorOfAnotherList() {
        assertThat(community.get("/stock/movements?cursor=YQ").code()).isEqualTo("invalid_cursor");
    }

    @Test
    void showsNothingOfAnotherCommunity() {
        Committee other = aCommittee(admin);
        String soap = other.goods(5, 10);

        assertThat(items("")).isEmpty();
        assertThat(items("?rewardId=" + soap)).isEmpty();
    }

    private void receive(String reward, Map<String, Object> body) {
        community.post("/rewards/" + reward + "/receipts", body).expect(201);
    }

    private void creditMany(String member, int requests, int items) {
        Map<String, Object> bulk = new HashMap<>();
        bulk.put("mode", "atomic");
        bulk.put("items", Collections.nCopies(items, Map.of("memberId", member, "points", 1)));
        for (int i = 0; i < requests; i++) {
            community.post("/credits/bulk", bulk).expect(200);
        }
    }

    private JsonNode items(String query) {
        return community.get("/stock/movements" + query).expect(200).json().get("items");
    }
}
