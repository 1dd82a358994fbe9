package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

@QuarkusTest
class IdempotencyTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final String member = community.aMember();

    @Test
    void isRequiredForWhateverMoves() {
        Reply credit = community.post("/credits", credit(5), null);
        Reply redemption = community.post("/redemptions", Committee.redemption(member, community.goods(1, 1), 1), null);

        assertThat(credit.status()).isEqualTo(400);
        assertThat(credit.code()).isEqualTo("idempotency_key_required");
        assertThat(redemption.code()).isEqualTo("idempotency_key_required");
        assertThat(community.balance(member).get("earned").asLong()).isZero();
    }

    @Test
    void answersARetryWithTheFirstAnswer() {
        Reply first = community.post("/credits", credit(5), "key");
        community.credit(member, 100);

        Reply retry = community.post("/credits", credit(5), "key");

        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(retry.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(105);
    }

    @Test
    void knowsTheSameRequestInAnotherOrderOfFields() {
        String path = community.path("/credits");
        admin.send("POST", path, "{\"memberId\":\"%s\",\"points\":5}".formatted(member), "key", Map.of())
                .expect(201);

        Reply retry = admin.send(
                "POST", path, "{ \"points\" : 5, \"memberId\" : \"%s\" }".formatted(member), "key", Map.of());

        assertThat(retry.status()).isEqualTo(201);
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void refusesAKeyThatComesWithSomethingElse() {
        community.post("/credits", credit(5), "key").expect(201);

        Reply other = community.post("/credits", credit(6), "key");
        Reply elsewhere = community.post("/deductions", Map.of("memberId", member, "points", 5, "reason", "更正"), "key");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(elsewhere.code()).isEqualTo("idempotency_key_reused");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(5);
        assertThat(community.post("/credits", credit(5), "key").status()).isEqualTo(201);
    }

    @Test
    void remembersARefusal() {
        String reward = community.goods(10, 1);
        Reply refused = community.redeem(member, reward, 1, "key");
        community.credit(member, 100);

        Reply retry = community.redeem(member, reward, 1, "key");

        assertThat(refused.code()).isEqualTo("insufficient_points");
        assertThat(retry.status()).isEqualTo(422);
        assertThat(retry.body()).isEqualTo(refused.body());
        assertThat(retry.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aDryRunDoesNotUseItsKeyUp() {
        Reply dry = admin.post(community.path("/credits?dryRun=true"), credit(5), "key");
        Reply real = community.post("/credits", credit(5), "key");

        assertThat(dry.status()).isEqualTo(200);
        assertThat(real.status()).isEqualTo(201);
        assertThat(real.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(5);
    }

    @Test
    void aTrialIsNeverTakenForABooking() {
        for (String query : List.of("?dryRun=", "?dryRun", "?dryRun=1", "?dryRun=false&dryRun=true")) {
            Reply reply = admin.post(community.path("/credits" + query), credit(5));

            assertThat(reply.status()).as(query).isEqualTo(400);
        }
        assertThat(community.balance(member).get("earned").asLong()).isZero();
    }

    @Test
    void belongsToItsCommunity() {
        Committee other = aCommittee(admin);
        String stranger = other.aMember();
        community.post("/credits", credit(5), "key").expect(201);

        Reply elsewhere = other.post("/credits", Map.of("memberId", stranger, "points", 7), "key");

        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(elsewhere.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void belongsToItsCaller() {
        community.post("/credits", credit(5), "key").expect(201);
        Api integrator = anIntegrator();

        Reply elsewhere = integrator.post(community.path("/credits"), credit(7), "key");

        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(12);
    }

    @Test
    void isNotTooLong() {
        assertThat(community.post("/credits", credit(5), "k".repeat(255)).status())
                .isEqualTo(201);
        assertThat(community.post("/credits", credit(5), "k".repeat(256)).code())
                .isEqualTo("validation_failed");
    }

    private Api anIntegrator() {
        var client = admin.post("/v1/clients", Map.of("name", "小程序", "communities", List.of(community.slug())))
                .expect(201)
                .json();
        return Api.here()
                .with(Api.here()
                        .post(
                                "/v1/tokens",
                                Map.of(
                                        "clientId", client.get("clientId").asText(),
                                        "clientSecret",
                                                client.get("clientSecret").asText()),
                                null)
                        .expect(200)
                        .json()
                        .get("accessToken")
                        .asText());
    }

    private Map<String, Object> credit(long points) {
        return Map.of("memberId", member, "points", points);
    }
}
