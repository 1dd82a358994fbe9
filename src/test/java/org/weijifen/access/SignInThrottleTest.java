package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** Addresses are those of {@code X-Forwarded-For}: tests are a trusted proxy. */
@QuarkusTest
class SignInThrottleTest {
    private static final int FLOOD = 320;
    private static final int ATTEMPTS = 10;
    private static final int ATTEMPTS_OF_AN_ADDRESS = 3 * ATTEMPTS;
    private static final String PASSWORD = Api.FIRST_PASSWORD;
    private static final Map<String, String> ADMIN = Map.of("username", "admin", "password", Api.ADMIN_PASSWORD);

    private final Api anybody = Api.here();
    private final String username = "staff-" + UUID.randomUUID();
    private final String home = anAddress();

    static Stream<IntFunction<String>> origins() {
        String one = anAddress();
        return Stream.of(number -> one, number -> anAddress());
    }

    @ParameterizedTest
    @MethodSource("origins")
    void madeUpNamesKeepNobodyOut(IntFunction<String> origin) {
        Committee community = aCommittee(Api.asAdmin());
        String member = community.aMemberWith(5);
        signIn(ADMIN, home).expect(200);

        List<CompletableFuture<Reply>> flood = IntStream.range(0, FLOOD)
                .mapToObj(number -> attempt(madeUp(), origin.apply(number)))
                .toList();
        Reply admin = signIn(ADMIN, home);
        Reply balance = community.get("/members/" + member + "/balance");
        Reply members = community.get("/members");
        Reply ready = Api.atManagement().get("/q/health/ready");
        List<Reply> answers = flood.stream().map(CompletableFuture::join).toList();

        assertThat(admin.status()).isEqualTo(200);
        assertThat(balance.expect(200).json().get("available").asLong()).isEqualTo(5);
        assertThat(members.status()).isEqualTo(200);
        assertThat(ready.status()).isEqualTo(200);
        assertThat(answers).allSatisfy(SignInThrottleTest::assertRefused);
        assertThat(answers).filteredOn(reply -> reply.status() == 429).isNotEmpty();
        assertThat(answers).filteredOn(reply -> reply.status() == 401).isNotEmpty();
    }

    /** Somebody who has not signed in here yet has no turn of their own, but one address never has all the others. */
    @Test
    void somebodyNewGetsInWhileAnotherAddressFloods() {
        String flooding = anAddress();
        createUser();
        List<CompletableFuture<Reply>> flood = IntStream.range(0, FLOOD)
                .mapToObj(number -> attempt(madeUp(), flooding))
                .toList();

        Reply newcomer = signIn(credentials(PASSWORD), home);

        assertThat(newcomer.status()).isEqualTo(200);
        flood.forEach(CompletableFuture::join);
    }

    @Test
    void strangersDoNotLockTheOwnerOut() {
        createUser();
        signIn(credentials(PASSWORD), home).expect(200);
        String elsewhere = anAddress();
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(signIn(credentials("guess " + i), elsewhere).status()).isEqualTo(401);
        }

