package org.weijifen.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.weijifen.fixture.ACommunity.aCommunity;
import static org.weijifen.fixture.ACommunity.aMember;
import static org.weijifen.fixture.ACommunity.aReward;
import static org.weijifen.fixture.ACommunity.aService;
import static org.weijifen.fixture.ACommunity.goods;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
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
import org.weijifen.fixture.ACommunity;
import org.weijifen.fixture.As;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;

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
        ACommunity community = aCommunity().with(aMember("0001")).opened();

        Response response = As.committee(community.slug())
                .body(Map.of(
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
                        List.of("food-delivery", "driver", "driver")))
                .post(community.path("/rewards"));

        String path = community.path("/rewards/" + response.jsonPath().getString("id"));
        response.then()
                .statusCode(201)
                .header("Location", equalTo(path))
                .body("code", equalTo("power-bank"))
                .body("title", equalTo("充电宝"))
                .body("kind", equalTo("goods"))
                .body("points", equalTo(100))
                .body("costFen", equalTo(2950))
                .body("currency", equalTo("CNY"))
                .body("limitPerMonth", equalTo(1))
                .body("groups", equalTo(List.of("driver", "food-delivery")))
                .body("status", equalTo("active"))
                .body("stock", equalTo(Map.of("onShelf", 0, "reserved", 0, "handedOut", 0)))
                .body("createdAt", notNullValue());
        Map<String, Object> withoutCost = new HashMap<>(response.jsonPath().getMap("$"));
        withoutCost.remove("costFen");
        As.member(community.slug(), community.id("0001"))
                .get(path)
                .then()
                .statusCode(200)
                .body("$", equalTo(withoutCost));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "merchant-package"})
    void hasNoShelfForWhatIsNotGoods(String kind) {
        ACommunity community =
                aCommunity().with(aReward("haircut", kind, 30, Map.of())).opened();

        As.admin()
                .get(community.path("/rewards/" + community.id("haircut")))
                .then()
                .statusCode(200)
                .body("kind", equalTo(kind))
                .body("costFen", equalTo(0))
                .body("groups", equalTo(List.of()))
                .body("$", not(hasKey("limitPerMonth")))
                .body("stock", equalTo(Map.of("reserved", 0, "handedOut", 0)));
    }

    @Test
    void refusesATakenCode() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();

        As.admin()
                .body(Map.of("code", "soap", "title", "Again", "kind", "service", "points", 1))
                .post(community.path("/rewards"))
                .then()
                .statusCode(409)
                .body("code", equalTo("code_taken"));
    }

    @Test
    void givesACodeToOneOfManyAtOnce() {
        ACommunity community = aCommunity().opened();

        List<Integer> statuses = InParallel.times(8, i -> As.admin()
                .body(Map.of("code", "soap", "title", "Race", "kind", "goods", "points", 1))
                .post(community.path("/rewards"))
                .statusCode());

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
        ACommunity community = aCommunity().opened();
        Map<String, Object> request =
                new HashMap<>(Map.of("code", "soap", "title", "A title", "kind", "goods", "points", 5));
        request.putAll(JsonPath.from(wrong).getMap("$"));

        Response response = As.admin().body(request).post(community.path("/rewards"));

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        assertThat(codes(community, Map.of())).isEmpty();
    }

    @Test
    void takesAtMostFiftyGroups() {
        ACommunity community = aCommunity().opened();
        List<String> groups =
                IntStream.rangeClosed(1, 51).mapToObj(number -> "g" + number).toList();

        As.admin()
                .body(Map.of("code", "a", "title", "A", "kind", "goods", "points", 5, "groups", groups))
                .post(community.path("/rewards"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("groups"));
        As.admin()
                .body(Map.of("code", "a", "title", "A", "kind", "goods", "points", 5, "groups", groups.subList(0, 50)))
                .post(community.path("/rewards"))
                .then()
                .statusCode(201)
                .body("groups.size()", equalTo(50));
    }

    @Test
    void changesWhatThePatchNames() {
        ACommunity community = aCommunity()
                .with(aReward(
                        "soap", "goods", 5, Map.of("limitPerMonth", 2, "groups", List.of("driver"), "costFen", 250)))
                .opened();
        String path = community.path("/rewards/" + community.id("soap"));

        As.committee(community.slug())
                .body("{\"title\": \"New\", \"points\": 6, \"limitPerMonth\": null, \"groups\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("title", equalTo("New"))
                .body("points", equalTo(6))
                .body("costFen", equalTo(250))
                .body("$", not(hasKey("limitPerMonth")))
                .body("groups", equalTo(List.of()));
        As.committee(community.slug())
                .body(Map.of("groups", List.of("resident"), "costFen", 300, "status", "retired"))
                .patch(path)
                .then()
                .statusCode(200);

        As.admin()
                .get(path)
                .then()
                .body("title", equalTo("New"))
                .body("groups", equalTo(List.of("resident")))
                .body("costFen", equalTo(300))
                .body("status", equalTo("retired"));
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
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        String path = community.path("/rewards/" + community.id("soap"));
        Map<String, Object> before = As.admin().get(path).jsonPath().getMap("$");

        Response response = As.admin().body(patch).patch(path);

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        As.admin().get(path).then().body("$", equalTo(before));
    }

    @Test
    void narrowsTheListByKindAndStatus() {
        ACommunity community = aCommunity()
                .with(goods("soap", 5))
                .with(aService("haircut", 30))
                .with(aReward("set-meal", "merchant-package", 50, Map.of()))
                .opened();
        As.admin()
                .body(Map.of("status", "retired"))
                .patch(community.path("/rewards/" + community.id("soap")))
                .then()
                .statusCode(200);

        assertThat(codes(community, Map.of())).containsExactly("haircut", "set-meal", "soap");
        assertThat(codes(community, Map.of("kind", "goods"))).containsExactly("soap");
        assertThat(codes(community, Map.of("kind", "merchant-package"))).containsExactly("set-meal");
        assertThat(codes(community, Map.of("kind", "goods", "status", "active")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kind, money", "kind, GOODS", "status, gone", "limit, 0"})
    void refusesAParameterThatBreaksARule(String parameter, String value) {
        ACommunity community = aCommunity().opened();

        As.admin()
                .queryParam(parameter, value)
                .get(community.path("/rewards"))
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo(parameter));
    }

    @Test
    void listsInOrderOfCodesWithStockPageByPage() {
        ACommunity community = aCommunity()
                .with(goods("c", 1, 30))
                .with(goods("a", 1, 10))
                .with(aService("b", 1))
                .opened();

        JsonPath first = page(community, Map.of("limit", 2));
        JsonPath second = page(community, Map.of("limit", 2, "cursor", first.getString("nextCursor")));

        assertThat(first.getList("items.code", String.class)).containsExactly("a", "b");
        assertThat(first.<Map<String, Object>>getList("items.stock"))
                .containsExactly(
                        Map.of("onShelf", 10, "reserved", 0, "handedOut", 0), Map.of("reserved", 0, "handedOut", 0));
        assertThat(second.getList("items.stock.onShelf", Integer.class)).containsExactly(30);
        assertThat(second.getString("nextCursor")).isNull();
    }

    @Test
    void leavesChangesToStaff() {
        ACommunity community = aCommunity().with(goods("soap", 5)).opened();
        String path = community.path("/rewards/" + community.id("soap"));

        As.integrator(community.slug()).get(path).then().statusCode(200);
        As.integrator(community.slug())
                .body(Map.of("points", 1))
                .patch(path)
                .then()
                .statusCode(403);
        As.integrator(community.slug())
                .header("Idempotency-Key", "k")
                .body(Map.of("quantity", 1))
                .post(path + "/receipts")
                .then()
                .statusCode(403);
    }

    @Test
    void knowsNoRewardOfAnotherCommunity() {
        ACommunity one = aCommunity().with(goods("soap", 5, 3)).opened();
        ACommunity other = aCommunity().opened();

        As.admin()
                .get(other.path("/rewards/" + one.id("soap")))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        As.admin()
                .body(Map.of("points", 1))
                .patch(other.path("/rewards/" + one.id("soap")))
                .then()
                .statusCode(404);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        ACommunity one = aCommunity()
                .with(aReward("soap", "goods", 5, Map.of("groups", List.of("driver"), "limitPerMonth", 2)))
                .opened();
        ACommunity other = aCommunity().with(aService("haircut", 30)).opened();
        RowKey<UUID> first = new RowKey<>(communities.idOf(one.slug()), one.id("soap"));
        RowKey<UUID> second = new RowKey<>(communities.idOf(other.slug()), other.id("haircut"));
        RowKey<UUID> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<UUID>, Reward> rows;
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

    private static List<String> codes(ACommunity community, Map<String, ?> parameters) {
        return page(community, parameters).getList("items.code", String.class);
    }

    private static JsonPath page(ACommunity community, Map<String, ?> parameters) {
        return As.integrator(community.slug())
                .queryParams(parameters)
                .get(community.path("/rewards"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
