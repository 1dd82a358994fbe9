package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.InParallel;

@QuarkusTest
class AccountTest {
    private static final String PASSWORD = Api.FIRST_PASSWORD;

    private final Api admin = Api.asAdmin();
    private final String username = "li." + UUID.randomUUID();

    @Test
    void givesATokenForAPassword() {
        Reply reply = post("/v1/tokens", Map.of("username", "admin", "password", "weijifen-demo"))
                .expect(200);

        assertThat(reply.header("Cache-Control")).contains("no-store");
        assertThat(reply.json().get("tokenType").textValue()).isEqualTo("Bearer");
        assertThat(reply.json().get("expiresIn").longValue()).isEqualTo(3600);
        assertThat(reply.json().get("accessToken").textValue()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void givesATokenForAClientSecret() {
        JsonNode client = create("/v1/clients", Map.of("name", "小程序", "communities", List.of("fuxi")));

        post(
                        "/v1/tokens",
                        Map.of(
                                "clientId",
                                client.get("clientId").textValue(),
                                "clientSecret",
                                client.get("clientSecret").textValue()))
                .expect(200);
    }

    @Test
    void tellsAWrongPasswordFromAnUnknownNameByNothing() {
        createUser();

        Reply wrong = post("/v1/tokens", Map.of("username", username, "password", "battery staple"));
        Reply unknown = post("/v1/tokens", Map.of("username", "no." + username, "password", PASSWORD));

        assertThat(wrong.expect(401).code()).isEqualTo("unauthenticated");
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(unknown.expect(401).json().get("detail"))
                .isEqualTo(wrong.json().get("detail"));
    }

    @ParameterizedTest
    @CsvSource({"not-an-id", "0198c9a0-0000-7000-8000-000000000001", "''"})
    void refusesUnknownClients(String clientId) {
        assertThat(post("/v1/tokens", Map.of("clientId", clientId, "clientSecret", "x"))
                        .expect(401)
                        .code())
                .isEqualTo("unauthenticated");
    }

    @Test
    void refusesAPasswordThatOnlyBeginsRight() {
        String longest = "seven magpies at noon, four lanterns at dusk, and nobody in the library!";
        create("/v1/users", user(longest));

        post("/v1/tokens", Map.of("username", username, "password", longest)).expect(200);
        post("/v1/tokens", Map.of("username", username, "password", longest + "x"))
                .expect(401);
    }

    @Test
    void needsExactlyOnePairOfCredentials() {
        assertThat(post("/v1/tokens", Map.of())
                        .expect(400)
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("one_of");

        JsonNode one = post("/v1/tokens", Map.of("username", "a")).expect(400).json();
        assertThat(one.at("/errors/0/field").textValue()).isEqualTo("password");
        assertThat(one.at("/errors/0/code").textValue()).isEqualTo("required");

        JsonNode three = post("/v1/tokens", Map.of("username", "a", "password", "b", "clientId", "c"))
                .expect(400)
                .json();
        assertThat(three.at("/errors/0/field").textValue()).isEqualTo("clientId");
        assertThat(three.at("/errors/0/code").textValue()).isEqualTo("both_given");

        assertThat(post("/v1/tokens", Map.of("username", "a", "password", "b", "remember", true))
                        .expect(400)
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("unknown_field");
    }

    @Test
    void slowsDownWhoGuesses() {
        createUser();
        for (int i = 0; i < 10; i++) {
            post("/v1/tokens", Map.of("username", username, "password", "guess " + i))
                    .expect(401);
        }

        Reply reply = post("/v1/tokens", Map.of("username", username, "password", PASSWORD))
                .expect(429);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Retry-After")).matches("[1-9]\\d?");
        assertThat(reply.code()).isEqualTo("too_many_requests");
        assertThat(reply.json().get("retryable").booleanValue()).isTrue();
        post("/v1/tokens", Map.of("username", "admin", "password", "weijifen-demo"))
                .expect(200);
    }

    @Test
    void holdsUpNobodyWhoKnowsThePassword() {
        createUser();

        for (int i = 0; i < 12; i++) {
            signIn(PASSWORD).expect(200);
        }
    }

    @Test
    void givesADisabledUserNoToken() {
        String id = createUser();

        assertThat(patch("/v1/users/" + id, Map.of("status", "disabled"))
                        .expect(200)
                        .json()
                        .get("status")
                        .textValue())
                .isEqualTo("disabled");
        signIn(PASSWORD).expect(401);

        patch("/v1/users/" + id, Map.of("status", "active")).expect(200);
        signIn(PASSWORD).expect(200);
    }

    @Test
    void givesADisabledClientNoToken() {
        JsonNode client = create("/v1/clients", Map.of("name", "小程序", "communities", List.of("fuxi")));

        assertThat(patch(
                                "/v1/clients/" + client.get("clientId").textValue(),
                                Map.of("status", "disabled", "name", "旧小程序"))
                        .expect(200)
                        .json()
                        .get("name")
                        .textValue())
                .isEqualTo("旧小程序");

        post(
                        "/v1/tokens",
                        Map.of(
                                "clientId",
                                client.get("clientId").textValue(),
                                "clientSecret",
                                client.get("clientSecret").textValue()))
                .expect(401);
    }

    @Test
    void changesAPassword() {
        String id = createUser();

        patch("/v1/users/" + id, Map.of("password", Api.PASSWORD)).expect(200);

        signIn(PASSWORD).expect(401);
        signIn(Api.PASSWORD).expect(200);
    }

    @Test
    void changesWhereAUserWorks() {
        String id = createUser();

        assertThat(patch("/v1/users/" + id, Map.of("communities", List.of("mogan")))
                        .expect(200)
                        .json()
                        .get("communities"))
                .extracting(JsonNode::textValue)
                .containsExactly("mogan");

        Api user = Api.here().signInFirst(username);
        user.get("/test/communities/mogan").expect(200);
        user.get("/test/communities/fuxi").expect(403);
    }

    @Test
    void takesNoPasswordAway() {
        String id = createUser();

        Map<String, Object> none = new HashMap<>();
        none.put("password", null);

        assertThat(patch("/v1/users/" + id, none)
                        .expect(400)
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("required");
    }

    @Test
    void keepsAnAdminFromLockingThemselvesOut() {
        String own = get("/test/communities/fuxi").json().get("caller").textValue();

        assertThat(patch("/v1/users/" + own, Map.of("status", "disabled"))
                        .expect(409)
                        .code())
                .isEqualTo("own_account");
    }

    @Test
    void givesAUserNameOnce() {
        createUser();

        Reply reply = admin.post("/v1/users", user(PASSWORD)).expect(409);

        assertThat(reply.code()).isEqualTo("username_taken");
        assertThat(reply.json().get("detail").textValue()).contains(username);
    }

    @ParameterizedTest
    @CsvSource({
        "username, 李娜, pattern",
        "username, LiNa, pattern",
        "password, eleven-char, size",
        "password, 密密密密密密密密密密密密密密密密密密密密密密密密密, size",
        "role, owner, invalid_value",
        "role, integrator, invalid_value"
    })
    void refusesAUserWithout(String field, String value, String violation) {
        Map<String, Object> wrong = new java.util.HashMap<>(user(PASSWORD));
        wrong.put(field, value);

        Reply reply = admin.post("/v1/users", wrong).expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo(field);
        assertThat(reply.json().at("/errors/0/code").textValue()).isEqualTo(violation);
    }

    @Test
    void refusesCommunitiesThatCannotBeSlugs() {
        JsonNode answer = admin.post("/v1/clients", Map.of("name", "x", "communities", List.of("fuxi", "Fu Xi")))
                .expect(400)
                .json();

        assertThat(answer.at("/errors/0/field").textValue()).isEqualTo("communities[1]");
        assertThat(answer.at("/errors/0/code").textValue()).isEqualTo("pattern");
    }

    @Test
    void showsAUserButNeverTheSecret() {
        String id = createUser();

        Reply reply = get("/v1/users/" + id).expect(200);

        assertThat(reply.json().get("username").textValue()).isEqualTo(username);
        assertThat(reply.json().get("role").textValue()).isEqualTo("committee");
        assertThat(reply.json().get("communities"))
                .extracting(JsonNode::textValue)
                .containsExactly("fuxi");
        assertThat(reply.json().get("status").textValue()).isEqualTo("active");
        assertThat(reply.json().get("createdAt").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
        assertThat(reply.json().hasNonNull("password")).isFalse();
        assertThat(reply.body()).doesNotContain("$2a$");
    }

    @Test
    void findsNoUserOrClientUnderAnotherId() {
        String unknown = "/0198c9a0-0000-7000-8000-000000000001";

        assertThat(get("/v1/users" + unknown).expect(404).code()).isEqualTo("not_found");
        assertThat(get("/v1/clients" + unknown).expect(404).code()).isEqualTo("not_found");
        get("/v1/users/7").expect(404);
        patch("/v1/users" + unknown, Map.of()).expect(404);
        patch("/v1/clients" + unknown, Map.of()).expect(404);
    }

    @Test
    void listsAllUsersPageByPage() {
        String id = createUser();

        List<String> seen = new ArrayList<>();
        String cursor = null;
        assertThat(get("/v1/users?limit=200").expect(200).json().get("items").findValuesAsText("username"))
                .contains("admin");
        do {
            JsonNode page = get("/v1/users?limit=50" + (cursor == null ? "" : "&cursor=" + cursor))
                    .expect(200)
                    .json();
            seen.addAll(page.get("items").findValuesAsText("id"));
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(seen).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void listsClientsWithoutTheirSecrets() {
        String id = create("/v1/clients", Map.of("name", "小程序", "communities", List.of()))
                .get("clientId")
                .textValue();
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Reply reply = get("/v1/clients?limit=200" + (cursor == null ? "" : "&cursor=" + cursor))
                    .expect(200);
            assertThat(reply.body()).doesNotContain("clientSecret", "$2a$");
            JsonNode page = reply.json();
            seen.addAll(page.get("items").findValuesAsText("clientId"));
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(seen).contains(id);
    }

    @Test
    void refusesCursorsOfElsewhere() {
        assertThat(get("/v1/users?cursor=abc").expect(400).code()).isEqualTo("invalid_cursor");
        assertThat(get("/v1/users?limit=0").expect(400).json().get("errors").findValuesAsText("field"))
                .contains("limit");
    }

    @Test
    void refusesToStartWithAPoorPassword() {
        assertThatThrownBy(() -> FirstAdmin.requireSafe("eleven-char"))
                .hasMessageContaining("WEIJIFEN_ADMIN_PASSWORD")
                .hasMessageContaining("longer")
                .hasMessageNotContaining("eleven-char");
        assertThatThrownBy(() -> FirstAdmin.requireSafe("长".repeat(25))).hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> FirstAdmin.requireSafe("weijifen-demo")).hasMessageContaining("published");
        assertThatThrownBy(() -> FirstAdmin.requireSafe("administrator-2026"))
                .hasMessageContaining("easy to guess")
                .hasMessageNotContaining("administrator");
        assertThatCode(() -> FirstAdmin.requireSafe(PASSWORD)).doesNotThrowAnyException();
    }

    private String createUser() {
        return create("/v1/users", user(PASSWORD)).get("id").textValue();
    }

    private Map<String, Object> user(String password) {
        return Map.of("username", username, "password", password, "role", "committee", "communities", List.of("fuxi"));
    }

    private JsonNode create(String path, Object body) {
        Reply created = admin.post(path, body).expect(201);
        assertThat(created.header("Location")).contains(path + "/");
        return created.json();
    }

    private Reply signIn(String password) {
        return post("/v1/tokens", Map.of("username", username, "password", password));
    }

    private Reply get(String path) {
        return admin.get(path);
    }

    private Reply patch(String path, Object body) {
        return admin.patch(path, body);
    }

    private static Reply post(String path, Object body) {
        return Api.here().post(path, body);
    }

    @Test
    void parallelChangesOfOneUserAllStay() {
        for (int round = 0; round < 10; round++) {
            String username = "user-" + UUID.randomUUID();
            String path = "/v1/users/"
                    + admin.post("/v1/users", Api.staff(username, "fuxi"))
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
