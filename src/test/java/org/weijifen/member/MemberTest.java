package org.weijifen.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.weijifen.fixture.ACommunity.aCommunity;
import static org.weijifen.fixture.ACommunity.aMember;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
class MemberTest {

    @Inject
    DataSource dataSource;

    @Inject
    Communities communities;

    @Inject
    Members members;

    @Test
    void addsAMember() {
        ACommunity community = aCommunity().opened();

        Response response = As.integrator(community.slug())
                .body(Map.of(
                        "memberNo", "fuxi-00001",
                        "displayName", "一号居民",
                        "phone", "+86 138-0013-8000",
                        "group", "food-delivery",
                        "household", "3号楼 502"))
                .post(community.path("/members"));

        response.then()
                .statusCode(201)
                .header(
                        "Location",
                        equalTo(community.path("/members/" + response.jsonPath().getString("id"))))
                .body("memberNo", equalTo("fuxi-00001"))
                .body("displayName", equalTo("一号居民"))
                .body("phone", equalTo("+86 138-0013-8000"))
                .body("group", equalTo("food-delivery"))
                .body("household", equalTo("3号楼 502"))
                .body("status", equalTo("active"))
                .body("createdAt", notNullValue());
        As.committee(community.slug())
                .get(response.header("Location").replaceFirst("^https?://[^/]+", ""))
                .then()
                .statusCode(200)
                .body("$", equalTo(response.jsonPath().getMap("$")));
    }

    @Test
    void needsNoMoreThanNumberAndName() {
        ACommunity community = aCommunity().opened();

        As.admin()
                .body(Map.of("memberNo", "A.b_c-9", "displayName", "N"))
                .post(community.path("/members"))
                .then()
                .statusCode(201)
                .body("$", not(hasKey("phone")))
                .body("$", not(hasKey("group")))
                .body("$", not(hasKey("household")));
    }

    @Test
    void refusesATakenNumber() {
        ACommunity community = aCommunity().with(aMember("0001")).opened();

        As.admin()
                .body(Map.of("memberNo", "0001", "displayName", "Another"))
                .post(community.path("/members"))
                .then()
                .statusCode(409)
                .body("code", equalTo("member_no_taken"));
    }

    @Test
    void takesANumberThatAnotherCommunityHas() {
        aCommunity().with(aMember("0001")).opened();
        ACommunity other = aCommunity().opened();

        As.admin()
                .body(Map.of("memberNo", "0001", "displayName", "Somebody"))
                .post(other.path("/members"))
                .then()
                .statusCode(201);
    }

    @Test
    void givesANumberToOneOfManyAtOnce() {
        ACommunity community = aCommunity().opened();

        List<Integer> statuses = InParallel.times(8, i -> As.admin()
                .body(Map.of("memberNo", "0001", "displayName", "Race"))
                .post(community.path("/members"))
                .statusCode());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(numbers(community, Map.of())).containsExactly("0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"memberNo\": null}",
                "{\"memberNo\": \"\"}",
                "{\"memberNo\": \"a b\"}",
                "{\"memberNo\": \"编号\"}",
                "{\"memberNo\": \"a2345678901234567890123456789012345678901\"}",
                "{\"displayName\": null}",
                "{\"displayName\": \" \"}",
                "{\"displayName\": \"a\\nb\"}",
                "{\"displayName\": \"a\\u0000b\"}",
                "{\"displayName\": \"a234567890123456789012345678901234567890123456789012345678901\"}",
                "{\"phone\": \"1234\"}",
                "{\"phone\": \"12345x\"}",
                "{\"phone\": \"123456789012345678901\"}",
                "{\"group\": \"Riders\"}",
                "{\"group\": \"\"}",
                "{\"group\": \"a23456789012345678901234567890123\"}",
                "{\"household\": \"\"}",
                "{\"household\": \"a234567890123456789012345678901234567890123456789012345678901\"}",
                "{\"status\": \"active\"}",
                "{\"id\": \"00000000-0000-0000-0000-000000000000\"}",
            })
    void refusesWhatBreaksARule(String wrong) {
        ACommunity community = aCommunity().opened();
        Map<String, Object> request = new HashMap<>(Map.of("memberNo", "0001", "displayName", "A name"));
        request.putAll(JsonPath.from(wrong).getMap("$"));

        Response response = As.admin().body(request).post(community.path("/members"));

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        assertThat(numbers(community, Map.of())).isEmpty();
    }

