package org.weijifen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.weijifen.fixture.ACommunity.aCommunity;
import static org.weijifen.fixture.ACommunity.aMember;
import static org.weijifen.fixture.ACommunity.aTask;

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
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.ACommunity;
import org.weijifen.fixture.As;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;

@QuarkusTest
class TaskTest {

    @Inject
    DataSource dataSource;

    @Inject
    Communities communities;

    @Inject
    Tasks tasks;

    @Test
    void addsATask() {
        ACommunity community = aCommunity().with(aMember("0001")).opened();

        Response response = As.committee(community.slug())
                .body(Map.of("code", "patrol", "title", "巡逻", "points", 5, "per", "hour"))
                .post(community.path("/tasks"));

        String path = community.path("/tasks/" + response.jsonPath().getString("id"));
        response.then()
                .statusCode(201)
                .header("Location", equalTo(path))
                .body("code", equalTo("patrol"))
                .body("title", equalTo("巡逻"))
                .body("points", equalTo(5))
                .body("per", equalTo("hour"))
                .body("status", equalTo("active"))
                .body("createdAt", notNullValue());
        As.member(community.slug(), community.id("0001"))
                .get(path)
                .then()
                .statusCode(200)
                .body("$", equalTo(response.jsonPath().getMap("$")));
    }

    @Test
    void refusesATakenCode() {
        ACommunity community = aCommunity().with(aTask("patrol", 5)).opened();

        As.admin()
                .body(Map.of("code", "patrol", "title", "Again", "points", 1, "per", "hour"))
                .post(community.path("/tasks"))
                .then()
                .statusCode(409)
                .body("code", equalTo("code_taken"));
    }

