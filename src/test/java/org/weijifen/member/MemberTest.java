package org.weijifen.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;
import org.weijifen.platform.id.MemberId;

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
        Committee community = aCommittee(Api.asAdmin());

        Reply response = Api.asIntegrator(community.slug())
                .post(
                        community.path("/members"),
                        Map.of(
                                "memberNo", "fuxi-00001",
                                "displayName", "一号居民",
                                "phone", "+86 138-0013-8000",
                                "group", "food-delivery",
                                "household", "3号楼 502"));

        assertThat(response.expect(201).header("Location"))
                .isEqualTo(
                        community.path("/members/" + response.json().get("id").textValue()));
        assertThat(response.json().get("memberNo").textValue()).isEqualTo("fuxi-00001");
        assertThat(response.json().get("displayName").textValue()).isEqualTo("一号居民");
        assertThat(response.json().get("phone").textValue()).isEqualTo("+86 138-0013-8000");
        assertThat(response.json().get("group").textValue()).isEqualTo("food-delivery");
        assertThat(response.json().get("household").textValue()).isEqualTo("3号楼 502");
        assertThat(response.json().get("status").textValue()).isEqualTo("active");
        assertThat(response.json().hasNonNull("createdAt")).isTrue();
        assertThat(Api.asCommittee(community.slug())
                        .get(response.header("Location"))
                        .expect(200)
                        .json())
                .isEqualTo(response.json());
    }

    @Test
    void needsNoMoreThanNumberAndName() {
        Committee community = aCommittee(Api.asAdmin());

        JsonNode answer = community
                .post("/members", Map.of("memberNo", "A.b_c-9", "displayName", "N"))
                .expect(201)
                .json();

        assertThat(answer.has("phone")).isFalse();
        assertThat(answer.has("group")).isFalse();
        assertThat(answer.has("household")).isFalse();
    }

    @Test
    void refusesATakenNumber() {
        Committee community = aCommittee(Api.asAdmin());
        community.aMember(Map.of("memberNo", "0001"));

        assertThat(community
                        .post("/members", Map.of("memberNo", "0001", "displayName", "Another"))
                        .expect(409)
                        .code())
                .isEqualTo("member_no_taken");
    }

    @Test
    void takesANumberThatAnotherCommunityHas() {
        aCommittee(Api.asAdmin()).aMember(Map.of("memberNo", "0001"));
        Committee other = aCommittee(Api.asAdmin());

        other.post("/members", Map.of("memberNo", "0001", "displayName", "Somebody"))
                .expect(201);
    }

    @Test
    void givesANumberToOneOfManyAtOnce() {
        Committee community = aCommittee(Api.asAdmin());

        List<Integer> statuses = InParallel.times(8, i -> community
                .post("/members", Map.of("memberNo", "0001", "displayName", "Race"))
                .status());

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
        Committee community = aCommittee(Api.asAdmin());
        JsonNode request =
                Api.tree(Map.of("memberNo", "0001", "displayName", "A name")).setAll(Api.tree(wrong));

        Reply response = community.post("/members", request);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(numbers(community, Map.of())).isEmpty();
    }

    @Test
    void changesAndClearsWhatThePatchNames() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(
                Map.of("memberNo", "0001", "phone", "13800138000", "group", "resident", "household", "h1"));

        JsonNode answer = Api.asCommittee(community.slug())
                .with("Content-Type", "application/merge-patch+json")
                .patch(
                        community.path("/members/" + member),
                        "{\"displayName\": \"New name\", \"phone\": null, \"group\": \"driver\", \"status\": \"frozen\"}")
                .expect(200)
                .json();

        assertThat(answer.get("displayName").textValue()).isEqualTo("New name");
        assertThat(answer.has("phone")).isFalse();
        assertThat(answer.get("group").textValue()).isEqualTo("driver");
        assertThat(answer.get("household").textValue()).isEqualTo("h1");
        assertThat(answer.get("status").textValue()).isEqualTo("frozen");

        JsonNode second = community.get("/members/" + member).json();

        assertThat(second.get("displayName").textValue()).isEqualTo("New name");
        assertThat(second.get("status").textValue()).isEqualTo("frozen");
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
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "0001"));
        String path = community.path("/members/" + member);
        JsonNode before = Api.asAdmin().get(path).json();

        Reply response = Api.asAdmin().patch(path, patch);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(Api.asAdmin().get(path).json()).isEqualTo(before);
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
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "0001"));
        String path = community.path("/members/" + member);
        Api.asAdmin().patch(path, Map.of("status", before)).expect(200);

        Api.asAdmin().patch(path, Map.of("status", after)).expect(status);

        assertThat(Api.asAdmin().get(path).json().get("status").textValue()).isEqualTo(status == 200 ? after : before);
    }

    @Test
    void losesNoneOfTwoChangesAtOnce() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "0001"));
        String path = community.path("/members/" + member);
        List<Map<String, String>> patches =
                List.of(Map.of("phone", "13800138000"), Map.of("group", "driver"), Map.of("household", "h1"));
        AtomicInteger turn = new AtomicInteger();

        List<Integer> statuses = InParallel.times(3, i -> Api.asAdmin()
                .patch(path, patches.get(turn.getAndIncrement()))
                .status());

        assertThat(statuses).containsOnly(200);
        JsonNode answer = Api.asAdmin().get(path).json();

        assertThat(answer.get("phone").textValue()).isEqualTo("13800138000");
        assertThat(answer.get("group").textValue()).isEqualTo("driver");
        assertThat(answer.get("household").textValue()).isEqualTo("h1");
    }

    @Test
    void findsMembersByPartOfNumberNameOrPhone() {
        Committee community = aCommittee(Api.asAdmin());
        community.aMember(Map.of("memberNo", "fuxi-00001", "displayName", "一号居民"));
        community.aMember(Map.of("memberNo", "fuxi-00002", "displayName", "李100%", "phone", "138 0000 0001"));
        community.aMember(Map.of("memberNo", "Fuxi_00003", "displayName", "Alex!"));

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
        Committee community = aCommittee(Api.asAdmin());
        community.aMember(Map.of("memberNo", "1", "group", "driver", "household", "h1"));
        community.aMember(Map.of("memberNo", "2", "group", "driver", "household", "h2"));
        String member = community.aMember(Map.of("memberNo", "3", "household", "h1"));
        community.patch("/members/" + member, Map.of("status", "left")).expect(200);

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
        Committee community = aCommittee(Api.asAdmin());

        Reply reply = community.get("/members", Map.of(parameter, value)).expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "YQpi", "YQBi", "////"})
    void refusesWhatIsNoCursor(String cursor) {
        Committee community = aCommittee(Api.asAdmin());

        assertThat(community.get("/members" + "?cursor=" + cursor).expect(400).code())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void pagesShowEveryMemberOnceWhileOthersAreAdded() {
        Committee community = aCommittee(Api.asAdmin());
        community.aMember(Map.of("memberNo", "10"));
        community.aMember(Map.of("memberNo", "20"));
        community.aMember(Map.of("memberNo", "30"));
        community.aMember(Map.of("memberNo", "40"));
        community.aMember(Map.of("memberNo", "50"));

        List<String> seen = new ArrayList<>();
        JsonNode first = page(community, Map.of("limit", 2));
        seen.addAll(first.get("items").findValuesAsText("memberNo"));
        community.aMember(Map.of("memberNo", "05"));
        community.aMember(Map.of("memberNo", "25"));
        JsonNode second = page(
                community, Map.of("limit", 2, "cursor", first.get("nextCursor").textValue()));
        seen.addAll(second.get("items").findValuesAsText("memberNo"));
        community.aMember(Map.of("memberNo", "27"));
        JsonNode third = page(
                community,
                Map.of("limit", 200, "cursor", second.get("nextCursor").textValue()));
        seen.addAll(third.get("items").findValuesAsText("memberNo"));

        assertThat(seen).containsExactly("10", "20", "25", "30", "40", "50");
        assertThat(third.hasNonNull("nextCursor")).isFalse();
    }

    @Test
    void endsAListThatFitsItsPage() {
        Committee community = aCommittee(Api.asAdmin());
        community.aMember(Map.of("memberNo", "1"));
        community.aMember(Map.of("memberNo", "2"));

        assertThat(page(community, Map.of("limit", 2)).has("nextCursor")).isFalse();
        assertThat(page(community, Map.of("limit", 1)).hasNonNull("nextCursor")).isTrue();
    }

    @Test
    void knowsNoMemberOfAnotherCommunity() {
        Committee one = aCommittee(Api.asAdmin());
        String member = one.aMember(Map.of("memberNo", "1", "displayName", "Member 1"));
        Committee other = aCommittee(Api.asAdmin());

        assertThat(other.get("/members/" + member).expect(404).code()).isEqualTo("not_found");
        other.patch("/members/" + member, Map.of("displayName", "Taken over")).expect(404);
        assertThat(one.get("/members/" + member).json().get("displayName").textValue())
                .isEqualTo("Member 1");
        assertThat(numbers(other, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "nobody", "1", "%00"})
    void knowsNoMemberOfAnotherId(String id) {
        Committee community = aCommittee(Api.asAdmin());

        assertThat(community.get("/members/" + id).expect(404).code()).isEqualTo("not_found");
    }

    @Test
    void leavesListsAndChangesToStaffAndSystems() {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMember(Map.of("memberNo", "1"));

        Api.asMember(community.slug(), member)
                .get(community.path("/members/" + member))
                .expect(200);
        Api.asMember(community.slug(), member).get(community.path("/members")).expect(403);
        Api.asMember(community.slug(), member)
                .patch(community.path("/members/" + member), Map.of("displayName", "Me"))
                .expect(403);
        Api.asMember(community.slug(), member)
                .post(community.path("/members"), Map.of("memberNo", "2", "displayName", "Me"))
                .expect(403);
    }

    @Test
    void givesOperationsTheRowsOfSeveralCommunitiesAtOnce() throws SQLException {
        Committee one = aCommittee(Api.asAdmin());
        String driver = one.aMember(Map.of("memberNo", "1", "displayName", "Member 1", "group", "driver"));
        Committee other = aCommittee(Api.asAdmin());
        String another = other.aMember(Map.of("memberNo", "2", "displayName", "Member 2"));
        RowKey<MemberId> first = new RowKey<>(communities.idOf(one.slug()), new MemberId(UUID.fromString(driver)));
        RowKey<MemberId> second = new RowKey<>(communities.idOf(other.slug()), new MemberId(UUID.fromString(another)));
        RowKey<MemberId> crossed = new RowKey<>(first.communityId(), second.key());

        Map<RowKey<MemberId>, Member> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = members.read(connection, Set.of(first, second, crossed));
        }

        assertThat(rows)
                .hasSize(2)
                .containsEntry(first, member(rows.get(first), first, "1", "driver"))
                .containsEntry(second, member(rows.get(second), second, "2", null));
    }

    private static Member member(Member found, RowKey<MemberId> key, String number, String group) {
        MemberDetails details = new MemberDetails("Member " + number, null, group, null, MemberStatus.ACTIVE);
        return new Member(key.key(), number, details, found.createdAt());
    }

    private static List<String> numbers(Committee community, Map<String, ?> parameters) {
        return page(community, parameters).get("items").findValuesAsText("memberNo");
    }

    private static JsonNode page(Committee community, Map<String, ?> parameters) {
        return Api.asCommittee(community.slug())
                .get(community.path("/members"), parameters)
                .expect(200)
                .json();
    }
}
