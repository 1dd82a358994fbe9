package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.ledger.Table.RowKey;

@QuarkusTest
class CommunityTest {
    private static final String COMMUNITIES = "/v1/communities";

    @Inject
    DataSource dataSource;

    @Inject
    Communities communities;

    @Test
    void opensWithTheCommonPolicies() {
        String slug = slug();

        Reply response = Api.asAdmin().post(COMMUNITIES, Map.of("slug", slug, "name", "府西社区"));

        assertThat(response.expect(201).header("Location")).isEqualTo(COMMUNITIES + "/" + slug);
        assertThat(response.json().hasNonNull("id")).isTrue();
        assertThat(response.json().get("slug").textValue()).isEqualTo(slug);
        assertThat(response.json().get("name").textValue()).isEqualTo("府西社区");
        assertThat(response.json().get("timeZone").textValue()).isEqualTo("Asia/Shanghai");
        assertThat(response.json().get("expiryPolicy")).isEqualTo(Api.tree(Map.of("type", "never")));
        assertThat(response.json().get("pickupDays").longValue()).isEqualTo(7);
        assertThat(response.json().hasNonNull("createdAt")).isTrue();
        assertThat(Api.asAdmin().get(COMMUNITIES + "/" + slug).expect(200).json())
                .isEqualTo(response.json());
    }

    @Test
    void opensItsBooksInTheSameStep() throws SQLException {
        Committee community = aCommittee(Api.asAdmin());

        UUID id = communities.idOf(community.slug());

        assertThat(count("select count(*) from book where community_id = ? and sequence = 0", id))
                .isEqualTo(1);
    }

    @Test
    void keepsTheGivenPolicies() {
        Committee community = aCommittee(
                Api.asAdmin(),
                Map.of(
                        "timeZone",
                        "Asia/Urumqi",
                        "expiryPolicy",
                        Map.of("type", "calendar-year-end", "years", 2),
                        "pickupDays",
                        0));

        JsonNode answer = community.get("").expect(200).json();

        assertThat(answer.get("timeZone").textValue()).isEqualTo("Asia/Urumqi");
        assertThat(answer.get("expiryPolicy")).isEqualTo(Api.tree(Map.of("type", "calendar-year-end", "years", 2)));
        assertThat(answer.get("pickupDays").longValue()).isEqualTo(0);
    }

    @Test
    void refusesATakenSlug() {
        Committee community = aCommittee(Api.asAdmin());

        assertThat(Api.asAdmin()
                        .post(COMMUNITIES, Map.of("slug", community.slug(), "name", "Another"))
                        .expect(409)
                        .code())
                .isEqualTo("slug_taken");
    }