    @Test
    void givesACodeToOneOfManyAtOnce() {
        ACommunity community = aCommunity().opened();

        List<Integer> statuses = InParallel.times(8, i -> As.admin()
                .body(Map.of("code", "patrol", "title", "Race", "points", 1, "per", "hour"))
                .post(community.path("/tasks"))
                .statusCode());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(codes(community, Map.of())).containsExactly("patrol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": null}",
                "{\"code\": \"Patrol\"}",
                "{\"code\": \"a2345678901234567890123456789012345678901\"}",
                "{\"title\": \"\"}",
                "{\"title\": null}",
                "{\"points\": 0}",
                "{\"points\": -1}",
                "{\"points\": 1000001}",
                "{\"points\": 9223372036854775808}",
                "{\"points\": 1.5}",
                "{\"points\": \"5\"}",
                "{\"points\": null}",
                "{\"per\": \"day\"}",
                "{\"per\": \"HOUR\"}",
                "{\"per\": 1}",
                "{\"per\": null}",
                "{\"status\": \"retired\"}",
            })
    void refusesWhatBreaksARule(String wrong) {
        ACommunity community = aCommunity().opened();
        Map<String, Object> request =
                new HashMap<>(Map.of("code", "patrol", "title", "A title", "points", 5, "per", "hour"));
        request.putAll(JsonPath.from(wrong).getMap("$"));

        Response response = As.admin().body(request).post(community.path("/tasks"));

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        assertThat(codes(community, Map.of())).isEmpty();
    }

    @Test
    void retiresAndTakesUpAgain() {
        ACommunity community =
                aCommunity().with(aTask("patrol", 5)).with(aTask("snow", 8)).opened();
        String path = community.path("/tasks/" + community.id("patrol"));

        As.committee(community.slug())
                .body(Map.of("status", "retired", "points", 6, "title", "Night patrol"))
                .patch(path)
                .then()
                .statusCode(200)
                .body("status", equalTo("retired"))
                .body("points", equalTo(6))
                .body("title", equalTo("Night patrol"));

        assertThat(codes(community, Map.of("status", "active"))).containsExactly("snow");
        assertThat(codes(community, Map.of("status", "retired"))).containsExactly("patrol");
        As.admin().body(Map.of("status", "active")).patch(path).then().statusCode(200);
        assertThat(codes(community, Map.of("status", "active"))).containsExactly("patrol", "snow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": \"other\"}",
                "{\"per\": \"hour\"}",
                "{\"points\": 0}",
                "{\"points\": null}",
                "{\"title\": null}",
                "{\"status\": \"gone\"}",
                "{\"status\": null}",
            })
    void refusesAChangeThatBreaksARule(String patch) {
        ACommunity community = aCommunity().with(aTask("patrol", 5)).opened();
        String path = community.path("/tasks/" + community.id("patrol"));
        Map<String, Object> before = As.admin().get(path).jsonPath().getMap("$");

        Response response = As.admin().body(patch).patch(path);

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        As.admin().get(path).then().body("$", equalTo(before));
    }

    @Test
    void listsInOrderOfCodesPageByPage() {
        ACommunity community = aCommunity()
                .with(aTask("c", 1))
                .with(aTask("a", 1))
                .with(aTask("b-1", 1))
                .with(aTask("b", 1))
                .opened();

        JsonPath first = page(community, Map.of("limit", 3));
        JsonPath second = page(community, Map.of("limit", 3, "cursor", first.getString("nextCursor")));

        assertThat(first.getList("items.code", String.class)).containsExactly("a", "b", "b-1");
        assertThat(second.getList("items.code", String.class)).containsExactly("c");
        assertThat(second.getString("nextCursor")).isNull();
    }

    @Test
    void leavesChangesToStaff() {
        ACommunity community = aCommunity().with(aTask("patrol", 5)).opened();
        String path = community.path("/tasks/" + community.id("patrol"));

        As.integrator(community.slug()).get(path).then().statusCode(200);
        As.integrator(community.slug())
                .body(Map.of("points", 1))
                .patch(path)
                .then()
                .statusCode(403);
        As.integrator(community.slug())
                .body(Map.of("code", "mine", "title", "Mine", "points", 5, "per", "hour"))
                .post(community.path("/tasks"))
                .then()
                .statusCode(403);
    }

    @Test
    void knowsNoTaskOfAnotherCommunity() {
        ACommunity one = aCommunity().with(aTask("patrol", 5)).opened();
        ACommunity other = aCommunity().opened();

        As.admin()
                .get(other.path("/tasks/" + one.id("patrol")))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        As.admin()
                .body(Map.of("points", 1))
                .patch(other.path("/tasks/" + one.id("patrol")))
                .then()
                .statusCode(404);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        ACommunity one = aCommunity().with(aTask("patrol", 5, "hour")).opened();
        ACommunity other = aCommunity().with(aTask("snow", 8)).opened();
        RowKey<UUID> first = new RowKey<>(communities.idOf(one.slug()), one.id("patrol"));
        RowKey<UUID> second = new RowKey<>(communities.idOf(other.slug()), other.id("snow"));
        RowKey<UUID> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<UUID>, Task> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = tasks.read(connection, Set.of(first, second, crossed));
        }

        assertThat(rows)
                .hasSize(2)
                .containsEntry(first, task(rows.get(first), first, "patrol", TaskUnit.HOUR, 5))
                .containsEntry(second, task(rows.get(second), second, "snow", TaskUnit.OCCURRENCE, 8));
    }

    private static Task task(Task found, RowKey<UUID> key, String code, TaskUnit per, long points) {
        TaskDetails details = new TaskDetails("Task " + code, points, TaskStatus.ACTIVE);
        return new Task(key.key(), code, per, details, found.createdAt());
    }

    private static List<String> codes(ACommunity community, Map<String, ?> parameters) {
        return page(community, parameters).getList("items.code", String.class);
    }

    private static JsonPath page(ACommunity community, Map<String, ?> parameters) {
        return As.integrator(community.slug())
                .queryParams(parameters)
                .get(community.path("/tasks"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