        assertThat(signIn(credentials("guess"), anAddress()).status()).isEqualTo(429);
        assertThat(signIn(credentials(PASSWORD), elsewhere).status()).isEqualTo(429);
        assertThat(signIn(credentials(PASSWORD), home).status()).isEqualTo(200);
    }

    @Test
    void whoHasSignedInMayNotGuessEither() {
        createUser();
        signIn(credentials(PASSWORD), home).expect(200);
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(signIn(credentials("guess " + i), home).status()).isEqualTo(401);
        }

        assertRefused(signIn(credentials("guess"), home));
        assertThat(signIn(credentials(PASSWORD), home).status()).isEqualTo(429);
    }

    @Test
    void aFloodOfOneClientsSecretIsLimitedLikeAnyOther() {
        String clientId = UUID.randomUUID().toString();
        List<Reply> answers = IntStream.range(0, ATTEMPTS + 1)
                .mapToObj(i -> signIn(Map.of("clientId", clientId, "clientSecret", "guess " + i), anAddress()))
                .toList();

        assertThat(answers).extracting(Reply::status).containsOnlyOnce(429).contains(401);
    }

    /** What stands in front in the header may be made up; what comes last, our proxy has seen. */
    @Test
    void oneAddressMayNotTryManyNames() {
        String spraying = anAddress();
        List<Reply> answers = IntStream.range(0, 2 * ATTEMPTS_OF_AN_ADDRESS)
                .mapToObj(i -> signIn(madeUp(), "203.0.113." + i + ", " + spraying))
                .toList();

        assertThat(answers).allSatisfy(SignInThrottleTest::assertRefused);
        assertThat(answers)
                .filteredOn(reply -> reply.status() == 401)
                .hasSizeGreaterThanOrEqualTo(ATTEMPTS_OF_AN_ADDRESS);
        assertThat(answers).filteredOn(reply -> reply.status() == 429).isNotEmpty();
        assertThat(signIn(madeUp(), anAddress()).status()).isEqualTo(401);
    }

    /** Whoever has one IPv6 address has a whole network of them. */
    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        String network = "2001:db8:%x:%x".formatted(number(), number());
        List<Reply> answers = IntStream.range(0, 2 * ATTEMPTS_OF_AN_ADDRESS)
                .mapToObj(i -> signIn(madeUp(), network + "::" + Integer.toHexString(i)))
                .toList();

        assertThat(answers).filteredOn(reply -> reply.status() == 429).isNotEmpty();
    }

    @Test
    void saysHowLongWrongAttemptsAreCounted() {
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThat(signIn(credentials("guess " + i), home).status()).isEqualTo(401);
        }

        assertThat(retryAfter(signIn(credentials("guess"), home))).isBetween(2, 60);
        assertThat(retryAfter(signIn(credentials("guess"), anAddress()))).isBetween(2, 60);
    }

    @Test
    void saysThatATurnIsOverInAMoment() {
        createUser();
        List<CompletableFuture<Reply>> right = IntStream.range(0, FLOOD)
                .mapToObj(number -> attempt(credentials(PASSWORD), home))
                .toList();
        List<CompletableFuture<Reply>> everywhere = IntStream.range(0, FLOOD)
                .mapToObj(number -> attempt(madeUp(), anAddress()))
                .toList();
        List<Reply> answers = Stream.concat(right.stream(), everywhere.stream())
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers)
                .filteredOn(reply -> reply.status() == 429)
                .isNotEmpty()
                .allSatisfy(reply -> assertThat(retryAfter(reply)).isEqualTo(1));
    }

    private static int retryAfter(Reply reply) {
        assertThat(reply.status()).isEqualTo(429);
        return Integer.parseInt(reply.headers().firstValue("Retry-After").orElseThrow());
    }

    private void createUser() {
        Api.asAdmin().post("/v1/users", Api.staff(username, "fuxi")).expect(201);
    }

    private Map<String, String> credentials(String password) {
        return Map.of("username", username, "password", password);
    }

    private static Map<String, String> madeUp() {
        return Map.of("username", "nobody-" + UUID.randomUUID(), "password", "Spring2026");
    }

    private Reply signIn(Map<String, String> credentials, String address) {
        return attempt(credentials, address).join();
    }

    private CompletableFuture<Reply> attempt(Map<String, String> credentials, String address) {
        return anybody.postLater("/v1/tokens", credentials, null, Map.of("X-Forwarded-For", address));
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.status()).isIn(401, 429);
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(reply.status() == 429);
    }

    private static String anAddress() {
        return "198.%d.%d.%d".formatted(number() % 200, number() % 200, number() % 200);
    }

    private static int number() {
        return UUID.randomUUID().hashCode() & 0xffff;
    }
}
