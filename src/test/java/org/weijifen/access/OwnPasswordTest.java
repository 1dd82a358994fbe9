package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.InParallel;

/** Two people are two people: nobody knows the password that another one works with. */
@QuarkusTest
class OwnPasswordTest {
    private static final String OWN_PASSWORD = "/v1/me/password";
    private static final String FIRST = Api.FIRST_PASSWORD;
    private static final String CHOSEN = Api.PASSWORD;

    /** What is open to somebody who has to change their password. */
    private static final Set<String> OPEN = Set.of("createToken", "getMe", "changeOwnPassword");

    private final Api admin = Api.asAdmin();
    private final String username = "li." + UUID.randomUUID();

    @Test
    void aPasswordOfSomebodyElseIsGoodForNothingButItsChange() throws Exception {
        for (Map<String, Object> role : List.<Map<String, Object>>of(
                Map.of("role", "committee", "communities", List.of("fuxi")),
                Map.of("role", "admin", "communities", List.of()))) {
            String name = "li." + UUID.randomUUID();
            Map<String, Object> user = new HashMap<>(role);
            user.putAll(Map.of("username", name, "password", FIRST));
            admin.post("/v1/users", user).expect(201);
            Api first = Api.here().signIn(name, FIRST);
            Set<String> open = new TreeSet<>();
            int tried = 0;
            for (ApiDocument.Operation operation : ApiDocument.operations()) {
                if (operation.id().equals("endToken")) {
                    continue;
                }
                Reply reply = operation.replay(first);
                if (!Set.of("forbidden", "password_change_required").contains(reply.code())) {
                    open.add(operation.id());
                } else if (reply.code().equals("password_change_required")) {
                    tried++;
                    assertThat(reply.status()).isEqualTo(403);
                }
            }

            // What the example of a change has for a current password is another one's.
            assertThat(open).isEqualTo(OPEN);
            assertThat(tried).isGreaterThan(80);
            assertThat(first.get("/v1/me").json().get("pending").toString()).isEqualTo("[\"password_change\"]");
            first.send("DELETE", "/v1/tokens/current", null, null, Map.of()).expect(204);
        }
    }

    @Test
    void theAnswerToAChangeIsATokenForEverythingElse() {
        String path = createUser();
        Api first = Api.here().signIn(username, FIRST);
        assertThat(first.get("/v1/communities").expect(403).code()).isEqualTo("password_change_required");

        Reply changed = change(first, FIRST, CHOSEN).expect(200);

        assertThat(changed.json().get("tokenType").asText()).isEqualTo("Bearer");
        first.get("/v1/me").expect(401);
        first.with(changed.json().get("accessToken").asText())
                .get("/v1/communities")
                .expect(200);
        Api.here().signIn(username, CHOSEN).get("/v1/communities").expect(200);
        assertThat(signIn(FIRST).status()).isEqualTo(401);
        assertThat(admin.get(path).json().get("passwordChangeRequired").asBoolean())
                .isFalse();
    }

    @Test
    void aPasswordThatAnAdminSetsAnewHasToBeChangedAgain() {
        String path = createUser();
        Api.here().signInFirst(username);

        admin.patch(path, Map.of("password", "nobody in the library")).expect(200);

        assertThat(admin.get(path).json().get("passwordChangeRequired").asBoolean())
                .isTrue();
        Api again = Api.here().signIn(username, "nobody in the library");
        assertThat(again.get("/v1/communities").code()).isEqualTo("password_change_required");
    }

    @Test
    void theFirstAdminNeedNotChangeTheirs() {
        Api.here().signIn("admin", Api.ADMIN_PASSWORD).get("/v1/users").expect(200);
    }

    @Test
    void nobodySetsTheirOwnPasswordWithoutTheOldOne() {
        String own = admin.patch("/v1/me", Map.of()).json().get("id").asText();

        Reply refused =
                admin.patch("/v1/users/" + own, Map.of("password", CHOSEN)).expect(409);

        assertThat(refused.code()).isEqualTo("own_account");
        assertThat(refused.json().get("detail").asText()).contains(OWN_PASSWORD);
        Api.here().signIn("admin", Api.ADMIN_PASSWORD);
    }

    @Test
    void wantsTheCurrentPassword() {
        createUser();
        Api first = Api.here().signIn(username, FIRST);

        Reply refused = change(first, CHOSEN, "nobody in the library").expect(400);

        assertThat(field(refused)).isEqualTo("currentPassword wrong_password");
        signIn(FIRST).expect(200);
    }

    @Test
    void wantsAnotherPassword() {
        createUser();

        assertThat(field(
                        change(Api.here().signIn(username, FIRST), FIRST, FIRST).expect(400)))
                .isEqualTo("newPassword password_unchanged");
    }

