package org.weijifen.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.As;
import org.weijifen.fixture.InParallel;

@QuarkusTest
class AccountTest {
    private static final String PASSWORD = "correct horse";

    private String admin;
    private String username;

    @BeforeEach
    void signInAsAdmin() {
        admin = As.adminToken();
        username = "li." + UUID.randomUUID();
    }

    @Test
    void givesATokenForAPassword() {
        post("/v1/tokens", Map.of("username", "admin", "password", "weijifen-demo"))
                .statusCode(200)
                .header("Cache-Control", containsString("no-store"))
                .body("tokenType", is("Bearer"))
                .body("expiresIn", is(3600))
                .body("accessToken", matchesPattern("[\\w-]+\\.[\\w-]+\\.[\\w-]+"));
    }

    @Test
    void givesATokenForAClientSecret() {
        JsonPath client = create("/v1/clients", Map.of("name", "小程序", "communities", List.of("fuxi")));

        post(
                        "/v1/tokens",
                        Map.of(
                                "clientId",
                                client.getString("clientId"),
                                "clientSecret",
                                client.getString("clientSecret")))
                .statusCode(200);
    }

    @Test
    void tellsAWrongPasswordFromAnUnknownNameByNothing() {
        createUser();

        String wrong = post("/v1/tokens", Map.of("username", username, "password", "battery staple"))
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", is("unauthenticated"))
                .extract()
                .path("detail");
        String unknown = post("/v1/tokens", Map.of("username", "no." + username, "password", PASSWORD))
                .statusCode(401)
                .extract()
                .path("detail");

        assertThat(unknown).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({"not-an-id", "0198c9a0-0000-7000-8000-000000000001", "''"})
    void refusesUnknownClients(String clientId) {
        post("/v1/tokens", Map.of("clientId", clientId, "clientSecret", "x"))
                .statusCode(401)
                .body("code", is("unauthenticated"));
    }

    @Test
    void refusesAPasswordThatOnlyBeginsRight() {
        String longest = "p".repeat(72);
        create("/v1/users", user(longest)).getString("id");

        post("/v1/tokens", Map.of("username", username, "password", longest)).statusCode(200);
        post("/v1/tokens", Map.of("username", username, "password", longest + "x"))
                .statusCode(401);
    }

    @Test
    void needsExactlyOnePairOfCredentials() {
        post("/v1/tokens", Map.of()).statusCode(400).body("errors[0].code", is("one_of"));
        post("/v1/tokens", Map.of("username", "a"))
                .statusCode(400)
                .body("errors[0].field", is("password"))
                .body("errors[0].code", is("required"));
        post("/v1/tokens", Map.of("username", "a", "password", "b", "clientId", "c"))
                .statusCode(400)
                .body("errors[0].field", is("clientId"))
                .body("errors[0].code", is("both_given"));
        post("/v1/tokens", Map.of("username", "a", "password", "b", "remember", true))
                .statusCode(400)
                .body("errors[0].code", is("unknown_field"));
    }

    @Test
    void slowsDownWhoGuesses() {
        createUser();
        for (int i = 0; i < 10; i++) {
            post("/v1/tokens", Map.of("username", username, "password", "guess " + i))
                    .statusCode(401);
        }

        post("/v1/tokens", Map.of("username", username, "password", PASSWORD))
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d?"))
                .body("code", is("too_many_requests"))
                .body("retryable", is(true));
        post("/v1/tokens", Map.of("username", "admin", "password", "weijifen-demo"))
                .statusCode(200);
    }

    @Test
    void holdsUpNobodyWhoKnowsThePassword() {
        createUser();

        for (int i = 0; i < 12; i++) {
            signIn(PASSWORD).statusCode(200);
        }
    }

    @Test
    void givesADisabledUserNoToken() {
        String id = createUser();

        patch("/v1/users/" + id, Map.of("status", "disabled")).statusCode(200).body("status", is("disabled"));
        signIn(PASSWORD).statusCode(401);

        patch("/v1/users/" + id, Map.of("status", "active")).statusCode(200);
        signIn(PASSWORD).statusCode(200);
    }

    @Test
    void givesADisabledClientNoToken() {
        JsonPath client = create("/v1/clients", Map.of("name", "小程序", "communities", List.of("fuxi")));

        patch("/v1/clients/" + client.getString("clientId"), Map.of("status", "disabled", "name", "旧小程序"))
                .statusCode(200)
                .body("name", is("旧小程序"));

        post(
                        "/v1/tokens",
                        Map.of(
                                "clientId",
                                client.getString("clientId"),
                                "clientSecret",
                                client.getString("clientSecret")))
                .statusCode(401);
    }

    @Test
    void changesAPassword() {
        String id = createUser();

        patch("/v1/users/" + id, Map.of("password", "battery staple")).statusCode(200);

        signIn(PASSWORD).statusCode(401);
        signIn("battery staple").statusCode(200);
    }

    @Test
    void changesWhereAUserWorks() {
        String id = createUser();

        patch("/v1/users/" + id, Map.of("communities", List.of("mogan")))
                .statusCode(200)
                .body("communities", is(List.of("mogan")));

        String token = signIn(PASSWORD).extract().path("accessToken");
        given().auth().oauth2(token).get("/test/communities/mogan").then().statusCode(200);
        given().auth().oauth2(token).get("/test/communities/fuxi").then().statusCode(403);
    }

    @Test
    void takesNoPasswordAway() {
        String id = createUser();

        Map<String, Object> none = new HashMap<>();
        none.put("password", null);

        patch("/v1/users/" + id, none).statusCode(400).body("errors[0].code", is("required"));
    }

    @Test
    void keepsAnAdminFromLockingThemselvesOut() {
        String own = get("/test/communities/fuxi").extract().path("caller");

        patch("/v1/users/" + own, Map.of("status", "disabled")).statusCode(409).body("code", is("own_account"));
    }

    @Test
    void givesAUserNameOnce() {
        createUser();

        given().auth()
                .oauth2(admin)
                .contentType(ContentType.JSON)
                .body(user(PASSWORD))
                .post("/v1/users")
                .then()
                .statusCode(409)
                .body("code", is("username_taken"))
                .body("detail", containsString(username));
    }

    @ParameterizedTest
    @CsvSource({
        "username, 李娜, pattern",
        "username, LiNa, pattern",
        "password, short, size",
        "password, 密密密密密密密密密密密密密密密密密密密密密密密密密, size",
        "role, owner, invalid_value",
        "role, integrator, invalid_value"
    })
    void refusesAUserWithout(String field, String value, String violation) {
        Map<String, Object> wrong = new java.util.HashMap<>(user(PASSWORD));
        wrong.put(field, value);

        given().auth()
                .oauth2(admin)
                .contentType(ContentType.JSON)
                .body(wrong)
                .post("/v1/users")
                .then()
                .statusCode(400)
                .body("code", is("validation_failed"))
                .body("errors[0].field", is(field))
                .body("errors[0].code", is(violation));
    }

    @Test
    void refusesCommunitiesThatCannotBeSlugs() {
        given().auth()
                .oauth2(admin)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "x", "communities", List.of("fuxi", "Fu Xi")))
                .post("/v1/clients")
                .then()
                .statusCode(400)
                .body("errors[0].field", is("communities[1]"))
                .body("errors[0].code", is("pattern"));
    }

    @Test
    void showsAUserButNeverTheSecret() {
        String id = createUser();

        get("/v1/users/" + id)
                .statusCode(200)
                .body("username", is(username))
                .body("role", is("committee"))
                .body("communities", is(List.of("fuxi")))
                .body("status", is("active"))
                .body("createdAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"))
                .body("password", nullValue())
                .body(not(containsString("$2a$")));
    }

    @Test
    void findsNoUserOrClientUnderAnotherId() {
        String unknown = "/0198c9a0-0000-7000-8000-000000000001";

        get("/v1/users" + unknown).statusCode(404).body("code", is("not_found"));
        get("/v1/clients" + unknown).statusCode(404).body("code", is("not_found"));
        get("/v1/users/7").statusCode(404);
        patch("/v1/users" + unknown, Map.of()).statusCode(404);
        patch("/v1/clients" + unknown, Map.of()).statusCode(404);
    }

    @Test
    void listsAllUsersPageByPage() {
        String id = createUser();

        List<String> seen = new ArrayList<>();
        String cursor = null;
        get("/v1/users?limit=200").statusCode(200).body("items.username", hasItem("admin"));
        do {
            JsonPath page = get("/v1/users?limit=50" + (cursor == null ? "" : "&cursor=" + cursor))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.id"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(seen).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void listsClientsWithoutTheirSecrets() {
        String id = create("/v1/clients", Map.of("name", "小程序", "communities", List.of()))
                .getString("clientId");
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = get("/v1/clients?limit=200" + (cursor == null ? "" : "&cursor=" + cursor))
                    .statusCode(200)
                    .body(not(containsString("ecret")))
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.clientId"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(seen).contains(id);
    }

    @Test
    void refusesCursorsOfElsewhere() {
        get("/v1/users?cursor=abc").statusCode(400).body("code", is("invalid_cursor"));
        get("/v1/users?limit=0").statusCode(400).body("errors.field", hasItem("limit"));
    }

    @Test
    void refusesToStartWithAShortPassword() {
        assertThatThrownBy(() -> FirstAdmin.requireSafe("1234567"))
                .hasMessageContaining("WEIJIFEN_ADMIN_PASSWORD")
                .hasMessageContaining("longer")
                .hasMessageNotContaining("1234567");
        assertThatThrownBy(() -> FirstAdmin.requireSafe("长".repeat(25))).hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> FirstAdmin.requireSafe("weijifen-demo")).hasMessageContaining("published");
        assertThatCode(() -> FirstAdmin.requireSafe("12345678")).doesNotThrowAnyException();
    }

    private String createUser() {
        return create("/v1/users", user(PASSWORD)).getString("id");
    }

    private Map<String, Object> user(String password) {
        return Map.of("username", username, "password", password, "role", "committee", "communities", List.of("fuxi"));
    }

    private JsonPath create(String path, Object body) {
        return given().auth()
                .oauth2(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .header("Location", containsString(path + "/"))
                .extract()
                .jsonPath();
    }

    private ValidatableResponse signIn(String password) {
        return post("/v1/tokens", Map.of("username", username, "password", password));
    }

    private ValidatableResponse get(String path) {
        return given().auth().oauth2(admin).get(path).then();
    }

    private ValidatableResponse patch(String path, Object body) {
        return given().auth()
                .oauth2(admin)
                .contentType(ContentType.JSON)
                .body(body)
                .patch(path)
                .then();
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    @Test
    void parallelChangesOfOneUserAllStay() {
        Api admin = Api.asAdmin();
        for (int round = 0; round < 10; round++) {
            String username = "user-" + UUID.randomUUID();
            String path = "/v1/users/"
                    + admin.post("/v1/users", As.staff(username, "fuxi"))
                            .expect(201)
                            .json()
                            .get("id")
                            .asText();

            InParallel.times(2, i -> admin.patch(
                            path, i == 0 ? Map.of("status", "disabled") : Map.of("communities", List.of("xinghua")))
                    .expect(200));

            JsonNode user = admin.get(path).expect(200).json();
            assertThat(user.get("status").asText()).isEqualTo("disabled");
            assertThat(user.get("communities").get(0).asText()).isEqualTo("xinghua");
        }
    }
}
