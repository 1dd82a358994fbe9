package org.weijifen.task;

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
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;
import org.weijifen.platform.id.TaskId;

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
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "0001"));

        Reply response = Api.asCommittee(community.slug())
                .post(community.path("/tasks"), Map.of("code", "patrol", "title", "巡逻", "points", 5, "per", "hour"));

        String path = community.path("/tasks/" + response.json().get("id").textValue());
        assertThat(response.expect(201).header("Location")).isEqualTo(path);
        assertThat(response.json().get("code").textValue()).isEqualTo("patrol");
        assertThat(response.json().get("title").textValue()).isEqualTo("巡逻");
        assertThat(response.json().get("points").longValue()).isEqualTo(5);
        assertThat(response.json().get("per").textValue()).isEqualTo("hour");
        assertThat(response.json().get("status").textValue()).isEqualTo("active");
        assertThat(response.json().hasNonNull("createdAt")).isTrue();
        assertThat(Api.asMember(community.slug(), member).get(path).expect(200).json())
                .isEqualTo(response.json());
    }

    @Test
    void refusesATakenCode() {
        Committee community = aCommittee(Api.asAdmin());
        community.task(5, "occurrence", Map.of("code", "patrol"));

        assertThat(community
                        .post("/tasks", Map.of("code", "patrol", "title", "Again", "points", 1, "per", "hour"))
                        .expect(409)
                        .code())
                .isEqualTo("code_taken");
    }

    @Test
    void givesACodeToOneOfManyAtOnce() {
        Committee community = aCommittee(Api.asAdmin());

        List<Integer> statuses = InParallel.times(8, i -> community
                .post("/tasks", Map.of("code", "patrol", "title", "Race", "points", 1, "per", "hour"))
                .status());

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
        Committee community = aCommittee(Api.asAdmin());
        JsonNode request = Api.tree(Map.of("code", "patrol", "title", "A title", "points", 5, "per", "hour"))
                .setAll(Api.tree(wrong));

        Reply response = community.post("/tasks", request);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(codes(community, Map.of())).isEmpty();
    }

    @Test
    void retiresAndTakesUpAgain() {
        Committee community = aCommittee(Api.asAdmin());
        String patrol = community.task(5, "occurrence", Map.of("code", "patrol"));
        community.task(8, "occurrence", Map.of("code", "snow"));
        String path = community.path("/tasks/" + patrol);

        JsonNode answer = Api.asCommittee(community.slug())
                .patch(path, Map.of("status", "retired", "points", 6, "title", "Night patrol"))
                .expect(200)
                .json();

        assertThat(answer.get("status").textValue()).isEqualTo("retired");
        assertThat(answer.get("points").longValue()).isEqualTo(6);
        assertThat(answer.get("title").textValue()).isEqualTo("Night patrol");

        assertThat(codes(community, Map.of("status", "active"))).containsExactly("snow");
        assertThat(codes(community, Map.of("status", "retired"))).containsExactly("patrol");
        Api.asAdmin().patch(path, Map.of("status", "active")).expect(200);
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
        Committee community = aCommittee(Api.asAdmin());
        String patrol = community.task(5, "occurrence", Map.of("code", "patrol"));
        String path = community.path("/tasks/" + patrol);
        JsonNode before = Api.asAdmin().get(path).json();

        Reply response = Api.asAdmin().patch(path, patch);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(Api.asAdmin().get(path).json()).isEqualTo(before);
    }

    @Test
    void listsInOrderOfCodesPageByPage() {
        Committee community = aCommittee(Api.asAdmin());
        community.task(1, "occurrence", Map.of("code", "c"));
        community.task(1, "occurrence", Map.of("code", "a"));
        community.task(1, "occurrence", Map.of("code", "b-1"));
        community.task(1, "occurrence", Map.of("code", "b"));

        JsonNode first = page(community, Map.of("limit", 3));
        JsonNode second = page(
                community, Map.of("limit", 3, "cursor", first.get("nextCursor").textValue()));

        assertThat(first.get("items").findValuesAsText("code")).containsExactly("a", "b", "b-1");
        assertThat(second.get("items").findValuesAsText("code")).containsExactly("c");
        assertThat(second.hasNonNull("nextCursor")).isFalse();
    }

    @Test
    void leavesChangesToStaff() {
        Committee community = aCommittee(Api.asAdmin());
        String patrol = community.task(5, "occurrence", Map.of("code", "patrol"));
        String path = community.path("/tasks/" + patrol);

        Api.asIntegrator(community.slug()).get(path).expect(200);
        Api.asIntegrator(community.slug()).patch(path, Map.of("points", 1)).expect(403);
        Api.asIntegrator(community.slug())
                .post(community.path("/tasks"), Map.of("code", "mine", "title", "Mine", "points", 5, "per", "hour"))
                .expect(403);
    }

    @Test
    void knowsNoTaskOfAnotherCommunity() {
        Committee one = aCommittee(Api.asAdmin());
        String patrol = one.task(5, "occurrence", Map.of("code", "patrol"));
        Committee other = aCommittee(Api.asAdmin());

        assertThat(other.get("/tasks/" + patrol).expect(404).code()).isEqualTo("not_found");
        other.patch("/tasks/" + patrol, Map.of("points", 1)).expect(404);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        Committee one = aCommittee(Api.asAdmin());
        String patrol = one.task(5, "hour", Map.of("code", "patrol", "title", "Task patrol"));
        Committee other = aCommittee(Api.asAdmin());
        String snow = other.task(8, "occurrence", Map.of("code", "snow", "title", "Task snow"));
        RowKey<TaskId> first = new RowKey<>(communities.idOf(one.slug()), new TaskId(UUID.fromString(patrol)));
        RowKey<TaskId> second = new RowKey<>(communities.idOf(other.slug()), new TaskId(UUID.fromString(snow)));
        RowKey<TaskId> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<TaskId>, Task> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = tasks.read(connection, Set.of(first, second, crossed));
        }

        assertThat(rows)
                .hasSize(2)
                .containsEntry(first, task(rows.get(first), first, "patrol", TaskUnit.HOUR, 5))
                .containsEntry(second, task(rows.get(second), second, "snow", TaskUnit.OCCURRENCE, 8));
    }

    private static Task task(Task found, RowKey<TaskId> key, String code, TaskUnit per, long points) {
        TaskDetails details = new TaskDetails("Task " + code, points, TaskStatus.ACTIVE);
        return new Task(key.key(), code, per, details, found.createdAt());
    }

    private static List<String> codes(Committee community, Map<String, ?> parameters) {
        return page(community, parameters).get("items").findValuesAsText("code");
    }

    private static JsonNode page(Committee community, Map<String, ?> parameters) {
        return Api.asIntegrator(community.slug())
                .get(community.path("/tasks"), parameters)
                .expect(200)
                .json();
    }
}
