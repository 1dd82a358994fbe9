package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.EarlierSchema;
import org.weijifen.fixture.MovableClock;
import org.weijifen.platform.Ids;
import org.weijifen.platform.KeyEncryption;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

@QuarkusTest
class SigningKeysTest {
    private static final String PATH = "/v1/signing-keys";
    private static final String ANY = "/v1/me";

    private final Api admin = Api.asAdmin();

    @Inject
    SigningKeys keys;

    @Inject
    UnknownKeys unknownKeys;

    @Inject
    KeyEncryption encryption;

    @Inject
    Writes writes;

    /** Others of these tests have made one. */
    @BeforeEach
    void waitForTheNextKey() {
        if (last(list()).get("status").asText().equals("next")) {
            MovableClock.set(Instant.parse(last(list()).get("signsFrom").asText()));
        }
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void anotherKeySignsAndNobodyIsSignedOut() {
        Api before = Api.asCommittee("fuxi");
        String old = signing(list());

        JsonNode after = rotated();

        assertThat(signing(list())).isEqualTo(old);
        assertThat(last(after).get("status").asText()).isEqualTo("next");
        Api meanwhile = Api.asCommittee("fuxi");
        assertThat(keyOf(meanwhile)).isEqualTo(old);
        MovableClock.advance(KeyRing.SPREADING);
        String next = last(after).get("kid").asText();
        assertThat(signing(list())).isEqualTo(next);
        assertThat(statusOf(old)).isEqualTo("verifying");
        Api later = Api.asCommittee("fuxi");
        assertThat(keyOf(later)).isEqualTo(next);
        for (Api each : List.of(before, meanwhile, later)) {
            each.get(ANY).expect(200);
        }
    }

    @Test
    void makesNoOtherKeyWhileOneWaits() {
        JsonNode first = rotated();

        assertThat(admin.post(PATH, null).expect(200).json()).isEqualTo(first);
    }

    @Test
    void endsAKeyAndWhatItHasSigned() {
        String next = last(rotated()).get("kid").asText();
        MovableClock.advance(KeyRing.SPREADING);
        Api staff = Api.asCommittee("fuxi");
        Api integrator = Api.asIntegrator("fuxi");
        Committee community = Committee.aCommittee(Api.asAdmin());
        Api member = Api.asMember(community.slug(), community.aMember());
        List<Api> signedByNext = List.of(staff, integrator, member);
        for (Api each : signedByNext) {
            assertThat(keyOf(each)).isEqualTo(next);
            each.get(ANY).expect(200);
        }
        Reply refused = delete(next).expect(409);
        assertThat(refused.code()).isEqualTo("signing_key_in_use");
        rotated();
        assertThat(delete(next).expect(409).code()).isEqualTo("signing_key_in_use");
        MovableClock.advance(KeyRing.SPREADING);
        for (Api each : signedByNext) {
            each.get(ANY).expect(200);
        }

        JsonNode left = delete(next).expect(200).json();

        assertThat(left.findValuesAsText("kid")).doesNotContain(next).isNotEmpty();
        for (Api each : signedByNext) {
            assertThat(each.get(ANY).expect(401).code()).isEqualTo("unauthenticated");
        }
        assertThat(delete(next).expect(404).code()).isEqualTo("not_found");
        Api.asCommittee("fuxi").get(ANY).expect(200);
    }

    @Test
    void endsAKeyBeforeItSigns() {
        String next = last(rotated()).get("kid").asText();
        String signs = signing(list());

        delete(next).expect(200);

        MovableClock.advance(KeyRing.SPREADING);
        assertThat(signing(list())).isEqualTo(signs);
    }

    @Test
    void showsNoSecret() {
        String shown = admin.get(PATH).expect(200).body();
        assertThat(keys.all()).isNotEmpty().allSatisfy(key -> {
            byte[] secret = key.secret().getEncoded();
            assertThat(shown)
                    .doesNotContain(
                            Base64.getEncoder().withoutPadding().encodeToString(secret),
                            Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                            HexFormat.of().formatHex(secret));
        });
        for (JsonNode key : list().get("items")) {
            assertThat(key.properties())
                    .extracting(property -> property.getKey())
                    .isSubsetOf("kid", "status", "createdAt", "signsFrom", "verifiesUntil");
        }
    }

    @Test
    void isForAdministratorsOnly() {
        Committee community = Committee.aCommittee(admin);
        String signs = signing(list());
        for (Api other : List.of(
                Api.asCommittee(community.slug()),
                Api.asIntegrator(community.slug()),
                Api.asMember(community.slug(), community.aMember()))) {
            for (String method : List.of("GET", "POST")) {
                other.send(method, PATH, null, null, Map.of()).expect(403);
            }
            other.send("DELETE", PATH + "/" + signs, null, null, Map.of()).expect(403);
        }
    }

    /** Another instance may make keys at any time; it has signed with this one before we have read it. */
    @Test
    void readsTheKeysOnceMoreForATokenOfAnUnknownOne() throws Exception {
        String[] parts = Api.asCommittee("fuxi").token().split("\\.");
        byte[] secret = Secrets.newKey();
        UUID id = Ids.next();
        String header = "{\"alg\":\"HS256\",\"kid\":\"" + id + "\"}";
        String token = TokenTest.signed(
                header,
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8),
                new SecretKeySpec(secret, "HmacSHA256"));
        Api signedElsewhere = Api.here().with(token);
        signedElsewhere.get(ANY).expect(401);

        insert(id, -1000, secret, Instant.now());

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> signedElsewhere.get(ANY).status() == 200);
        delete(id.toString()).expect(200);
        signedElsewhere.get(ANY).expect(401);
    }

    /** The thread that verifies may not wait for the database. */
    @Test
    void readsTheKeysBeforeItVerifiesATokenOfAnUnknownOne() {
        UUID id = Ids.next();
        insert(id, -1001, Secrets.newKey(), Instant.now());
        String header = "{\"alg\":\"HS256\",\"kid\":\"" + Ids.next() + "\"}";
        String madeUp = Base64.getUrlEncoder().encodeToString(header.getBytes(StandardCharsets.US_ASCII)) + ".e30.AAAA";
        AtomicInteger readings = new AtomicInteger();
        AuthenticationRequestContext context = work -> {
            readings.incrementAndGet();
            return Uni.createFrom().item(work.get());
        };
        TokenAuthenticationRequest request = new TokenAuthenticationRequest(new TokenCredential(madeUp, "bearer"));

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(unknownKeys.authenticate(request, context).await().indefinitely())
                    .isNull();
            return readings.get() > 0;
        });

        assertThat(keys.verifying(id)).isPresent();
        delete(id.toString()).expect(200);
    }

    /** Anybody can make up ids of keys, and none of them may cost a look-up. */
    @Test
    void readsTheKeysOnceInASecondAtMost() {
        long begin = System.nanoTime();
        int readings = 0;
        for (int i = 0; i < 1_000_000; i++) {
            readings += keys.mayReadAgain() ? 1 : 0;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);

        assertThat(readings).isLessThanOrEqualTo((int) seconds + 1);
    }

    @Test
    void anotherKeySignsByItselfAfterThirtyDays() {
        List<UUID> before = ids();
        Instant newest = keys.all().get(before.size() - 1).createdAt();
        MovableClock.set(newest.plus(Duration.ofDays(30)).minusSeconds(60));
        keys.rotateWhenOld();
        assertThat(ids()).isEqualTo(before);

        MovableClock.set(newest.plus(Duration.ofDays(30)).plusSeconds(1));
        keys.rotateWhenOld();
        keys.rotateWhenOld();

        List<UUID> after = new ArrayList<>(ids());
        assertThat(after).hasSize(before.size() + 1).containsAll(before);
        after.removeAll(before);
        Api.asAdmin()
                .send("DELETE", PATH + "/" + after.get(0), null, null, Map.of())
                .expect(200);
    }

    @Test
    void forgetsAKeyWhenAllItsTokensHaveExpired() throws Exception {
        UUID ended = Ids.next();
        UUID following = Ids.next();
        Instant longAgo = Instant.now().minus(Duration.ofDays(60));
        insert(ended, -2000, Secrets.newKey(), longAgo);
        insert(
                following,
                -1999,
                Secrets.newKey(),
                Instant.now().minus(KeyRing.VERIFYING).minus(KeyRing.SPREADING));
        keys.readAgain();
        assertThat(keys.verifying(ended)).isEmpty();
        assertThat(keys.verifying(following)).isPresent();
        assertThat(ids()).contains(ended, following);
        assertThat(list().findValuesAsText("kid")).doesNotContain(ended.toString());

        keys.forgetEnded();

        assertThat(ids()).doesNotContain(ended).contains(following);
        delete(following.toString()).expect(200);
    }

    /** Whoever has an old backup would go on signing. */
    @Test
    void aKeyThatStoodInClearDoesNotOutliveTheUpgrade() throws SQLException {
        EarlierSchema before = new EarlierSchema("clear_key");
        try {
            before.migrateTo("36");
            before.execute(
                    "insert into signing_key (id, secret, created_at) values (1, decode(repeat('ab', 32), 'hex'), now())");

            before.migrateTo("latest");

            assertThat(before.texts("select id from signing_key")).isEmpty();
        } finally {
            before.drop();
        }
    }

    private void insert(UUID id, int generation, byte[] secret, Instant createdAt) {
        byte[] context = ("signing_key/" + id).getBytes(StandardCharsets.US_ASCII);
        writes.write(new SqlQuery(
                "insert into signing_key (id, generation, secret, created_at) values (?, ?, ?, ?)",
                id,
                generation,
                encryption.encrypt(secret, context),
                OffsetDateTime.ofInstant(createdAt, ZoneOffset.UTC))::update);
    }

    private List<UUID> ids() {
        return keys.all().stream().map(SigningKey::id).toList();
    }

    private JsonNode rotated() {
        return Api.asAdmin().post(PATH, null).expect(200).json();
    }

    private JsonNode list() {
        return Api.asAdmin().get(PATH).expect(200).json();
    }

    private static Reply delete(String kid) {
        return Api.asAdmin().send("DELETE", PATH + "/" + kid, null, null, Map.of());
    }

    private static JsonNode last(JsonNode keys) {
        return keys.get("items").get(keys.get("items").size() - 1);
    }

    private static String signing(JsonNode keys) {
        List<String> signing = new ArrayList<>();
        keys.get("items").forEach(key -> {
            if (key.get("status").asText().equals("signing")) {
                signing.add(key.get("kid").asText());
            }
        });
        assertThat(signing).hasSize(1);
        return signing.get(0);
    }

    private String statusOf(String kid) {
        for (JsonNode key : list().get("items")) {
            if (key.get("kid").asText().equals(kid)) {
                return key.get("status").asText();
            }
        }
        return "none";
    }

    /** The key id in the header of a token. */
    private static String keyOf(Api caller) {
        String header = caller.token().substring(0, caller.token().indexOf('.'));
        return Api.tree(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .get("kid")
                .asText();
    }
}
