package org.weijifen.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;
import org.weijifen.platform.id.RewardId;

@QuarkusTest
class RewardTest {

    @Inject
    DataSource dataSource;

    @Inject
    Communities communities;

    @Inject
    Rewards rewards;

    @Test
    void addsAReward() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "0001"));

        Reply response = Api.asCommittee(community.slug())
                .post(
                        community.path("/rewards"),
                        Map.of(
                                "code",
                                "power-bank",
                                "title",
                                "充电宝",
                                "kind",
                                "goods",
                                "points",
                                100,
                                "costFen",
                                2950,
                                "limitPerMonth",
                                1,
                                "groups",
                                List.of("food-delivery", "driver", "driver")));

        String path = community.path("/rewards/" + response.json().get("id").textValue());
        assertThat(response.expect(201).header("Location")).isEqualTo(path);
        assertThat(response.json().get("code").textValue()).isEqualTo("power-bank");
        assertThat(response.json().get("title").textValue()).isEqualTo("充电宝");
        assertThat(response.json().get("kind").textValue()).isEqualTo("goods");
        assertThat(response.json().get("points").longValue()).isEqualTo(100);
        assertThat(response.json().get("costFen").longValue()).isEqualTo(2950);
        assertThat(response.json().get("currency").textValue()).isEqualTo("CNY");
        assertThat(response.json().get("limitPerMonth").longValue()).isEqualTo(1);
        assertThat(response.json().get("groups"))
                .extracting(JsonNode::textValue)
                .containsExactly("driver", "food-delivery");
        assertThat(response.json().get("status").textValue()).isEqualTo("active");
        assertThat(response.json().get("stock"))
                .isEqualTo(Api.tree(Map.of("onShelf", 0, "reserved", 0, "handedOut", 0)));
        assertThat(response.json().hasNonNull("createdAt")).isTrue();
        JsonNode withoutCost = Api.tree(response.body()).without("costFen");
        assertThat(Api.asMember(community.slug(), member).get(path).expect(200).json())
                .isEqualTo(withoutCost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "merchant-package"})
    void hasNoShelfForWhatIsNotGoods(String kind) {
        Committee community = aCommittee(Api.asAdmin());
        String haircut = community.reward(kind, 30, Map.of("code", "haircut"));

        JsonNode answer = community.get("/rewards/" + haircut).expect(200).json();

        assertThat(answer.get("kind").textValue()).isEqualTo(kind);
        assertThat(answer.get("costFen").longValue()).isEqualTo(0);
        assertThat(answer.get("groups")).isEmpty();
        assertThat(answer.has("limitPerMonth")).isFalse();
        assertThat(answer.get("stock")).isEqualTo(Api.tree(Map.of("reserved", 0, "handedOut", 0)));
    }

    @Test
    void refusesATakenCode() {
        Committee community = aCommittee(Api.asAdmin());
        community.goods(5, 0, Map.of("code", "soap"));

        assertThat(community
                        .post("/rewards", Map.of("code", "soap", "title", "Again", "kind", "service", "points", 1))
                        .expect(409)
                        .code())
                .isEqualTo("code_taken");
    }

    @Test
    void givesACodeToOneOfManyAtOnce() {
        Committee community = aCommittee(Api.asAdmin());

        List<Integer> statuses = InParallel.times(8, i -> community
                .post("/rewards", Map.of("code", "soap", "title", "Race", "kind", "goods", "points", 1))
                .status());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(codes(community, Map.of())).containsExactly("soap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": null}",
                "{\"code\": \"Soap\"}",
                "{\"code\": \"a2345678901234567890123456789012345678901\"}",
                "{\"title\": \"\"}",
                "{\"kind\": \"money\"}",
                "{\"kind\": \"GOODS\"}",
                "{\"kind\": 0}",
                "{\"kind\": null}",
                "{\"points\": 0}",
                "{\"points\": 1000000001}",
                "{\"points\": 1.5}",
                "{\"points\": null}",
                "{\"costFen\": -1}",
                "{\"costFen\": 1000000000001}",
                "{\"costFen\": 0.5}",
                "{\"limitPerMonth\": 0}",
                "{\"limitPerMonth\": 1001}",
                "{\"groups\": \"driver\"}",
                "{\"groups\": [\"Driver\"]}",
                "{\"groups\": [\"\"]}",
                "{\"groups\": [null]}",
                "{\"groups\": [1]}",
                "{\"status\": \"retired\"}",
                "{\"currency\": \"EUR\"}",
            })
    void refusesWhatBreaksARule(String wrong) {
        Committee community = aCommittee(Api.asAdmin());
        JsonNode request = Api.tree(Map.of("code", "soap", "title", "A title", "kind", "goods", "points", 5))
                .setAll(Api.tree(wrong));

        Reply response = community.post("/rewards", request);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(codes(community, Map.of())).isEmpty();
    }

    /** An array's text without quotes has no element by that name. */
    @Test
    void takesAGroupByTheNameOfNothing() {
        Committee community = aCommittee(Api.asAdmin());
        String reward = community.reward("goods", 5, Map.of("groups", List.of("null", "driver")));

        assertThat(community.get("/rewards/" + reward).json().get("groups").toString())
                .isEqualTo("[\"driver\",\"null\"]");
        community.patch("/rewards/" + reward, Map.of("points", 6)).expect(200);
        assertThat(community.redeem(community.aMemberWith(10), reward, 1).code())
                .isEqualTo("not_eligible");
    }

    @Test
    void takesAtMostFiftyGroups() {
        Committee community = aCommittee(Api.asAdmin());
        List<String> groups =
                IntStream.rangeClosed(1, 51).mapToObj(number -> "g" + number).toList();

        assertThat(community
                        .post(
                                "/rewards",
                                Map.of("code", "a", "title", "A", "kind", "goods", "points", 5, "groups", groups))
                        .expect(400)
                        .json()
                        .at("/errors/0/field")
                        .textValue())
                .isEqualTo("groups");
        assertThat(community
                        .post(
                                "/rewards",
                                Map.of(
                                        "code",
                                        "a",
                                        "title",
                                        "A",
                                        "kind",
                                        "goods",
                                        "points",
                                        5,
                                        "groups",
                                        groups.subList(0, 50)))
                        .expect(201)
                        .json()
                        .get("groups"))
                .hasSize(50);
    }

    @Test
    void changesWhatThePatchNames() {
        Committee community = aCommittee(Api.asAdmin());
        String soap = community.reward(
                "goods", 5, Map.of("code", "soap", "limitPerMonth", 2, "groups", List.of("driver"), "costFen", 250));
        String path = community.path("/rewards/" + soap);

        JsonNode answer = Api.asCommittee(community.slug())
                .patch(path, "{\"title\": \"New\", \"points\": 6, \"limitPerMonth\": null, \"groups\": null}")
                .expect(200)
                .json();

        assertThat(answer.get("title").textValue()).isEqualTo("New");
        assertThat(answer.get("points").longValue()).isEqualTo(6);
        assertThat(answer.get("costFen").longValue()).isEqualTo(250);
        assertThat(answer.has("limitPerMonth")).isFalse();
        assertThat(answer.get("groups")).isEmpty();
        Api.asCommittee(community.slug())
                .patch(path, Map.of("groups", List.of("resident"), "costFen", 300, "status", "retired"))
                .expect(200);

        JsonNode second = Api.asAdmin().get(path).json();

        assertThat(second.get("title").textValue()).isEqualTo("New");
        assertThat(second.get("groups")).extracting(JsonNode::textValue).containsExactly("resident");
        assertThat(second.get("costFen").longValue()).isEqualTo(300);
        assertThat(second.get("status").textValue()).isEqualTo("retired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": \"other\"}",
                "{\"kind\": \"service\"}",
                "{\"points\": 0}",
                "{\"points\": null}",
                "{\"costFen\": -1}",
                "{\"groups\": [\"A\"]}",
                "{\"status\": null}",
                "{\"stock\": {\"onShelf\": 5}}",
                "{\"currency\": \"EUR\"}",
            })
    void refusesAChangeThatBreaksARule(String patch) {
        Committee community = aCommittee(Api.asAdmin());
        String soap = community.goods(5, 0, Map.of("code", "soap"));
        String path = community.path("/rewards/" + soap);
        JsonNode before = Api.asAdmin().get(path).json();

        Reply response = Api.asAdmin().patch(path, patch);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(Api.asAdmin().get(path).json()).isEqualTo(before);
    }

    @Test
    void narrowsTheListByKindAndStatus() {
        Committee community = aCommittee(Api.asAdmin());
        String soap = community.goods(5, 0, Map.of("code", "soap"));
        community.reward("service", 30, Map.of("code", "haircut"));
        community.reward("merchant-package", 50, Map.of("code", "set-meal"));
        community.patch("/rewards/" + soap, Map.of("status", "retired")).expect(200);

        assertThat(codes(community, Map.of())).containsExactly("haircut", "set-meal", "soap");
        assertThat(codes(community, Map.of("kind", "goods"))).containsExactly("soap");
        assertThat(codes(community, Map.of("kind", "merchant-package"))).containsExactly("set-meal");
        assertThat(codes(community, Map.of("kind", "goods", "status", "active")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kind, money", "kind, GOODS", "status, gone", "limit, 0"})
    void refusesAParameterThatBreaksARule(String parameter, String value) {
        Committee community = aCommittee(Api.asAdmin());

        Reply reply = community.get("/rewards", Map.of(parameter, value)).expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo(parameter);
    }

    @Test
    void listsInOrderOfCodesWithStockPageByPage() {
        Committee community = aCommittee(Api.asAdmin());
        community.goods(1, 30, Map.of("code", "c"));
        community.goods(1, 10, Map.of("code", "a"));
        community.reward("service", 1, Map.of("code", "b"));

        JsonNode first = page(community, Map.of("limit", 2));
        JsonNode second = page(
                community, Map.of("limit", 2, "cursor", first.get("nextCursor").textValue()));

        assertThat(first.get("items").findValuesAsText("code")).containsExactly("a", "b");
        assertThat(first.get("items"))
                .extracting(item -> item.get("stock"))
                .containsExactly(
                        Api.tree(Map.of("onShelf", 10, "reserved", 0, "handedOut", 0)),
                        Api.tree(Map.of("reserved", 0, "handedOut", 0)));
        assertThat(second.get("items"))
                .extracting(item -> item.get("stock").get("onShelf").longValue())
                .containsExactly(30L);
        assertThat(second.hasNonNull("nextCursor")).isFalse();
    }

    @Test
    void leavesChangesToStaff() {
        Committee community = aCommittee(Api.asAdmin());
        String soap = community.goods(5, 0, Map.of("code", "soap"));
        String path = community.path("/rewards/" + soap);

        Api.asIntegrator(community.slug()).get(path).expect(200);
        Api.asIntegrator(community.slug()).patch(path, Map.of("points", 1)).expect(403);
        Api.asIntegrator(community.slug())
                .post(path + "/receipts", Map.of("quantity", 1), "k")
                .expect(403);
    }

    @Test
    void knowsNoRewardOfAnotherCommunity() {
        Committee one = aCommittee(Api.asAdmin());
        String soap = one.goods(5, 3, Map.of("code", "soap"));
        Committee other = aCommittee(Api.asAdmin());

        assertThat(other.get("/rewards/" + soap).expect(404).code()).isEqualTo("not_found");
        other.patch("/rewards/" + soap, Map.of("points", 1)).expect(404);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        Committee one = aCommittee(Api.asAdmin());
        String soapId = one.reward(
                "goods",
                5,
                Map.of("code", "soap", "title", "Reward soap", "groups", List.of("driver"), "limitPerMonth", 2));
        Committee other = aCommittee(Api.asAdmin());
        String haircutId = other.reward("service", 30, Map.of("code", "haircut", "title", "Reward haircut"));
        RowKey<RewardId> first = new RowKey<>(communities.idOf(one.slug()), new RewardId(UUID.fromString(soapId)));
        RowKey<RewardId> second =
                new RowKey<>(communities.idOf(other.slug()), new RewardId(UUID.fromString(haircutId)));
        RowKey<RewardId> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<RewardId>, Reward> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = rewards.read(connection, Set.of(first, second, crossed));
        }

        Reward soap = new Reward(
                first.key(),
                "soap",
                RewardKind.GOODS,
                new RewardDetails("Reward soap", 5L, 0L, 2, null, List.of("driver"), null, RewardStatus.ACTIVE),
                rows.get(first).createdAt());
        Reward haircut = new Reward(
                second.key(),
                "haircut",
                RewardKind.SERVICE,
                new RewardDetails("Reward haircut", 30L, 0L, null, null, List.of(), null, RewardStatus.ACTIVE),
                rows.get(second).createdAt());
        assertThat(rows).hasSize(2).containsEntry(first, soap).containsEntry(second, haircut);
    }

    private static List<String> codes(Committee community, Map<String, ?> parameters) {
        return page(community, parameters).get("items").findValuesAsText("code");
    }

    private static JsonNode page(Committee community, Map<String, ?> parameters) {
        return Api.asIntegrator(community.slug())
                .get(community.path("/rewards"), parameters)
                .expect(200)
                .json();
    }
}
