package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.weijifen.fixture.ACommunity.aCommunity;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.ACommunity;
import org.weijifen.fixture.As;
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

        Response response =
                As.admin().body(Map.of("slug", slug, "name", "府西社区")).post(COMMUNITIES);

        response.then()
                .statusCode(201)
                .header("Location", equalTo(COMMUNITIES + "/" + slug))
                .body("id", notNullValue())
                .body("slug", equalTo(slug))
                .body("name", equalTo("府西社区"))
                .body("timeZone", equalTo("Asia/Shanghai"))
                .body("expiryPolicy", equalTo(Map.of("type", "never")))
                .body("pickupDays", equalTo(7))
                .body("createdAt", notNullValue());
        As.admin()
                .get(COMMUNITIES + "/" + slug)
                .then()
                .statusCode(200)
                .body("$", equalTo(response.jsonPath().getMap("$")));
    }

    @Test
    void opensItsBooksInTheSameStep() throws SQLException {
        ACommunity community = aCommunity().opened();

        UUID id = communities.idOf(community.slug());

        assertThat(count("select count(*) from book where community_id = ? and sequence = 0", id))
                .isEqualTo(1);
    }

    @Test
    void keepsTheGivenPolicies() {
        ACommunity community = aCommunity()
                .with("timeZone", "Asia/Urumqi")
                .with("expiryPolicy", Map.of("type", "calendar-year-end", "years", 2))
                .with("pickupDays", 0)
                .opened();

        As.admin()
                .get(community.path(""))
                .then()
                .statusCode(200)
                .body("timeZone", equalTo("Asia/Urumqi"))
                .body("expiryPolicy", equalTo(Map.of("type", "calendar-year-end", "years", 2)))
                .body("pickupDays", equalTo(0));
    }

    @Test
    void refusesATakenSlug() {
        ACommunity community = aCommunity().opened();

        As.admin()
                .body(Map.of("slug", community.slug(), "name", "Another"))
                .post(COMMUNITIES)
                .then()
                .statusCode(409)
                .body("code", equalTo("slug_taken"));
    }

    @Test
    void givesASlugToOneOfManyAtOnce() throws SQLException {
        String slug = slug();

        List<Integer> statuses = InParallel.times(8, i -> As.admin()
                .body(Map.of("slug", slug, "name", "Race"))
                .post(COMMUNITIES)
                .statusCode());

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
        Map<String, Object> request = new HashMap<>(Map.of("slug", slug, "name", "A name"));
        request.putAll(JsonPath.from(wrong).getMap("$"));

        Response response = As.admin().body(request).post(COMMUNITIES);

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        As.admin().get(COMMUNITIES + "/" + slug).then().statusCode(404);
    }

    @Test
    void namesThePoliciesThereAre() {
        As.admin()
                .body(Map.of("slug", slug(), "name", "A name", "expiryPolicy", Map.of("type", "sometimes")))
                .post(COMMUNITIES)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("expiryPolicy.type"))
                .body("errors[0].code", equalTo("invalid_value"))
                .body(
                        "errors[0].message",
                        equalTo("Is not an allowed value; allowed are: never, after-months, calendar-year-end."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "NOWHERE", "a%00b", "a'b", "%F0%9F%98%80"})
    void knowsNoOtherCommunity(String slug) {
        As.admin()
                .urlEncodingEnabled(false)
                .get(COMMUNITIES + "/" + slug)
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    @Test
    void changesNameAndPolicies() {
        ACommunity community = aCommunity().opened();

        As.admin()
                .body(Map.of("name", "New name", "pickupDays", 14))
                .patch(community.path(""))
                .then()
                .statusCode(200)
                .body("name", equalTo("New name"))
                .body("pickupDays", equalTo(14))
                .body("expiryPolicy.type", equalTo("never"));

        As.admin().get(community.path("")).then().body("name", equalTo("New name"));
    }

    @Test
    void replacesAnExpiryPolicyWholeByOneOfAnotherType() {
        ACommunity community = aCommunity()
                .with("expiryPolicy", Map.of("type", "after-months", "months", 12))
                .opened();

        As.admin()
                .body(Map.of("expiryPolicy", Map.of("type", "calendar-year-end", "years", 1)))
                .patch(community.path(""))
                .then()
                .statusCode(200)
                .body("expiryPolicy", equalTo(Map.of("type", "calendar-year-end", "years", 1)));
        As.admin()
                .body(Map.of("expiryPolicy", Map.of("type", "never")))
                .patch(community.path(""))
                .then()
                .statusCode(200)
                .body("expiryPolicy", equalTo(Map.of("type", "never")));
    }

    @Test
    void changesTheMonthsOfItsExpiryPolicyAlone() {
        ACommunity community = aCommunity()
                .with("expiryPolicy", Map.of("type", "after-months", "months", 12))
                .opened();

        As.admin()
                .body(Map.of("expiryPolicy", Map.of("months", 24)))
                .patch(community.path(""))
                .then()
                .statusCode(200)
                .body("expiryPolicy", equalTo(Map.of("type", "after-months", "months", 24)));
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
        ACommunity community = aCommunity().opened();
        Map<String, Object> before =
                As.admin().get(community.path("")).jsonPath().getMap("$");

        Response response = As.admin().body(patch).patch(community.path(""));

        response.then().statusCode(400).body("code", equalTo("validation_failed"));
        As.admin().get(community.path("")).then().body("$", equalTo(before));
    }

    @ParameterizedTest
    @CsvSource({"committee", "integrator"})
    void leavesOpeningAndChangingToAdmins(String role) {
        ACommunity community = aCommunity().opened();

        as(role, community.slug())
                .body(Map.of("slug", slug(), "name", "A name"))
                .post(COMMUNITIES)
                .then()
                .statusCode(403);
        as(role, community.slug())
                .body(Map.of("name", "Ours"))
                .patch(community.path(""))
                .then()
                .statusCode(403);
    }

    @Test
    void listsTheCommunitiesOfTheToken() {
        ACommunity ours = aCommunity().opened();
        ACommunity alsoOurs = aCommunity().opened();
        ACommunity theirs = aCommunity().opened();

        As.committee(ours.slug(), alsoOurs.slug())
                .get(COMMUNITIES)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items", hasItem(hasEntry("slug", ours.slug())))
                .body("items", hasItem(hasEntry("slug", alsoOurs.slug())))
                .body("items", not(hasItem(hasEntry("slug", theirs.slug()))));
        As.committee().get(COMMUNITIES).then().statusCode(200).body("items.size()", equalTo(0));
    }

    @Test
    void showsAnAdminAllCommunitiesInOrderPageByPage() {
        List<String> opened = List.of(
                aCommunity().opened().slug(),
                aCommunity().opened().slug(),
                aCommunity().opened().slug());

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = As.admin()
                    .queryParams(cursor == null ? Map.of("limit", 200) : Map.of("limit", 200, "cursor", cursor))
                    .get(COMMUNITIES)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.slug", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(seen).containsAll(opened).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void givesOperationsThePoliciesOfSeveralCommunitiesAtOnce() throws SQLException {
        ACommunity one = aCommunity()
                .with("expiryPolicy", Map.of("type", "after-months", "months", 6))
                .opened();
        ACommunity other = aCommunity().with("pickupDays", 3).opened();
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

    private static RequestSpecification as(String role, String slug) {
        return role.equals("committee") ? As.committee(slug) : As.integrator(slug);
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
