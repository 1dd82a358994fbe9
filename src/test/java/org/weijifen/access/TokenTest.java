package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
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
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.MovableClock;
import org.weijifen.platform.id.MemberId;

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
        assertThat(ask(FUXI, signed(HS256, claims("weijifen", inAnHour()), key.get()))
                        .expect(200)
                        .json()
                        .get("caller")
                        .textValue())
                .isEqualTo("0198c9a0-0000-7000-8000-000000000001");
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
        return tokens.forMember(new MemberId(member), "fuxi", UUID.randomUUID(), "client/" + UUID.randomUUID())
                .accessToken();
    }

    private static Reply ask(String path, String token) {
        return Api.here().with(token).get(path);
    }

    private static String claims(String issuer, long expiry) {
        return "{\"iss\":\"" + issuer
                + "\",\"sub\":\"0198c9a0-0000-7000-8000-000000000001\",\"jti\":\"0198c9a0-0000-7000-8000-000000000002\",\"role\":\"committee\",\"epoch\":0,"
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