    @Test
    void changesAndClearsWhatThePatchNames() {
        ACommunity community = aCommunity()
                .with(aMember("0001", Map.of("phone", "13800138000", "group", "resident", "household", "h1")))
                .opened();

        As.committee(community.slug())
                .contentType("application/merge-patch+json")
                .body("{\"displayName\": \"New name\", \"phone\": null, \"group\": \"driver\", \"status\": \"frozen\"}")
                .patch(community.path("/members/" + community.id("0001")))
                .then()
                .statusCode(200)
                .body("displayName", equalTo("New name"))
                .body("$", not(hasKey("phone")))
                .body("group", equalTo("driver"))
                .body("household", equalTo("h1"))
                .body("status", equalTo("frozen"));

        As.admin()
                .get(community.path("/members/" + community.id("0001")))
                .then()
                .body("displayName", equalTo("New name"))
                .body("status", equalTo("frozen"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"memberNo\": \"0002\"}",
                "{\"displayName\": null}",
                "{\"status\": null}",
                "{\"status\": \"gone\"}",
                "{\"status\": 0}",
                "{\"phone\": \"x\"}",
                "{\"createdAt\": \"2026-01-01T00:00:00Z\"}",
            })
    void refusesAChangeThatBreaksARule(String patch) {
        ACommunity community = aCommunity().with(aMember("0001")).opened();
        String path = community.path("/members/" + community.id("0001"));
        Map<String, Object> before = As.admin().get(path).jsonPath().getMap("$");

        Response response = As.admin().body(patch).patch(path);

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        As.admin().get(path).then().body("$", equalTo(before));
    }

    @ParameterizedTest
    @CsvSource({
        "active, frozen, 200",
        "active, left, 200",
        "frozen, active, 200",
        "frozen, left, 200",
        "left, active, 200",
        "left, left, 200",
        "left, frozen, 409",
    })
    void comesBackAsActiveOnly(String before, String after, int status) {
        ACommunity community = aCommunity().with(aMember("0001")).opened();
        String path = community.path("/members/" + community.id("0001"));
        As.admin().body(Map.of("status", before)).patch(path).then().statusCode(200);

        As.admin().body(Map.of("status", after)).patch(path).then().statusCode(status);

        As.admin().get(path).then().body("status", equalTo(status == 200 ? after : before));
    }

    @Test
    void losesNoneOfTwoChangesAtOnce() {
        ACommunity community = aCommunity().with(aMember("0001")).opened();
        String path = community.path("/members/" + community.id("0001"));
        List<Map<String, String>> patches =
                List.of(Map.of("phone", "13800138000"), Map.of("group", "driver"), Map.of("household", "h1"));
        AtomicInteger turn = new AtomicInteger();

        List<Integer> statuses = InParallel.times(3, i -> As.admin()
                .body(patches.get(turn.getAndIncrement()))
                .patch(path)
                .statusCode());

        assertThat(statuses).containsOnly(200);
        As.admin()
                .get(path)
                .then()
                .body("phone", equalTo("13800138000"))
                .body("group", equalTo("driver"))
                .body("household", equalTo("h1"));
    }

    @Test
    void findsMembersByPartOfNumberNameOrPhone() {
        ACommunity community = aCommunity()
                .with(aMember("fuxi-00001", Map.of("displayName", "一号居民")))
                .with(aMember("fuxi-00002", Map.of("displayName", "李100%", "phone", "138 0000 0001")))
                .with(aMember("Fuxi_00003", Map.of("displayName", "Alex!")))
                .opened();

        assertThat(numbers(community, Map.of("query", "00001"))).containsExactly("fuxi-00001");
        assertThat(numbers(community, Map.of("query", "0000"))).hasSize(3);
        assertThat(numbers(community, Map.of("query", "号居"))).containsExactly("fuxi-00001");
        assertThat(numbers(community, Map.of("query", "FUXI"))).hasSize(3);
        assertThat(numbers(community, Map.of("query", "0 0"))).containsExactly("fuxi-00002");
        assertThat(numbers(community, Map.of("query", "%"))).containsExactly("fuxi-00002");
        assertThat(numbers(community, Map.of("query", "_"))).containsExactly("Fuxi_00003");
        assertThat(numbers(community, Map.of("query", "!"))).containsExactly("Fuxi_00003");
        assertThat(numbers(community, Map.of("query", "\\"))).isEmpty();
        assertThat(numbers(community, Map.of("query", "' or '1'='1"))).isEmpty();
    }

    @Test
    void narrowsTheListByGroupHouseholdAndStatus() {
        ACommunity community = aCommunity()
                .with(aMember("1", Map.of("group", "driver", "household", "h1")))
                .with(aMember("2", Map.of("group", "driver", "household", "h2")))
                .with(aMember("3", Map.of("household", "h1")))
                .opened();
        As.admin()
                .body(Map.of("status", "left"))
                .patch(community.path("/members/" + community.id("3")))
                .then()
                .statusCode(200);

        assertThat(numbers(community, Map.of("group", "driver"))).containsExactly("1", "2");
        assertThat(numbers(community, Map.of("household", "h1"))).containsExactly("1", "3");
        assertThat(numbers(community, Map.of("status", "left"))).containsExactly("3");
        assertThat(numbers(community, Map.of("group", "driver", "household", "h1", "status", "active", "query", "1")))
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 201",
        "limit, x",
        "status, gone",
        "status, ACTIVE",
        "group, A",
        "query, ' '",
        "query, 'a\u0000b'",
        "household, 'a\u0001b'",
        "query, a234567890123456789012345678901234567890123456789012345678901",
    })
    void refusesAParameterThatBreaksARule(String parameter, String value) {
        ACommunity community = aCommunity().opened();

        As.admin()
                .queryParam(parameter, value)
                .get(community.path("/members"))
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors[0].field", equalTo(parameter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "YQpi", "YQBi", "////"})
    void refusesWhatIsNoCursor(String cursor) {
        ACommunity community = aCommunity().opened();

        As.admin()
                .queryParam("cursor", cursor)
                .get(community.path("/members"))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_cursor"));
    }

    @Test
    void pagesShowEveryMemberOnceWhileOthersAreAdded() {
        ACommunity community = aCommunity()
                .with(aMember("10"))
                .with(aMember("20"))
                .with(aMember("30"))
                .with(aMember("40"))
                .with(aMember("50"))
                .opened();

        List<String> seen = new ArrayList<>();
        JsonPath first = page(community, Map.of("limit", 2));
        seen.addAll(first.getList("items.memberNo", String.class));
        aMember("05").accept(community);
        aMember("25").accept(community);
        JsonPath second = page(community, Map.of("limit", 2, "cursor", first.getString("nextCursor")));
        seen.addAll(second.getList("items.memberNo", String.class));
        aMember("27").accept(community);
        JsonPath third = page(community, Map.of("limit", 200, "cursor", second.getString("nextCursor")));
        seen.addAll(third.getList("items.memberNo", String.class));

        assertThat(seen).containsExactly("10", "20", "25", "30", "40", "50");
        assertThat(third.getString("nextCursor")).isNull();
    }

    @Test
    void endsAListThatFitsItsPage() {
        ACommunity community =
                aCommunity().with(aMember("1")).with(aMember("2")).opened();

        assertThat(page(community, Map.of("limit", 2)).getString("nextCursor")).isNull();
        assertThat(page(community, Map.of("limit", 1)).getString("nextCursor")).isNotNull();
    }

    @Test
    void knowsNoMemberOfAnotherCommunity() {
        ACommunity one = aCommunity().with(aMember("1")).opened();
        ACommunity other = aCommunity().opened();

        As.admin()
                .get(other.path("/members/" + one.id("1")))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        As.admin()
                .body(Map.of("displayName", "Taken over"))
                .patch(other.path("/members/" + one.id("1")))
                .then()
                .statusCode(404);
        As.admin().get(one.path("/members/" + one.id("1"))).then().body("displayName", equalTo("Member 1"));
        assertThat(numbers(other, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "nobody", "1", "%00"})
    void knowsNoMemberOfAnotherId(String id) {
        ACommunity community = aCommunity().opened();

        As.admin()
                .urlEncodingEnabled(false)
                .get(community.path("/members/" + id))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    @Test
    void leavesListsAndChangesToStaffAndSystems() {
        ACommunity community = aCommunity().with(aMember("1")).opened();
        UUID id = community.id("1");

        As.member(community.slug(), id)
                .get(community.path("/members/" + id))
                .then()
                .statusCode(200);
        As.member(community.slug(), id).get(community.path("/members")).then().statusCode(403);
        As.member(community.slug(), id)
                .body(Map.of("displayName", "Me"))
                .patch(community.path("/members/" + id))
                .then()
                .statusCode(403);
        As.member(community.slug(), id)
                .body(Map.of("memberNo", "2", "displayName", "Me"))
                .post(community.path("/members"))
                .then()
                .statusCode(403);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        ACommunity one =
                aCommunity().with(aMember("1", Map.of("group", "driver"))).opened();
        ACommunity other = aCommunity().with(aMember("2")).opened();
        RowKey<UUID> first = new RowKey<>(communities.idOf(one.slug()), one.id("1"));
        RowKey<UUID> second = new RowKey<>(communities.idOf(other.slug()), other.id("2"));
        RowKey<UUID> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<UUID>, Member> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = members.read(connection, Set.of(first, second, crossed));
        }

        assertThat(rows)
                .hasSize(2)
                .containsEntry(first, member(rows.get(first), first, "1", "driver"))
                .containsEntry(second, member(rows.get(second), second, "2", null));
    }

    private static Member member(Member found, RowKey<UUID> key, String number, String group) {
        MemberDetails details = new MemberDetails("Member " + number, null, group, null, MemberStatus.ACTIVE);
        return new Member(key.key(), number, details, found.createdAt());
    }

    private static List<String> numbers(ACommunity community, Map<String, ?> parameters) {
        return page(community, parameters).getList("items.memberNo", String.class);
    }

    private static JsonPath page(ACommunity community, Map<String, ?> parameters) {
        return As.committee(community.slug())
                .queryParams(parameters)
                .get(community.path("/members"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
