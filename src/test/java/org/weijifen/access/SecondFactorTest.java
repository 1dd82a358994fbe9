package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Authenticator;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestDatabase;

@QuarkusTest
class SecondFactorTest {
    private static final String FACTOR = "/v1/me/second-factor";
    private static final Map<String, String> PROOF = Map.of("currentPassword", Api.PASSWORD);

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final String username = "li." + UUID.randomUUID();
    private final String path = "/v1/users/"
            + admin.post("/v1/users", Api.staff(username, community.slug()))
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();
    private Api user = Api.here().signInFirst(username);

    @AfterEach
    void asksNobodyAnyMore() {
        // The admin's token of that time is from before anybody asked for it.
        MovableClock.reset();
        requireFactor(false);
    }

    /** The first value of RFC 6238, appendix B, in six digits. */
    @Test
    void makesTheCodesOfTheStandard() {
        assertThat(Authenticator.code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Instant.ofEpochSecond(59)))
                .isEqualTo("287082");
    }

    @Test
    void asksForACodeOnceItIsConfirmed() {
        Reply begun = user.post(FACTOR, PROOF, null).expect(200);
        String secret = begun.json().get("secret").asText();
        assertThat(begun.json().get("uri").asText())
                .startsWith("otpauth://totp/Weijifen%3A" + username)
                .contains("secret=" + secret, "issuer=Weijifen", "algorithm=SHA1", "digits=6", "period=30");
        signIn(null).expect(200);

        Api before = user;
        JsonNode confirmed = confirmed(Authenticator.code(secret));

        assertThat(confirmed.get("recoveryCodes")).hasSize(10);
        before.get("/v1/me").expect(401);
        user.get("/v1/communities").expect(200);
        assertThat(admin.get(path).json().get("secondFactor").asBoolean()).isTrue();
        tick();
        signIn(Authenticator.code(secret)).expect(200);
    }

    @Test
    void tellsARightPasswordFromAWrongOneByNothing() {
        String secret = enrol();
        tick();

        List<Reply> refused = List.of(
                signIn(null),
                signIn(""),
                signIn("000000"),
                Api.here()
                        .post(
                                "/v1/tokens",
                                Map.of(
                                        "username",
                                        username,
                                        "password",
                                        "a guess",
                                        "code",
                                        Authenticator.code(secret))),
                Api.here().post("/v1/tokens", Map.of("username", "no." + username, "password", Api.PASSWORD)));

        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.expect(401).code()).isEqualTo("unauthenticated");
            assertThat(reply.json().get("detail"))
                    .isEqualTo(refused.get(0).json().get("detail"));
        });
        signIn(Authenticator.code(secret)).expect(200);
    }

    @Test
    void aCodeIsGoodOnceAndNoneBeforeItAfterwards() {
        String secret = enrol();
        tick();
        String before = Authenticator.code(secret);
        tick();

        signIn(Authenticator.code(secret)).expect(200);

        signIn(Authenticator.code(secret)).expect(401);
        signIn(before).expect(401);
    }

    @Test
    void aCodeOfTwoWhoSendItAtOnceIsGoodForOne() {
        String secret = enrol();
        tick();
        String code = Authenticator.code(secret);

        assertThat(InParallel.times(2, i -> signIn(code)))
                .extracting(Reply::status)
                .containsExactlyInAnyOrder(200, 401);
    }

    @Test
    void takesTheCodesOfOneStepBeforeAndAfter() {
        String secret = enrol();
        // The beginning of a step, so that the test ends within it.
        long later = Instant.now().getEpochSecond() / Authenticator.PERIOD.toSeconds() + 100;
        Instant time = Instant.ofEpochSecond(later * Authenticator.PERIOD.toSeconds());
        MovableClock.set(time);

        signIn(Authenticator.code(secret, time.minus(Authenticator.PERIOD.multipliedBy(2))))
                .expect(401);
        signIn(Authenticator.code(secret, time.plus(Authenticator.PERIOD.multipliedBy(3))))
                .expect(401);
        signIn(Authenticator.code(secret, time.minus(Authenticator.PERIOD))).expect(200);
        signIn(Authenticator.code(secret, time.plus(Authenticator.PERIOD))).expect(200);
    }

    @Test
    void aRecoveryCodeIsGoodOnce() {
        String secret = user.post(FACTOR, PROOF, null).json().get("secret").asText();
        JsonNode codes = confirmed(Authenticator.code(secret)).get("recoveryCodes");

        signIn(codes.get(0).asText()).expect(200);
        signIn(codes.get(1).asText().replace("-", " ").toUpperCase(Locale.ROOT)).expect(200);

        signIn(codes.get(0).asText()).expect(401);
        tick();
        signIn(Authenticator.code(secret)).expect(200);
    }

    @Test
    void countsWrongCodesLikeWrongSignIns() {
        String secret = enrol();
        tick();
        for (int i = 0; i < 10; i++) {
            signIn("00000" + i).expect(401);
        }

        signIn(Authenticator.code(secret)).expect(429);
    }

    @Test
    void wantsTheFirstCodeAndCountsWrongOnes() {
        assertThat(confirm(user, "123456").code()).isEqualTo("second_factor_not_begun");
        String secret = user.post(FACTOR, PROOF, null).json().get("secret").asText();
        String other = user.post(FACTOR, PROOF, null).json().get("secret").asText();

        assertThat(field(confirm(user, Authenticator.code(secret)).expect(400))).isEqualTo("code wrong_code");
        confirmed(Authenticator.code(other));

        assertThat(confirm(user, Authenticator.code(other)).code()).isEqualTo("second_factor_enrolled");
        assertThat(user.post(FACTOR, PROOF, null).code()).isEqualTo("second_factor_enrolled");
        for (int i = 0; i < 10; i++) {
            remove(Map.of("code", "guess " + i));
        }
        assertThat(remove(Map.of("code", "one more")).status()).isEqualTo(429);
    }

    @Test
    void goesByACodeAndNotByThePassword() {
        String secret = enrol();
        assertThat(field(remove(Map.of()).expect(400))).isEqualTo("code required");
        assertThat(field(remove(Map.of("password", Api.PASSWORD)).expect(400))).isEqualTo("password unknown_field");
        assertThat(field(remove(Map.of("code", "a guess")).expect(400))).isEqualTo("code wrong_code");

        tick();
        removed(Map.of("code", Authenticator.code(secret)));
        signIn(null).expect(200);
    }

    /** Else they could put their own factor in the place of the owner's password. */
    @Test
    void whoHasOnlyGotHoldOfATokenCannotEnrol() {
        assertThat(field(user.post(FACTOR, Map.of(), null).expect(400))).isEqualTo("currentPassword required");
        assertThat(field(user.post(FACTOR, Map.of("currentPassword", "a guess"), null)
                        .expect(400)))
                .isEqualTo("currentPassword wrong_password");

        signIn(null).expect(200);
    }

    @Test
    void anAdminTakesAnothersAwayAndNotTheirOwn() {
        enrol();
        String own = admin.patch("/v1/me", Map.of()).json().get("id").asText();

        assertThat(admin.send("DELETE", "/v1/users/" + own + "/second-factor", null, null, Map.of())
                        .code())
                .isEqualTo("own_account");
        assertThat(user.send("DELETE", path + "/second-factor", null, null, Map.of())
                        .code())
                .isEqualTo("forbidden");
        JsonNode reset = admin.send("DELETE", path + "/second-factor", null, null, Map.of())
                .expect(200)
                .json();

        assertThat(reset.get("secondFactor").asBoolean()).isFalse();
        user.get("/v1/me").expect(401);
        signIn(null).expect(200);
    }

    @Test
    void aCommunityAsksForItOfWhoApprovesThereAndOfAdmins() {
        String colleague = newAdmin();
        assertThat(community.get("").json().get("secondFactorRequired").asBoolean())
                .isFalse();
        requireFactor(true);

        Api pending = Api.here().signIn(username, Api.PASSWORD);
        assertThat(pending.get(community.path("")).expect(403).code()).isEqualTo("second_factor_required");
        assertThat(pending.put(
                                "/v1/me/password",
                                Map.of("currentPassword", Api.PASSWORD, "newPassword", Api.FIRST_PASSWORD))
                        .code())
                .isEqualTo("second_factor_required");
        assertThat(Api.here().signIn(colleague, Api.PASSWORD).get("/v1/users").code())
                .isEqualTo("second_factor_required");

        String secret = pending.post(FACTOR, PROOF, null)
                .expect(200)
                .json()
                .get("secret")
                .asText();
        user = pending;
        confirmed(Authenticator.code(secret));
        user.get(community.path("")).expect(200);
        tick();
        Api.here()
                .with(signIn(Authenticator.code(secret))
                        .expect(200)
                        .json()
                        .get("accessToken")
                        .asText())
                .get(community.path(""))
                .expect(200);

        tick();
        removed(Map.of("code", Authenticator.code(secret)));
        assertThat(user.get(community.path("")).code()).isEqualTo("second_factor_required");
    }

    @Test
    void asksNobodyOfAnotherCommunityNorWhoApprovesNothing() {
        Committee elsewhere = aCommittee(admin);
        String merchant = community.merchant();
        requireFactor(true);

        Api.asCommittee(elsewhere.slug()).get(elsewhere.path("")).expect(200);
        Api.asStaff(Map.of(community.slug(), List.of("counter", "reviewer")))
                .get(community.path(""))
                .expect(200);
        Api.asMerchant(community.slug(), merchant)
                .get(community.path("/merchants/" + merchant))
                .expect(200);
    }

    @Test
    void thePasswordComesFirst() {
        requireFactor(true);
        admin.patch(path, Map.of("password", Api.FIRST_PASSWORD)).expect(200);
        Api both = Api.here().signIn(username, Api.FIRST_PASSWORD);
        assertThat(both.post(FACTOR, PROOF, null).code()).isEqualTo("password_change_required");

        String next = both.put(
                        "/v1/me/password", Map.of("currentPassword", Api.FIRST_PASSWORD, "newPassword", Api.PASSWORD))
                .expect(200)
                .json()
                .get("accessToken")
                .asText();

        assertThat(both.with(next).get(community.path("")).code()).isEqualTo("second_factor_required");
        both.with(next).post(FACTOR, PROOF, null).expect(200);
    }

    @Test
    void thePolicyIsEditedAsTheOthersAre() {
        JsonNode opened = admin.post(
                        "/v1/communities",
                        Map.of(
                                "slug",
                                "f" + UUID.randomUUID().toString().substring(0, 12),
                                "name",
                                "A",
                                "secondFactorRequired",
                                true))
                .expect(201)
                .json();
        assertThat(opened.get("secondFactorRequired").asBoolean()).isTrue();
        String opening = "/v1/communities/" + opened.get("slug").asText();

        admin.patch(opening, Map.of("pickupDays", 3)).expect(200);
        assertThat(admin.get(opening).json().get("secondFactorRequired").asBoolean())
                .isTrue();
        Map<String, Object> none = new HashMap<>();
        none.put("secondFactorRequired", null);
        assertThat(admin.patch(opening, none)
                        .expect(200)
                        .json()
                        .get("secondFactorRequired")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aRecoveryCodeIsGoodWhenTheKeyOfTheSecretIsLost() throws SQLException {
        String secret = user.post(FACTOR, PROOF, null).json().get("secret").asText();
        JsonNode codes = confirmed(Authenticator.code(secret)).get("recoveryCodes");
        try (Connection connection = TestDatabase.asSuperuser()) {
            connection
                    .createStatement()
                    .execute("update access_user set second_factor_secret = decode('01' || repeat('ff', 60), 'hex')"
                            + " where username = '" + username + "'");
        }
        tick();

        signIn(Authenticator.code(secret)).expect(401);
        signIn(codes.get(0).asText()).expect(200);
    }

    /** Whoever reads the database or a backup gets neither the secret nor a recovery code. */
    @Test
    void keepsTheSecretEncryptedAndRecoveryCodesAsHashes() throws SQLException {
        String secret = user.post(FACTOR, PROOF, null).json().get("secret").asText();
        JsonNode codes = confirmed(Authenticator.code(secret)).get("recoveryCodes");

        List<String> row = new ArrayList<>();
        try (Connection connection = TestDatabase.asSuperuser();
                ResultSet found = connection
                        .createStatement()
                        .executeQuery(
                                "select encode(second_factor_secret, 'escape'), u::text from access_user u where username = '"
                                        + username + "'")) {
            found.next();
            row.add(found.getString(1));
            row.add(found.getString(2));
        }

        assertThat(row).allSatisfy(text -> {
            assertThat(text).isNotBlank().doesNotContain(secret);
            codes.forEach(code -> assertThat(text)
                    .doesNotContain(code.asText())
                    .doesNotContain(code.asText().replace("-", "")));
        });
    }

    private String newAdmin() {
        String name = "boss." + UUID.randomUUID();
        admin.post(
                        "/v1/users",
                        Map.of(
                                "username",
                                name,
                                "password",
                                Api.FIRST_PASSWORD,
                                "role",
                                "admin",
                                "communities",
                                List.of()))
                .expect(201);
        Api.here().signInFirst(name);
        return name;
    }

    private void requireFactor(boolean required) {
        community.patch("", Map.of("secondFactorRequired", required)).expect(200);
    }

    private String enrol() {
        String secret =
                user.post(FACTOR, PROOF, null).expect(200).json().get("secret").asText();
        confirmed(Authenticator.code(secret));
        return secret;
    }

    /** Goes on with the token of the answer, as those before have ended. */
    private JsonNode confirmed(String code) {
        JsonNode answer = confirm(user, code).expect(200).json();
        user = user.with(answer.at("/token/accessToken").asText());
        return answer;
    }

    private void removed(Map<String, String> proof) {
        user = user.with(remove(proof).expect(200).json().get("accessToken").asText());
    }

    private static Reply confirm(Api caller, String code) {
        return caller.post(FACTOR + "/confirmation", Map.of("code", code), null);
    }

    private Reply remove(Map<String, String> proof) {
        return user.post(FACTOR + "/removal", proof, null);
    }

    private Reply signIn(String code) {
        Map<String, String> credentials = new HashMap<>(Map.of("username", username, "password", Api.PASSWORD));
        if (code != null) {
            credentials.put("code", code);
        }
        return Api.here().post("/v1/tokens", credentials, null);
    }

    /** To the next step, in which there is another code. */
    private static void tick() {
        MovableClock.advance(Authenticator.PERIOD);
    }

    private static String field(Reply refused) {
        return refused.json().at("/errors/0/field").asText() + " "
                + refused.json().at("/errors/0/code").asText();
    }
}
