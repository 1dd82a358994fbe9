package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

@QuarkusTest
class WriteLimitTest {
    private static final int PER_MINUTE = 60;
    private static final int MANY = 400;
    private static final String OWN_POLICY = "\"writes\";q=60;w=60";
    private static final String STAFF_POLICY = "\"writes\";q=60000;w=60";

    private final Committee community = aCommittee(Api.asAdmin());
    private final String member = community.aMemberWith(10);
    private final String reward = community.goods(10, 5);
    private final Api phone = Api.asMember(community.slug(), member);

    @Test
    void endsWhatAPhoneAsksForInVain() {
        String dear = community.goods(1000, 5);

        Reply first = redeem(phone, dear, "first");
        long served = IntStream.range(0, MANY)
                .mapToObj(i -> redeem(phone, dear, "hopeless-" + i))
                .takeWhile(reply -> reply.status() == 422)
                .count();
        Reply refused = Stream.generate(
                        () -> redeem(phone, dear, UUID.randomUUID().toString()))
                .limit(MANY)
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow();

        assertThat(field(first, "RateLimit-Policy")).isEqualTo(OWN_POLICY);
        assertThat(field(first, "RateLimit")).matches("\"writes\";r=59;t=[12]");
        assertThat(served).isGreaterThanOrEqualTo(PER_MINUTE - 1).isLessThan(MANY);
        assertThat(refused.code()).isEqualTo("too_many_requests");
        assertThat(refused.json().get("retryable").asBoolean()).isTrue();
        assertThat(field(refused, "Retry-After")).matches("[12]");
        assertThat(field(refused, "RateLimit-Policy")).isEqualTo(OWN_POLICY);
        assertThat(field(refused, "RateLimit")).matches("\"writes\";r=0;t=[12]");
        assertThat(community.redeem(member, reward, 1).status()).isEqualTo(201);
        assertThat(phone.get(community.path("/members/me/balance")).status()).isEqualTo(200);
    }

    @Test
    void letsAPhoneRetryAsOftenAsItHasTo() {
        Reply first = redeem(phone, reward, "key").expect(201);

        assertThat(IntStream.range(0, 2 * PER_MINUTE).mapToObj(i -> redeem(phone, reward, "key")))
                .allSatisfy(retry -> {
                    assertThat(retry.body()).isEqualTo(first.body());
                    assertThat(field(retry, "RateLimit")).matches("\"writes\";r=(59|60);t=[12]");
                });
    }

    @Test
    void takesNothingForARefusalThatIsGivenAgain() {
        String dear = community.goods(1000, 5);

        Reply first = redeem(phone, dear, "key").expect(422);

        assertThat(IntStream.range(0, 2 * PER_MINUTE).mapToObj(i -> redeem(phone, dear, "key")))
                .allSatisfy(retry -> {
                    assertThat(retry.status()).isEqualTo(422);
                    assertThat(retry.code()).isEqualTo(first.code());
                });
    }

    @Test
    void isWideForWhoeverWritesForEverybody() {
        Api system = Api.asIntegrator(community.slug());

        Reply minted = system.post(community.path("/members/" + member + "/tokens"), null);
        Reply changed = Api.asAdmin().patch(community.path("/members/" + member), Map.of("displayName", "王"));

        assertThat(field(minted.expect(200), "RateLimit-Policy")).isEqualTo(STAFF_POLICY);
        assertThat(field(minted, "RateLimit")).matches("\"writes\";r=59999;t=[12]");
        assertThat(field(changed.expect(200), "RateLimit-Policy")).isEqualTo(STAFF_POLICY);
    }

    @Test
    void isNoneOfReadings() {
        Reply read = phone.get(community.path("/members/me/balance"));

        assertThat(read.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }

    private Reply redeem(Api as, String what, String key) {
        return as.post(community.path("/redemptions"), Committee.redemption(member, what, 1), key);
    }

    private static String field(Reply reply, String name) {
        return reply.headers().firstValue(name).orElseThrow();
    }
}