    @Test
    void countsWrongCurrentPasswordsLikeWrongSignIns() {
        createUser();
        Api first = Api.here().signIn(username, FIRST).with("X-Forwarded-For", "198.51.100.7");
        for (int i = 0; i < 10; i++) {
            change(first, "guess number " + i, CHOSEN).expect(400);
        }

        Reply refused = change(first, FIRST, CHOSEN).expect(429);

        assertThat(refused.header("Retry-After")).matches("[1-9]\\d?");
        assertThat(Api.here()
                        .with("X-Forwarded-For", "198.51.100.7")
                        .post("/v1/tokens", Map.of("username", username, "password", FIRST))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void oneOfTwoChangesAtATimeIsMade() {
        createUser();
        Api first = Api.here().signIn(username, FIRST);

        List<Reply> changed = InParallel.times(2, i -> change(first, FIRST, CHOSEN + " " + i));

        // The other one finds its current password wrong, or its token ended.
        assertThat(changed).extracting(Reply::status).contains(200).containsAnyOf(400, 401);
        int one = changed.get(0).status() == 200 ? 0 : 1;
        signIn(CHOSEN + " " + one).expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "eleven-char, size",
        "🦊🦊🦊🦊🦊🦊, size",
        "seven magpies at noon and four lanterns at dusk and nobody in the library, size",
        "weijifen-demo, published_password",
        "Weijifen-Demo, published_password",
        "weijifen-demo1, password_of_names",
        "微积分微积分微积分微积分, repetitive_password",
        "Weijifen@2026, password_of_names",
        "counter-7counter, password_of_names",
        "counter-72026, password_of_names",
        "C0unter-7!!!, password_of_names",
        "wang.xiaoming, password_of_names",
        "Wang Xiaoming, password_of_names",
        "password1234, common_password",
        "Password1234!, common_password",
        "administrator, common_password",
        "Summer2026!!, common_password",
        "woaini1314520, common_password",
        "1qaz2wsx3edc, common_password",
        "20260101abcd, common_password",
        "aaaaaaaaaaaa, repetitive_password",
        "abcabcabcabc, repetitive_password",
        "passwordpassword, repetitive_password",
        "密密密密密密密密密密密密, repetitive_password",
        "abcdefghijkl, repetitive_password",
        "qwertyuiop[], repetitive_password"
    })
    void refusesWhatIsEasilyGuessed(String password, String code) {
        assertThat(PasswordRule.broken(password, "counter-7", "Wang Xiaoming")).contains(code);
    }

    @ParameterizedTest
    @CsvSource({
        "🦊🦊🦊🦊🦊🦊, size",
        "weijifen-demo, published_password",
        "Wang Xiaoming, password_of_names",
        "password1234, common_password",
        "abcabcabcabc, repetitive_password"
    })
    void refusesItWhereverItIsSet(String password, String code) {
        Map<String, Object> user = new HashMap<>(Api.staff(username, "fuxi"));
        user.put("displayName", "Wang Xiaoming");
        String path = "/v1/users/"
                + admin.post("/v1/users", user).expect(201).json().get("id").asText();
        Api first = Api.here().signIn(username, FIRST);
        user.putAll(Map.of("username", "x" + username, "password", password));

        assertThat(field(admin.post("/v1/users", user).expect(400))).isEqualTo("password " + code);
        assertThat(field(admin.patch(path, Map.of("password", password)).expect(400)))
                .isEqualTo("password " + code);
        assertThat(field(change(first, FIRST, password).expect(400))).isEqualTo("newPassword " + code);
        signIn(FIRST).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "four lanterns at dusk",
                "zsfz9WvqG-YLx0Pa",
                "王小明今天去买了三斤苹果",
                "jintiantianqihenhao",
                "a-password-of-tests",
                " correct horse battery "
            })
    void takesWhatIsHardToGuess(String password) {
        assertThat(PasswordRule.broken(password, "counter-7", "Wang Xiaoming")).isEmpty();
    }

    @Test
    void systemsAndMembersHaveNoPassword() {
        Stream.of(Api.asIntegrator("fuxi"), Api.asMember("fuxi", "01998c00-0000-7000-8000-000000000101"))
                .forEach(caller ->
                        assertThat(change(caller, FIRST, CHOSEN).code()).isEqualTo("forbidden"));
    }

    @Test
    void peopleSayWhatTheyAreCalled() {
        String path = createUser();
        Api user = Api.here().signInFirst(username);
        assertThat(admin.get(path).json().get("displayName").asText()).isEqualTo(username);

        Reply changed = user.patch("/v1/me", Map.of("displayName", "王主任")).expect(200);

        assertThat(changed.json().get("displayName").asText()).isEqualTo("王主任");
        assertThat(admin.get(path).json().get("displayName").asText()).isEqualTo("王主任");
        assertThat(user.send("PATCH", "/v1/me", "{\"displayName\":\"李主任\"}", null, Map.of("If-Match", "\"another\""))
                        .code())
                .isEqualTo("precondition_failed");
        admin.patch(path, Map.of("displayName", "李主任")).expect(200);
        assertThat(user.patch("/v1/me", Map.of()).json().get("displayName").asText())
                .isEqualTo("李主任");
        Map<String, Object> none = new HashMap<>();
        none.put("displayName", null);
        user.patch("/v1/me", none).expect(200);
        assertThat(admin.get(path).json().get("displayName").asText()).isEqualTo(username);
        assertThat(field(user.patch("/v1/me", Map.of("displayName", " ")).expect(400)))
                .isEqualTo("displayName text");
        assertThat(field(user.patch("/v1/me", Map.of("displayName", "王".repeat(101)))
                        .expect(400)))
                .isEqualTo("displayName size");
        assertThat(field(user.patch("/v1/me", Map.of("role", "admin")).expect(400)))
                .isEqualTo("role unknown_field");
    }

    private String createUser() {
        return "/v1/users/"
                + admin.post("/v1/users", Api.staff(username, "fuxi"))
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
    }

    private static Reply change(Api user, String current, String wanted) {
        return user.put(OWN_PASSWORD, Map.of("currentPassword", current, "newPassword", wanted));
    }

    private Reply signIn(String password) {
        return Api.here().post("/v1/tokens", Map.of("username", username, "password", password));
    }

    private static String field(Reply refused) {
        return refused.json().at("/errors/0/field").asText() + " "
                + refused.json().at("/errors/0/code").asText();
    }
}
