package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.id.MemberId;

@QuarkusTest
class TokenTest {
    private static final String UNKNOWN_KEY = "0198c9a0-0000-7000-8000-0000000000ff";
    /** The demo's counter. */
    private static final String SUBJECT = "01998c00-0000-7000-8000-000000000501";

    private static final String FUXI = "/test/communities/fuxi";

    /** Bounds of {@code iat} are on whole seconds, and a test must not wait for the next one. */
    private static final int CLOCK_SKEW_SECONDS = 5;

    @Inject
    SigningKeys keys;

    @Inject
    AccessConfig config;

    @Inject
    Tokens tokens;

    /** Of the demo's counter, whom other tests change. */
    private static int epoch;

    @BeforeEach
    void readEpoch() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select epoch from access_user where id = '" + SUBJECT + "'")) {
            row.next();
            epoch = row.getInt(1);
        }
    }

    @Test
    void acceptsATokenOfOurs() throws GeneralSecurityException {
        assertThat(ask(FUXI, ours(claims("weijifen", inAnHour())))
                        .expect(200)
                        .json()
                        .get("caller")
                        .textValue())
                .isEqualTo(SUBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {FUXI, "/v1/users", "/v1/clients"})
    void answersNothingWithoutAToken(String path) {
        Reply reply = Api.here().get(path).expect(401);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reply.header("X-Request-Id")).isNotEmpty();
        assertThat(reply.code()).isEqualTo("unauthenticated");
    }

    @Test
    void speaksEnglishToStrangersToo() {
        assertThat(Api.here()
                        .with("Accept-Language", "en")
                        .get(FUXI)
                        .json()
                        .get("title")
                        .textValue())
                .isEqualTo("Not signed in");
    }

    @Test
    void refusesATokenWithoutSignature() {
        String claims = encode(claims("weijifen", inAnHour()));
        for (String algorithm : List.of("none", "None", "NONE", "")) {
            String header = encode(header("\"alg\":\"" + algorithm + "\""));

            assertRefused(header + "." + claims + ".");
            assertRefused(header + "." + claims);
        }
        String header = encode(header("\"alg\":\"HS256\""));
        assertRefused(header + "." + claims + ".");
        assertRefused(header + "." + claims);
    }

    @Test
    void refusesASignatureThatWasCutOrChanged() throws GeneralSecurityException {
        String token = ours(claims("weijifen", inAnHour()));
        int signature = token.lastIndexOf('.') + 1;

        assertRefused(token.substring(0, token.length() - 1));
        assertRefused(token.substring(0, signature + 10));
        assertRefused(token + "A");
        assertRefused(token.substring(0, signature)
                + (token.charAt(signature) == 'A' ? 'B' : 'A')
                + token.substring(signature + 1));
        ask(FUXI, token).expect(200);
    }

    @Test
    void refusesATokenSignedWithAnotherKey() throws GeneralSecurityException {
        String claims = claims("weijifen", inAnHour());

        assertRefused(signed(ourHeader(), claims, new SecretKeySpec(new byte[32], "HmacSHA256")));
        assertRefused(signed(ourHeader(), claims, new SecretKeySpec(new byte[1], "HmacSHA256")));
        assertRefused(signed(
                ourHeader(),
                claims,
                new SecretKeySpec(keys.signing().id().toString().getBytes(), "HmacSHA256")));
    }

    /** Whoever reads the database has the rows, and not the keys. */
    @Test
    void refusesATokenSignedWithWhatTheDatabaseShows() throws Exception {
        List<String> shown;
        try (Connection connection = TestDatabase.asSuperuser()) {
            shown = TestDatabase.texts(
                    connection,
                    "select encode(secret, 'base64') from signing_key where id = '"
                            + keys.signing().id() + "'");
        }
        byte[] stored = Base64.getMimeDecoder().decode(shown.get(0));
        String claims = claims("weijifen", inAnHour());

        assertThat(stored).hasSize(69);
        for (int from = 0; from + 32 <= stored.length; from++) {
            assertRefused(signed(ourHeader(), claims, new SecretKeySpec(stored, from, 32, "HmacSHA256")));
        }
        assertRefused(signed(ourHeader(), claims, new SecretKeySpec(stored, "HmacSHA256")));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(keys.signing().secret().getEncoded(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({"HS384, HmacSHA384", "HS512, HmacSHA512"})
    void refusesATokenSignedWithAnotherAlgorithm(String name, String algorithm) throws GeneralSecurityException {
        SecretKey same = new SecretKeySpec(keys.signing().secret().getEncoded(), algorithm);

        assertRefused(signed(header("\"alg\":\"" + name + "\""), claims("weijifen", inAnHour()), same));
    }

    /** Signed with our key, so that nothing but the header tells them from ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"alg\":\"RS256\"",
                "\"alg\":\"ES256\"",
                "\"alg\":\"hs256\"",
                "\"alg\":7",
                "\"alg\":null",
                "\"typ\":\"JWT\"",
                "\"alg\":\"HS256\",\"crit\":[\"exp\"]",
                "\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1",
                "\"alg\":\"HS256\",\"alg\":\"none\"",
                "\"alg\":\"dir\",\"enc\":\"A256GCM\""
            })
    void refusesOtherHeaders(String header) throws GeneralSecurityException {
        assertRefused(ours(header(header), claims("weijifen", inAnHour())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":null}",
                "{\"alg\":\"HS256\",\"kid\":\"\"}",
                "{\"alg\":\"HS256\",\"kid\":1}",
                "{\"alg\":\"HS256\",\"kid\":true}",
                "{\"alg\":\"HS256\",\"kid\":[\"KEY\"]}",
                "{\"alg\":\"HS256\",\"kid\":{\"kid\":\"KEY\"}}",
                "{\"alg\":\"HS256\",\"kid\":\" KEY\"}",
                "{\"alg\":\"HS256\",\"kid\":\"KEY\\u0000\"}",
                "{\"alg\":\"HS256\",\"KID\":\"KEY\"}",
                "{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}",
                "{\"alg\":\"HS256\",\"kid\":\"' or 1=1 --\"}",
                "{\"alg\":\"HS256\",\"kid\":\"" + UNKNOWN_KEY + "\"}",
                "{\"alg\":\"HS256\",\"kid\":\"" + UNKNOWN_KEY + "\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
                "{\"alg\":\"HS256\",\"kid\":\"" + UNKNOWN_KEY + "\",\"jku\":\"http://127.0.0.1/keys\"}",
                "{\"alg\":\"HS256\",\"kid\":\"" + UNKNOWN_KEY + "\",\"x5u\":\"http://127.0.0.1/keys\"}",
                "[]",
                "\"text\"",
                ""
            })
    void refusesAKeyIdThatIsNotOneOfOurs(String header) throws GeneralSecurityException {
        assertRefused(ours(header.replace("KEY", keys.signing().id().toString()), claims("weijifen", inAnHour())));
    }

    @Test
    void takesNoKeyFromTheHeader() throws GeneralSecurityException {
        byte[] secret = new byte[32];
        String theirs = "\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\"}";

        assertRefused(signed(header(theirs), claims("weijifen", inAnHour()), new SecretKeySpec(secret, "HmacSHA256")));
    }

    @Test
    void refusesAnExpiredToken() throws GeneralSecurityException {
        assertRefused(ours(claims("weijifen", Instant.now().getEpochSecond() - 1)));
    }

    /** Whoever has stolen a key signs for no longer than we do. */
    @Test
    void refusesATokenThatIsGoodForLongerThanOurs() throws GeneralSecurityException {
        String[] parts = Api.asCommittee("fuxi").token().split("\\.");
        JsonNode account = Api.tree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        long now = Instant.now().getEpochSecond();
        long life = config.tokenTtl().toSeconds();

        ask(FUXI, ours(of(account, claimsOf(now, now + life)))).expect(200);
        ask(FUXI, ours(of(account, claimsOf(now - life + 60, now + 60)))).expect(200);
        assertRefused(ours(of(account, claimsOf(now, now + life + 1))));
        assertRefused(ours(of(account, claimsOf(now, now + Duration.ofDays(3650).toSeconds()))));
        assertRefused(ours(of(account, claimsOf(now - life, now + 60))));
        assertRefused(ours(of(account, claimsOf("0", Long.toString(Long.MAX_VALUE)))));
        assertRefused(ours(of(account, claimsOf("-" + Long.MAX_VALUE, Long.toString(now + 60)))));
        assertRefused(ours(of(account, claimsOf("0", "1e300"))));
    }

    private static String of(JsonNode account, String claims) {
        return claims.replaceAll("\"sub\":\"[^\"]*\"", "\"sub\":" + account.get("sub"))
                .replaceAll("\"epoch\":\\d+", "\"epoch\":" + account.get("epoch"));
    }

    @Test
    void refusesATokenOfTheFuture() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();

        // The service's clock has moved on a little when it looks.
        assertRefused(ours(claimsOf(now + 60, now + 120)));
        assertRefused(ours(claimsOf(now + 10 * CLOCK_SKEW_SECONDS, now + 600)));
        ask(FUXI, ours(claimsOf(now + CLOCK_SKEW_SECONDS, now + 600))).expect(200);
        assertRefused(ours(claims("weijifen", inAnHour()).replace("\"iat\"", "\"nbf\":" + (now + 60) + ",\"iat\"")));
    }

    @ParameterizedTest
    @CsvSource({
        "iat, ''",
        "exp, ''",
        "sub, ''",
        "iss, ''",
        "iat, '\"now\"'",
        "exp, '\"later\"'",
        "exp, null",
        "iat, null",
        "exp, '[1]'"
    })
    void refusesATokenWithoutWhatEachHas(String claim, String instead) throws GeneralSecurityException {
        String claims = claims("weijifen", inAnHour())
                .replaceAll(
                        "\"" + claim + "\":(\"[^\"]*\"|\\d+),?",
                        instead.isEmpty() ? "" : "\"" + claim + "\":" + instead + ",")
                .replaceAll(",}$", "}");

        assertThat(claims).isNotEqualTo(claims("weijifen", inAnHour()));
        assertRefused(ours(claims));
    }

    @Test
    void refusesATokenThatHasExpiredSinceItWorked() {
        Api signedIn = Api.here().signIn("admin", Api.ADMIN_PASSWORD);
        String token = signedIn.token();
        Api.here().with(token).get("/v1/communities").expect(200);

        MovableClock.advance(Duration.ofHours(1));
        try {
            assertRefused(token);
        } finally {
            MovableClock.reset();
        }
    }

    @Test
    void refusesATokenOfAnotherIssuer() throws GeneralSecurityException {
        assertRefused(ours(claims("elsewhere", inAnHour())));
    }

    @Test
    void refusesATokenWhoseClaimsWereChanged() throws GeneralSecurityException {
        String[] parts = ours(claims("weijifen", inAnHour())).split("\\.");
        String promoted = encode(claims("weijifen", inAnHour()).replace("committee", "admin"));

        assertRefused(parts[0] + "." + promoted + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "e30.e30.", "\"quoted\""})
    void refusesWhatIsNoToken(String text) {
        assertRefused(text);
    }

    @Test
    void worksOnlyInItsCommunities() {
        Api committee = Api.asCommittee("fuxi", "mogan");

        committee.get(FUXI).expect(200);
        committee.get("/test/communities/mogan").expect(200);
        Reply reply = committee.get("/test/communities/dongli").expect(403);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("forbidden");
        assertThat(reply.json().get("detail").textValue()).isEqualTo("您的账号不能访问社区“dongli”。");
        Api.asIntegrator("fuxi").get("/test/communities/dongli").expect(403);
        ask("/test/communities/dongli", tokenOf(UUID.randomUUID())).expect(403);
        Api.asAdmin().get("/test/communities/dongli").expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%64ongli", "dongli;fuxi", "fuxi%2F..%2Fdongli", "FUXI", "fuxi%20", "%66uxi%00"})
    void findsNoWayRoundItsCommunities(String community) {
        assertThat(Api.asCommittee("fuxi")
                        .get("/test/communities/" + community)
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    void worksOnlyInItsRole() {
        Api.asCommittee("fuxi").get(FUXI + "/staff").expect(200);
        assertThat(Api.asIntegrator("fuxi").get(FUXI + "/staff").expect(403).code())
                .isEqualTo("forbidden");
        Api.asCommittee("fuxi").get("/v1/users").expect(403);
        Api.asIntegrator("fuxi").get("/v1/clients").expect(403);
    }

    @Test
    void closesAMethodThatNamesNoRole() {
        assertThat(Api.asAdmin().get(FUXI + "/forgotten").expect(403).code()).isEqualTo("forbidden");
        Api.here().get(FUXI + "/forgotten").expect(401);
    }

    @Test
    void letsAMemberSeeOnlyTheirOwn() {
        UUID own = UUID.randomUUID();
        String member = tokenOf(own);
        UUID other = UUID.randomUUID();

        assertThat(ask(FUXI + "/members/" + own, member)
                        .expect(200)
                        .json()
                        .get("memberId")
                        .textValue())
                .isEqualTo(own.toString());
        ask(FUXI + "/members/" + own.toString().toUpperCase(), member).expect(200);
        assertThat(ask(FUXI + "/members/me", member)
                        .expect(200)
                        .json()
                        .get("memberId")
                        .textValue())
                .isEqualTo(own.toString());
        assertThat(ask(FUXI + "/members/" + other, member).expect(403).code()).isEqualTo("forbidden");
        ask(FUXI + "/members/x", member).expect(403);
        assertThat(ask(FUXI + "/rows", member)
                        .expect(200)
                        .json()
                        .get("memberId")
                        .textValue())
                .isEqualTo(own.toString());
        assertThat(ask(FUXI + "/rows?memberId=me", member)
                        .expect(200)
                        .json()
                        .get("memberId")
                        .textValue())
                .isEqualTo(own.toString());
        ask(FUXI + "/rows?memberId=" + own, member).expect(200);
        ask(FUXI + "/rows?memberId=" + other, member).expect(403);
        assertThat(ask(FUXI + "/rows?memberId=" + own + "&memberId=" + other, member)
                        .expect(400)
                        .json()
                        .at("/errors/0/code")
                        .textValue())
                .isEqualTo("duplicate");
    }

    @ParameterizedTest
    @CsvSource({
        "/members/me, 404, not_found",
        "/members/7, 404, not_found",
        "/rows?memberId=me, 400, validation_failed",
        "/rows?memberId=7, 400, validation_failed"
    })
    void knowsNoSelfOfStaff(String path, int status, String code) {
        Reply reply = Api.asCommittee("fuxi").get(FUXI + path).expect(status);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void takesTheKeyOfAWrite() {
        JsonNode answer = Api.asCommittee("fuxi")
                .with("X-Request-Id", "r-1")
                .with("Accept-Language", "en")
                .post(FUXI + "/writes", null, "order 7~")
                .expect(200)
                .json();

        assertThat(answer.get("idempotencyKey").textValue()).isEqualTo("order 7~");
        assertThat(answer.get("requestId").textValue()).isEqualTo("r-1");
        assertThat(answer.get("locale").textValue()).isEqualTo("en");
        assertThat(answer.get("path").textValue()).isEqualTo(FUXI + "/writes");
        assertThat(answer.get("dryRun").toString()).isEqualTo("false");
    }

    @Test
    void needsAKeyForAWriteButNotForADryRun() {
        Api staff = Api.asCommittee("fuxi");

        assertThat(staff.post(FUXI + "/writes", null, null).expect(400).code()).isEqualTo("idempotency_key_required");
        assertThat(staff.post(FUXI + "/writes?dryRun=true", null, null)
                        .expect(200)
                        .json()
                        .get("dryRun")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void refusesAKeyThatCannotBeKept() {
        Reply reply = Api.asCommittee("fuxi")
                .post(FUXI + "/writes", null, "k".repeat(256))
                .expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo("Idempotency-Key");
    }

    private static void assertRefused(String token) {
        Reply reply = ask(FUXI, token).expect(401);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reply.code()).isEqualTo("unauthenticated");
    }

    private String tokenOf(UUID member) {
        return tokens.forMember(new MemberId(member), "fuxi", UUID.randomUUID(), new Minter("user/" + SUBJECT, epoch))
                .accessToken();
    }

    private static Reply ask(String path, String token) {
        return Api.here().with(token).get(path);
    }

    private static String claims(String issuer, long expiry) {
        return "{\"iss\":\"" + issuer
                + "\",\"sub\":\"" + SUBJECT
                + "\",\"jti\":\"0198c9a0-0000-7000-8000-000000000002\",\"role\":\"committee\",\"epoch\":" + epoch + ","
                + "\"communities\":[\"fuxi\"],\"iat\":" + Instant.now().getEpochSecond() + ",\"exp\":" + expiry + "}";
    }

    private static String claimsOf(long issued, long expiry) {
        return claimsOf(Long.toString(issued), Long.toString(expiry));
    }

    private static String claimsOf(String issued, String expiry) {
        return claims("weijifen", 0)
                .replaceAll("\"iat\":\\d+", "\"iat\":" + issued)
                .replace("\"exp\":0", "\"exp\":" + expiry);
    }

    /** A header that names the key we sign with. */
    private String header(String others) {
        return "{" + others + ",\"kid\":\"" + keys.signing().id() + "\"}";
    }

    private String ourHeader() {
        return header("\"alg\":\"HS256\",\"typ\":\"JWT\"");
    }

    private String ours(String claims) throws GeneralSecurityException {
        return ours(ourHeader(), claims);
    }

    private String ours(String header, String claims) throws GeneralSecurityException {
        return signed(header, claims, keys.signing().secret());
    }

    private static long inAnHour() {
        return Instant.now().getEpochSecond() + 3600;
    }

    static String signed(String header, String claims, SecretKey key) throws GeneralSecurityException {
        String text = encode(header) + "." + encode(claims);
        Mac mac = Mac.getInstance(key.getAlgorithm());
        mac.init(key);
        byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
