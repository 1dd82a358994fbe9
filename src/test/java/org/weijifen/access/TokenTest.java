package org.weijifen.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.As;
import org.weijifen.fixture.MovableClock;

@QuarkusTest
class TokenTest {
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String FUXI = "/test/communities/fuxi";

    @Inject
    SigningKey key;

    @Inject
    Tokens tokens;

    @Test
    void acceptsATokenOfOurs() throws GeneralSecurityException {
        ask(FUXI, signed(HS256, claims("weijifen", inAnHour()), key.get()))
                .statusCode(200)
                .body("caller", is("0198c9a0-0000-7000-8000-000000000001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FUXI, "/v1/users", "/v1/clients"})
    void answersNothingWithoutAToken(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .header("X-Request-Id", notNullValue())
                .body("code", is("unauthenticated"));
    }

    @Test
    void speaksEnglishToStrangersToo() {
        given().header("Accept-Language", "en").get(FUXI).then().body("title", is("Not signed in"));
    }

    @Test
    void refusesATokenWithoutSignature() {
        String header = encode("{\"alg\":\"none\"}");
        String claims = encode(claims("weijifen", inAnHour()));

        assertRefused(header + "." + claims + ".");
        assertRefused(header + "." + claims);
    }

    @Test
    void refusesATokenSignedWithAnotherKey() throws GeneralSecurityException {
        assertRefused(signed(HS256, claims("weijifen", inAnHour()), new SecretKeySpec(new byte[32], "HmacSHA256")));
    }

    @Test
    void refusesATokenSignedWithAnotherAlgorithm() throws GeneralSecurityException {
        SecretKey same = new SecretKeySpec(key.get().getEncoded(), "HmacSHA512");

        assertRefused(signed("{\"alg\":\"HS512\"}", claims("weijifen", inAnHour()), same));
    }

    @Test
    void refusesAnExpiredToken() throws GeneralSecurityException {
        assertRefused(signed(HS256, claims("weijifen", Instant.now().getEpochSecond() - 1), key.get()));
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
    void refusesATokenThatNeverExpires() throws GeneralSecurityException {
        String claims = claims("weijifen", inAnHour()).replaceAll(",\"exp\":\\d+", "");

        assertRefused(signed(HS256, claims, key.get()));
    }

    @Test
    void refusesATokenOfAnotherIssuer() throws GeneralSecurityException {
        assertRefused(signed(HS256, claims("elsewhere", inAnHour()), key.get()));
    }

    @Test
    void refusesATokenWhoseClaimsWereChanged() throws GeneralSecurityException {
        String[] parts =
                signed(HS256, claims("weijifen", inAnHour()), key.get()).split("\\.");
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
        String committee = As.committeeToken("fuxi", "mogan");

        ask(FUXI, committee).statusCode(200);
        ask("/test/communities/mogan", committee).statusCode(200);
        ask("/test/communities/dongli", committee)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", is("forbidden"))
                .body("detail", is("您的账号不能访问社区“dongli”。"));
        ask("/test/communities/dongli", As.integratorToken("fuxi")).statusCode(403);
        ask(
                        "/test/communities/dongli",
                        tokens.forMember(UUID.randomUUID(), "fuxi").accessToken())
                .statusCode(403);
        ask("/test/communities/dongli", As.adminToken()).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%64ongli", "dongli;fuxi", "fuxi%2F..%2Fdongli", "FUXI", "fuxi%20", "%66uxi%00"})
    void findsNoWayRoundItsCommunities(String community) {
        given().urlEncodingEnabled(false)
                .auth()
                .oauth2(As.committeeToken("fuxi"))
                .get("/test/communities/" + community)
                .then()
                .statusCode(403)
                .body("code", is("forbidden"));
    }

    @Test
    void worksOnlyInItsRole() {
        ask(FUXI + "/staff", As.committeeToken("fuxi")).statusCode(200);
        ask(FUXI + "/staff", As.integratorToken("fuxi")).statusCode(403).body("code", is("forbidden"));
        ask("/v1/users", As.committeeToken("fuxi")).statusCode(403);
        ask("/v1/clients", As.integratorToken("fuxi")).statusCode(403);
    }

    @Test
    void closesAMethodThatNamesNoRole() {
        ask(FUXI + "/forgotten", As.adminToken()).statusCode(403).body("code", is("forbidden"));
        given().get(FUXI + "/forgotten").then().statusCode(401);
    }

    @Test
    void letsAMemberSeeOnlyTheirOwn() {
        UUID own = UUID.randomUUID();
        String member = tokens.forMember(own, "fuxi").accessToken();
        UUID other = UUID.randomUUID();

        ask(FUXI + "/members/" + own, member).statusCode(200).body("memberId", is(own.toString()));
        ask(FUXI + "/members/" + own.toString().toUpperCase(), member).statusCode(200);
        ask(FUXI + "/members/me", member).statusCode(200).body("memberId", is(own.toString()));
        ask(FUXI + "/members/" + other, member).statusCode(403).body("code", is("forbidden"));
        ask(FUXI + "/members/x", member).statusCode(403);
        ask(FUXI + "/rows", member).statusCode(200).body("memberId", is(own.toString()));
        ask(FUXI + "/rows?memberId=me", member).statusCode(200).body("memberId", is(own.toString()));
        ask(FUXI + "/rows?memberId=" + own, member).statusCode(200);
        ask(FUXI + "/rows?memberId=" + other, member).statusCode(403);
        ask(FUXI + "/rows?memberId=" + own + "&memberId=" + other, member)
                .statusCode(400)
                .body("errors[0].code", is("duplicate"));
    }

    @ParameterizedTest
    @CsvSource({
        "/members/me, 404, not_found",
        "/members/7, 404, not_found",
        "/rows?memberId=me, 400, validation_failed",
        "/rows?memberId=7, 400, validation_failed"
    })
    void knowsNoSelfOfStaff(String path, int status, String code) {
        ask(FUXI + path, As.committeeToken("fuxi"))
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", is(code));
    }

    @Test
    void takesTheKeyOfAWrite() {
        given().auth()
                .oauth2(As.committeeToken("fuxi"))
                .header("Idempotency-Key", "order 7~")
                .header("X-Request-Id", "r-1")
                .header("Accept-Language", "en")
                .post(FUXI + "/writes")
                .then()
                .statusCode(200)
                .body("idempotencyKey", is("order 7~"))
                .body("requestId", is("r-1"))
                .body("locale", is("en"))
                .body("path", is(FUXI + "/writes"))
                .body("dryRun", is(false));
    }

    @Test
    void needsAKeyForAWriteButNotForADryRun() {
        String token = As.committeeToken("fuxi");

        given().auth()
                .oauth2(token)
                .post(FUXI + "/writes")
                .then()
                .statusCode(400)
                .body("code", is("idempotency_key_required"));
        given().auth()
                .oauth2(token)
                .post(FUXI + "/writes?dryRun=true")
                .then()
                .statusCode(200)
                .body("dryRun", is(true));
    }

    @Test
    void refusesAKeyThatCannotBeKept() {
        given().auth()
                .oauth2(As.committeeToken("fuxi"))
                .header("Idempotency-Key", "k".repeat(256))
                .post(FUXI + "/writes")
                .then()
                .statusCode(400)
                .body("code", is("validation_failed"))
                .body("errors[0].field", is("Idempotency-Key"));
    }

    private static void assertRefused(String token) {
        ask(FUXI, token)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", is("unauthenticated"));
    }

    private static ValidatableResponse ask(String path, String token) {
        return given().auth().oauth2(token).get(path).then();
    }

    private static String claims(String issuer, long expiry) {
        return "{\"iss\":\"" + issuer
                + "\",\"sub\":\"0198c9a0-0000-7000-8000-000000000001\",\"groups\":[\"committee\"],"
                + "\"communities\":[\"fuxi\"],\"iat\":" + Instant.now().getEpochSecond() + ",\"exp\":" + expiry + "}";
    }

    private static long inAnHour() {
        return Instant.now().getEpochSecond() + 3600;
    }

    private static String signed(String header, String claims, SecretKey key) throws GeneralSecurityException {
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