    @Test
    void givesASlugToOneOfManyAtOnce() throws SQLException {
        String slug = slug();

        List<Integer> statuses = InParallel.times(8, i -> Api.asAdmin()
                .post(COMMUNITIES, Map.of("slug", slug, "name", "Race"))
                .status());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(count("select count(*) from book where community_id = ?", communities.idOf(slug)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"slug\": \"A\"}",
                "{\"slug\": \"a\"}",
                "{\"slug\": \"1ab\"}",
                "{\"slug\": \"a_b\"}",
                "{\"slug\": \"ab\\n\"}",
                "{\"slug\": null}",
                "{\"slug\": 12}",
                "{\"slug\": \"a2345678901234567890123456789012345678901\"}",
                "{\"name\": \"\"}",
                "{\"name\": \"  \"}",
                "{\"name\": \"a\\u0000b\"}",
                "{\"name\": null}",
                "{\"timeZone\": \"Asia/Atlantis\"}",
                "{\"timeZone\": \"+08:00\"}",
                "{\"timeZone\": \"\"}",
                "{\"pickupDays\": -1}",
                "{\"pickupDays\": 366}",
                "{\"pickupDays\": 1.5}",
                "{\"pickupDays\": \"7\"}",
                "{\"expiryPolicy\": {}}",
                "{\"expiryPolicy\": \"never\"}",
                "{\"expiryPolicy\": {\"type\": \"sometimes\"}}",
                "{\"expiryPolicy\": {\"type\": \"never\", \"months\": 1}}",
                "{\"expiryPolicy\": {\"type\": \"after-months\"}}",
                "{\"expiryPolicy\": {\"type\": \"after-months\", \"months\": 0}}",
                "{\"expiryPolicy\": {\"type\": \"after-months\", \"months\": 121}}",
                "{\"expiryPolicy\": {\"type\": \"calendar-year-end\", \"years\": 0}}",
                "{\"expiryPolicy\": {\"type\": \"calendar-year-end\", \"years\": 11}}",
                "{\"unknown\": 1}",
            })
    void refusesWhatBreaksARule(String wrong) {
        String slug = slug();
        JsonNode request = Api.tree(Map.of("slug", slug, "name", "A name")).setAll(Api.tree(wrong));

        Reply response = Api.asAdmin().post(COMMUNITIES, request);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        Api.asAdmin().get(COMMUNITIES + "/" + slug).expect(404);
    }

    @Test
    void namesThePoliciesThereAre() {
        JsonNode answer = Api.asAdmin()
                .with("Accept-Language", "en")
                .post(
                        COMMUNITIES,
                        Map.of("slug", slug(), "name", "A name", "expiryPolicy", Map.of("type", "sometimes")))
                .expect(400)
                .json();

        assertThat(answer.at("/errors/0/field").textValue()).isEqualTo("expiryPolicy.type");
        assertThat(answer.at("/errors/0/code").textValue()).isEqualTo("invalid_value");
        assertThat(answer.at("/errors/0/message").textValue())
                .isEqualTo("Is not an allowed value; allowed are: never, after-months, calendar-year-end.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "NOWHERE", "a%00b", "a'b", "%F0%9F%98%80"})
    void knowsNoOtherCommunity(String slug) {
        assertThat(Api.asAdmin().get(COMMUNITIES + "/" + slug).expect(404).code())
                .isEqualTo("not_found");
    }

    @Test
    void changesNameAndPolicies() {
        Committee community = aCommittee(Api.asAdmin());

        JsonNode answer = community
                .patch("", Map.of("name", "New name", "pickupDays", 14))
                .expect(200)
                .json();

        assertThat(answer.get("name").textValue()).isEqualTo("New name");
        assertThat(answer.get("pickupDays").longValue()).isEqualTo(14);
        assertThat(answer.at("/expiryPolicy/type").textValue()).isEqualTo("never");

        assertThat(community.get("").json().get("name").textValue()).isEqualTo("New name");
    }

    @Test
    void replacesAnExpiryPolicyWholeByOneOfAnotherType() {
        Committee community =
                aCommittee(Api.asAdmin(), Map.of("expiryPolicy", Map.of("type", "after-months", "months", 12)));

        assertThat(community
                        .patch("", Map.of("expiryPolicy", Map.of("type", "calendar-year-end", "years", 1)))
                        .expect(200)
                        .json()
                        .get("expiryPolicy"))
                .isEqualTo(Api.tree(Map.of("type", "calendar-year-end", "years", 1)));
        assertThat(community
                        .patch("", Map.of("expiryPolicy", Map.of("type", "never")))
                        .expect(200)
                        .json()
                        .get("expiryPolicy"))
                .isEqualTo(Api.tree(Map.of("type", "never")));
    }

    @Test
    void changesTheMonthsOfItsExpiryPolicyAlone() {
        Committee community =
                aCommittee(Api.asAdmin(), Map.of("expiryPolicy", Map.of("type", "after-months", "months", 12)));

        assertThat(community
                        .patch("", Map.of("expiryPolicy", Map.of("months", 24)))
                        .expect(200)
                        .json()
                        .get("expiryPolicy"))
                .isEqualTo(Api.tree(Map.of("type", "after-months", "months", 24)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"slug\": \"other\"}",
                "{\"timeZone\": \"Europe/Berlin\"}",
                "{\"name\": null}",
                "{\"name\": \"\"}",
                "{\"pickupDays\": null}",
                "{\"pickupDays\": 366}",
                "{\"expiryPolicy\": null}",
                "{\"expiryPolicy\": {\"type\": \"after-months\"}}",
                "{\"expiryPolicy\": {\"years\": 2}}",
            })
    void refusesAChangeThatBreaksARule(String patch) {
        Committee community = aCommittee(Api.asAdmin());
        JsonNode before = community.get("").json();

        Reply response = community.patch("", patch);

        assertThat(response.expect(400).code()).isEqualTo("validation_failed");
        assertThat(community.get("").json()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"committee", "integrator"})
    void leavesOpeningAndChangingToAdmins(String role) {
        Committee community = aCommittee(Api.asAdmin());

        as(role, community.slug())
                .post(COMMUNITIES, Map.of("slug", slug(), "name", "A name"))
                .expect(403);
        as(role, community.slug())
                .patch(community.path(""), Map.of("name", "Ours"))
                .expect(403);
    }

    @Test
    void listsTheCommunitiesOfTheToken() {
        Committee ours = aCommittee(Api.asAdmin());
        Committee alsoOurs = aCommittee(Api.asAdmin());
        Committee theirs = aCommittee(Api.asAdmin());

        JsonNode answer = Api.asCommittee(ours.slug(), alsoOurs.slug())
                .get(COMMUNITIES)
                .expect(200)
                .json();

        assertThat(answer.get("items").findValuesAsText("slug"))
                .containsExactlyInAnyOrder(ours.slug(), alsoOurs.slug())
                .doesNotContain(theirs.slug());
        assertThat(Api.asCommittee().get(COMMUNITIES).expect(200).json().get("items"))
                .hasSize(0);
    }

    @Test
    void showsAnAdminAllCommunitiesInOrderPageByPage() {
        List<String> opened = List.of(
                aCommittee(Api.asAdmin()).slug(),
                aCommittee(Api.asAdmin()).slug(),
                aCommittee(Api.asAdmin()).slug());

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = Api.asAdmin()
                    .get(COMMUNITIES, cursor == null ? Map.of("limit", 200) : Map.of("limit", 200, "cursor", cursor))
                    .expect(200)
                    .json();
            seen.addAll(page.get("items").findValuesAsText("slug"));
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(seen).containsAll(opened).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void givesOperationsThePoliciesOfSeveralCommunitiesAtOnce() throws SQLException {
        Committee one = aCommittee(Api.asAdmin(), Map.of("expiryPolicy", Map.of("type", "after-months", "months", 6)));
        Committee other = aCommittee(Api.asAdmin(), Map.of("pickupDays", 3));
        UUID oneId = communities.idOf(one.slug());
        UUID otherId = communities.idOf(other.slug());

        Map<RowKey<UUID>, CommunityPolicy> rows;
        try (Connection connection = dataSource.getConnection()) {
            rows = communities.read(
                    connection,
                    Set.of(
                            new RowKey<>(oneId, oneId),
                            new RowKey<>(otherId, otherId),
                            new RowKey<>(new UUID(0, 0), new UUID(0, 0))));
        }

        ZoneId shanghai = ZoneId.of("Asia/Shanghai");
        assertThat(rows)
                .hasSize(2)
                .containsEntry(
                        new RowKey<>(oneId, oneId),
                        new CommunityPolicy(oneId, one.slug(), shanghai, new ExpiryPolicy.AfterMonths(6), 7))
                .containsEntry(
                        new RowKey<>(otherId, otherId),
                        new CommunityPolicy(otherId, other.slug(), shanghai, ExpiryPolicy.NEVER, 3));
        assertThat(communities.all()).containsAll(rows.values());
    }

    private static Api as(String role, String slug) {
        return role.equals("committee") ? Api.asCommittee(slug) : Api.asIntegrator(slug);
    }

    private static String slug() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    private long count(String query, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
