package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
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

@QuarkusTest
class StocktakeTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void bringsTheBooksToWhatWasCountedInOneTransaction() {
        String soap = community.goods(5, 10);
        String mask = community.goods(5, 4);
        String fan = community.goods(5, 7);

        JsonNode stocktake = stocktake(
                        Map.of("reason", "月末盘点", "lines", List.of(line(soap, 8, "受潮2块"), line(mask, 5), line(fan, 7))))
                .expect(201)
                .json();

        assertThat(stocktake.get("status").asText()).isEqualTo("completed");
        assertThat(stocktake.get("lines").findValuesAsText("expected")).containsExactly("10", "4", "7");
        assertThat(stocktake.get("lines").findValuesAsText("difference")).containsExactly("-2", "1", "0");
        assertThat(onShelf(soap)).isEqualTo(8);
        assertThat(onShelf(mask)).isEqualTo(5);
        assertThat(onShelf(fan)).isEqualTo(7);
        JsonNode transaction = community
                .get("/transactions/" + stocktake.get("sequence").asLong())
                .expect(200)
                .json();
        assertThat(transaction.get("kind").asText()).isEqualTo("stock-adjustment");
        assertThat(transaction.get("subject").asText())
                .isEqualTo("stocktake/" + stocktake.get("id").asText());
        assertThat(transaction.get("reason").asText()).isEqualTo("月末盘点");
        assertThat(transaction.get("postings")).hasSize(2);
        assertThat(community.get("/stocktakes/" + stocktake.get("id").asText()).json())
                .isEqualTo(stocktake);
        JsonNode totals =
                community.get("/books").expect(200).json().get("totals").get("units");
        assertThat(totals.get("adjusted").asLong()).isEqualTo(1);
        assertThat(totals.get("onShelf").asLong()).isEqualTo(20);
        community.verify();
    }

    @Test
    void countsWhatIsReservedToo() {
        String soap = community.goods(5, 10);
        community.reserved(community.aMemberWith(50), soap, 4);

        JsonNode line = stocktake(Map.of("reason", "盘点", "lines", List.of(line(soap, 9))))
                .expect(201)
                .json()
                .at("/lines/0");

        assertThat(line.get("expected").asLong()).isEqualTo(10);
        assertThat(line.get("difference").asLong()).isEqualTo(-1);
        assertThat(onShelf(soap)).isEqualTo(5);
        assertThat(community.stock(soap).get("reserved").asLong()).isEqualTo(4);
    }

    @Test
    void refusesACountBelowWhatIsReserved() {
        String soap = community.goods(5, 10);
        String redemption = community.reserved(community.aMemberWith(50), soap, 4);
        Map<String, Object> sheet = Map.of("reason", "盘点", "lines", List.of(line(soap, 3)));

        Reply refused = stocktake(sheet);
        community.cancel(redemption).expect(200);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("counted_below_reserved");
        assertThat(refused.json().get("detail").asText()).contains("预留");
        stocktake(sheet).expect(201);
        assertThat(onShelf(soap)).isEqualTo(3);
    }

    @Test
    void countsEachStationForItself() {
        String soap = community.goods(5, 10);
        String east = station();
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 6, "toStationId", east))
                .expect(201);

        JsonNode stocktake = stocktake(Map.of("stationId", east, "lines", List.of(line(soap, 5, "少1块"))))
                .expect(201)
                .json();

        assertThat(stocktake.get("stationId").asText()).isEqualTo(east);
        assertThat(stocktake.at("/lines/0/expected").asLong()).isEqualTo(6);
        assertThat(community.get("/stock").json().at("/items/0/stations").findValuesAsText("onShelf"))
                .containsExactly("4", "5");
        community.verify();
    }

    @Test
    void asksForTheReasonOfEachDifference() {
        String soap = community.goods(5, 10);
        String mask = community.goods(5, 4);
        String fan = community.goods(5, 7);
        List<Map<String, Object>> lines = List.of(line(soap, 9, "破损"), line(mask, 4), line(fan, 8));

        Reply reply = stocktake(Map.of("lines", lines));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().get("errors")).hasSize(1);
        assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("lines[2].reason");
        assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("unexplained_difference");
        assertThat(reply.json().at("/errors/0/message").asText()).contains("8").contains("7");
        assertThat(onShelf(soap)).isEqualTo(10);
        assertThat(community.get("/stocktakes").json().get("items")).isEmpty();
    }

    @Test
    void postsNothingWhereAllAgrees() {
        String soap = community.goods(5, 10);

        JsonNode stocktake =
                stocktake(Map.of("lines", List.of(line(soap, 10)))).expect(201).json();

        assertThat(stocktake.get("status").asText()).isEqualTo("completed");
        assertThat(stocktake.has("sequence")).isFalse();
        assertThat(community.get("/books").json().get("sequence").asLong()).isEqualTo(1);
    }

    @Test
    void isCountedBitByBitAndCompletedLater() {
        String soap = community.goods(5, 10);
        String mask = community.goods(5, 4);
        String stocktake = open(Map.of("lines", List.of(line(soap, 8))));
        count(stocktake, mask, 4).expect(200);
        count(stocktake, soap, 7).expect(200);
        community.reserved(community.aMemberWith(50), soap, 2);
        assertThat(onShelf(soap)).isEqualTo(8);

        JsonNode trial = community
                .post("/stocktakes/" + stocktake + "/complete?dryRun=true", Map.of("reason", "月末"))
                .expect(200)
                .json();
        JsonNode completed =
                complete(stocktake, Map.of("reason", "月末"), "key").expect(200).json();
        Reply again = complete(stocktake, Map.of("reason", "月末"), "key");

        assertThat(trial.has("sequence")).isFalse();
        assertThat(trial.get("lines")).isEqualTo(completed.get("lines"));
        assertThat(completed.get("lines").findValuesAsText("counted")).containsExactly("7", "4");
        assertThat(completed.get("lines").findValuesAsText("expected")).containsExactly("10", "4");
        assertThat(completed.get("reason").asText()).isEqualTo("月末");
        assertThat(again.expect(200).json()).isEqualTo(completed);
        assertThat(onShelf(soap)).isEqualTo(5);
        assertThat(community.get("/stocktakes/" + stocktake).json()).isEqualTo(completed);
        community.verify();
    }

    @Test
    void asksForTheReasonAtCompletion() {
        String soap = community.goods(5, 10);
        String stocktake = open(Map.of("lines", List.of(line(soap, 8))));

        Reply refused = complete(stocktake, null, "key");
        Reply completed = complete(stocktake, Map.of("reason", "月末"), "key");

        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unexplained_difference");
        completed.expect(200);
    }

    @Test
    void takesACountBack() {
        String soap = community.goods(5, 10);
        String mask = community.goods(5, 4);
        String stocktake = open(Map.of("reason", "月末", "lines", List.of(line(soap, 8), line(mask, 3))));

        String lines = community.path("/stocktakes/" + stocktake + "/lines/");
        admin.send("DELETE", lines + community.aMember(), null, null, Map.of()).expect(404);
        JsonNode left = admin.send("DELETE", lines + soap, null, null, Map.of())
                .expect(200)
                .json();
        complete(stocktake, null, "key").expect(200);

        assertThat(left.get("lines").findValuesAsText("rewardId")).containsExactly(mask);
        assertThat(onShelf(soap)).isEqualTo(10);
        assertThat(onShelf(mask)).isEqualTo(3);
    }

    @Test
    void needsSomethingCounted() {
        String stocktake = open(Map.of());

        Reply nothing = stocktake(Map.of("reason", "盘点"));
        Reply empty = complete(stocktake, null, "key");

        assertThat(nothing.json().at("/errors/0/field").asText()).isEqualTo("lines");
        assertThat(empty.json().at("/errors/0/field").asText()).isEqualTo("lines");
    }

    @Test
    void adjustsNothingOnceCancelled() {
        String soap = community.goods(5, 10);
        String stocktake = open(Map.of("reason", "盘点", "lines", List.of(line(soap, 1))));

        JsonNode cancelled = community
                .post("/stocktakes/" + stocktake + "/cancel", null)
                .expect(200)
                .json();

        assertThat(cancelled.get("status").asText()).isEqualTo("cancelled");
        assertThat(onShelf(soap)).isEqualTo(10);
        assertThat(complete(stocktake, null, "key").code()).isEqualTo("wrong_stocktake_status");
        assertThat(count(stocktake, soap, 2).code()).isEqualTo("wrong_stocktake_status");
        assertThat(community.post("/stocktakes/" + stocktake + "/cancel", null).code())
                .isEqualTo("wrong_stocktake_status");
    }

    @Test
    void isCompletedOnce() {
        String soap = community.goods(5, 10);
        String stocktake = open(Map.of("reason", "盘点", "lines", List.of(line(soap, 7))));

        List<Reply> replies = InParallel.times(
                8, i -> complete(stocktake, null, UUID.randomUUID().toString()));

        assertThat(replies)
                .extracting(Reply::status)
                .filteredOn(status -> status == 200)
                .hasSize(1);
        assertThat(replies).extracting(Reply::status).containsOnly(200, 409);
        assertThat(onShelf(soap)).isEqualTo(7);
        community.verify();
    }

    @Test
    void keepsAllCountsOfPeopleWhoCountAtTheSameTime() {
        List<String> rewards = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rewards.add(community.goods(5, 0));
        }
        String stocktake = open(Map.of("reason", "盘点"));

        InParallel.times(12, i -> count(stocktake, rewards.get(i), i).expect(200));

        JsonNode completed = complete(stocktake, null, "key").expect(200).json();
        assertThat(completed.get("lines").findValuesAsText("rewardId")).containsExactlyInAnyOrderElementsOf(rewards);
        for (int i = 0; i < 12; i++) {
            assertThat(onShelf(rewards.get(i))).isEqualTo(i);
        }
    }

    @Test
    void staysRightWhileOthersRedeem() {
        String soap = community.goods(5, 40);
        String member = community.aMemberWith(500);
        String stocktake = open(Map.of("reason", "盘点", "lines", List.of(line(soap, 40))));

        List<Reply> replies = InParallel.times(
                20,
                i -> i == 10
                        ? complete(stocktake, null, "key")
                        : community.redeem(member, soap, 1, UUID.randomUUID().toString()));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        // Reserved units still lie there, so the count agrees whenever it is compared.
        assertThat(community.get("/stocktakes/" + stocktake).json().has("sequence"))
                .isFalse();
        assertThat(onShelf(soap)).isEqualTo(21);
        community.verify();
    }

    @Test
    void countsOnceForEachKey() {
        String soap = community.goods(5, 10);
        Map<String, Object> sheet = Map.of("reason", "盘点", "lines", List.of(line(soap, 8)));

        Reply first = community.post("/stocktakes", sheet, "key");
        Reply again = community.post("/stocktakes", sheet, "key");
        Reply other = community.post("/stocktakes", Map.of("reason", "盘点", "lines", List.of(line(soap, 7))), "key");

        first.expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(community.get("/stocktakes").json().get("items")).hasSize(1);
    }

    @Test
    void leavesNothingOfADryRun() {
        String soap = community.goods(5, 10);

        JsonNode trial = community
                .post("/stocktakes?dryRun=true", Map.of("reason", "盘点", "lines", List.of(line(soap, 8))))
                .expect(200)
                .json();

        assertThat(trial.at("/lines/0/difference").asLong()).isEqualTo(-2);
        assertThat(trial.has("id")).isFalse();
        assertThat(trial.has("sequence")).isFalse();
        assertThat(onShelf(soap)).isEqualTo(10);
        assertThat(community.get("/stocktakes").json().get("items")).isEmpty();
    }

    @Test
    void listsStocktakesByStatusTheNewestFirst() {
        String soap = community.goods(5, 10);
        String first = open(Map.of("lines", List.of(line(soap, 10))));
        String second = open(Map.of());
        String third = open(Map.of());
        complete(first, null, "key").expect(200);

        JsonNode page = community.get("/stocktakes?limit=2").expect(200).json();
        JsonNode rest = community
                .get("/stocktakes?limit=2&cursor=" + page.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(page.get("items").findValuesAsText("id")).containsExactly(third, second);
        assertThat(rest.get("items").findValuesAsText("id")).containsExactly(first);
        assertThat(rest.at("/items/0/lineCount").asInt()).isEqualTo(1);
        assertThat(rest.at("/items/0").has("lines")).isFalse();
        assertThat(community
                        .get("/stocktakes?status=completed")
                        .json()
                        .get("items")
                        .findValuesAsText("id"))
                .containsExactly(first);
    }

    @Test
    void refusesARewardTwiceAndWhatHasNoStock() {
        String soap = community.goods(5, 10);
        String haircut = community.reward("service", 5, Map.of());
        String stocktake = open(Map.of());

        Reply twice = stocktake(Map.of("reason", "盘点", "lines", List.of(line(soap, 8), line(soap, 8))));
        Reply service = stocktake(Map.of("reason", "盘点", "lines", List.of(line(haircut, 8))));

        assertThat(twice.json().at("/errors/0/field").asText()).isEqualTo("lines[1].rewardId");
        assertThat(twice.json().at("/errors/0/code").asText()).isEqualTo("duplicate");
        assertThat(service.code()).isEqualTo("not_kept_in_stock");
        assertThat(count(stocktake, haircut, 1).code()).isEqualTo("not_kept_in_stock");
        assertThat(onShelf(soap)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000001", "1.5", "\"1\"", "null", "9223372036854775808"})
    void refusesACountThatIsNone(String counted) {
        String soap = community.goods(5, 10);
        String stocktake = open(Map.of());

        Reply whole = community.post(
                "/stocktakes",
                "{\"reason\": \"x\", \"lines\": [{\"rewardId\": \"" + soap + "\", \"counted\": " + counted + "}]}");
        Reply line = admin.send(
                "PUT",
                community.path("/stocktakes/" + stocktake + "/lines/" + soap),
                "{\"counted\": " + counted + "}",
                null,
                Map.of());

        assertThat(List.of(whole, line)).extracting(Reply::status).containsOnly(400);
        assertThat(List.of(whole, line)).extracting(Reply::code).containsOnly("validation_failed");
        assertThat(onShelf(soap)).isEqualTo(10);
    }

    @Test
    void holdsAtMost500Lines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            lines.add(line(UUID.randomUUID().toString(), 1));
        }

        Reply reply = stocktake(Map.of("reason", "盘点", "lines", lines));

        assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("lines");
        assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("size");
    }

    @Test
    void knowsNothingOfAnotherCommunity() {
        Committee other = aCommittee(admin);
        String soap = other.goods(5, 10);
        String stocktake = Committee.id(other.post("/stocktakes", Map.of("open", true)));
        String own = open(Map.of());

        assertThat(community.get("/stocktakes/" + stocktake).status()).isEqualTo(404);
        assertThat(complete(stocktake, null, "key").status()).isEqualTo(404);
        assertThat(stocktake(Map.of("reason", "盘点", "lines", List.of(line(soap, 1))))
                        .status())
                .isEqualTo(404);
        assertThat(count(own, soap, 1).status()).isEqualTo(404);
        assertThat(community.get("/stocktakes").json().get("items")).hasSize(1);
    }

    @Test
    void isForStaffOnly() {
        String stocktake = open(Map.of());
        Api integrator = Api.asIntegrator(community.slug());
        Api member = Api.asMember(community.slug(), community.aMember());

        for (Api caller : List.of(integrator, member)) {
            assertThat(caller.post(community.path("/stocktakes"), Map.of("open", true))
                            .status())
                    .isEqualTo(403);
            assertThat(caller.get(community.path("/stocktakes")).status()).isEqualTo(403);
            assertThat(caller.get(community.path("/stocktakes/" + stocktake)).status())
                    .isEqualTo(403);
            assertThat(caller.post(community.path("/stocktakes/" + stocktake + "/cancel"), null)
                            .status())
                    .isEqualTo(403);
        }
    }

    private String station() {
        return Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
    }

    private Reply stocktake(Map<String, Object> sheet) {
        return community.post("/stocktakes", sheet);
    }

    private String open(Map<String, Object> sheet) {
        Map<String, Object> open = new HashMap<>(sheet);
        open.put("open", true);
        return Committee.id(community.post("/stocktakes", open));
    }

    private Reply count(String stocktake, String reward, long counted) {
        return admin.send(
                "PUT",
                community.path("/stocktakes/" + stocktake + "/lines/" + reward),
                Api.write(Map.of("counted", counted)),
                null,
                Map.of());
    }

    private Reply complete(String stocktake, Object body, String key) {
        return community.post("/stocktakes/" + stocktake + "/complete", body, key);
    }

    private static Map<String, Object> line(String reward, long counted) {
        return Map.of("rewardId", reward, "counted", counted);
    }

    private static Map<String, Object> line(String reward, long counted, String reason) {
        return Map.of("rewardId", reward, "counted", counted, "reason", reason);
    }

    private long onShelf(String reward) {
        return community.stock(reward).get("onShelf").asLong();
    }
}
