package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.community.ForgetRefusalsJob;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestDatabase;

@QuarkusTest
class KeptRefusalTest {
    private static final int KEY_AND_CALLER = 72;
    private static final String REFUSED = "insufficient_points";

    private static final String REFUSALS = "select count(*) from kept_refusal k where k.community_id = ?";

    @Inject
    ForgetRefusalsJob job;

    private final Committee community = aCommittee(Api.asAdmin());
    private final String member = community.aMember();
    private final String reward = community.goods(1234, 5);

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void isToldAgainInTheLanguageOfWhoeverAsks() {
        Reply refused = redeem("key", "zh-CN");

        Reply again = redeem("key", "zh-CN");
        Reply english = redeem("key", "en");

        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(english.status()).isEqualTo(refused.status());
        assertThat(english.code()).isEqualTo(REFUSED);
        assertThat(english.json().get("retryable")).isEqualTo(refused.json().get("retryable"));
        assertThat(english.json().get("requestId")).isEqualTo(refused.json().get("requestId"));
        assertThat(english.json().get("detail").asText())
                .contains("1,234")
                .isNotEqualTo(refused.json().get("detail").asText());
        assertThat(english.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void tellsAgainWhatIsWrongWithItsParts() {
        community.closeThrough("2020-01-31");
        Map<String, Object> bulk = Map.of(
                "mode",
                "atomic",
                "items",
                List.of(
                        Map.of("memberId", member, "points", 1),
                        Map.of("memberId", member, "points", 1, "effectiveOn", "2020-01-15")));
        Reply refused = send("/credits/bulk", bulk, "bulk", "zh-CN");

        Reply again = send("/credits/bulk", bulk, "bulk", "zh-CN");
        Reply english = send("/credits/bulk", bulk, "bulk", "en");

        assertThat(refused.code()).isEqualTo("period_closed");
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("items[1]");
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(english.json().at("/errors/0/message").asText())
                .contains("2020")
                .matches("\\p{ASCII}+");
    }

    @Test
    void takesNoMoreThanItsCodeAndArguments() throws SQLException {
        Reply refused = redeem("key", "zh-CN");

        int bytes = number("select pg_column_size(k.*) from kept_refusal k where k.community_id = ?");
        int done = number("select count(*) from idempotency_key k where k.community_id = ? and k.key = 'key'");

        assertThat(refused.code()).isEqualTo(REFUSED);
        assertThat(bytes).isLessThan(2 * KEY_AND_CALLER + 150);
        assertThat(done).isZero();
    }

    @Test
    void isForgottenAfterAMonthAndWhatWasDoneIsNot() {
        Reply refused = redeem("refused", "zh-CN");
        Reply done = community.post("/credits", Map.of("memberId", member, "points", 5000), "done");
        MovableClock.advance(Duration.ofDays(29));
        job.run();
        assertThat(redeem("refused", "zh-CN").body()).isEqualTo(refused.body());

        MovableClock.advance(Duration.ofDays(2));
        job.run();

        assertThat(redeem("refused", "zh-CN").status()).isEqualTo(201);
        Reply again = community.post("/credits", Map.of("memberId", member, "points", 5000), "done");
        assertThat(again.body()).isEqualTo(done.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        community.verify();
    }

    /** A backlog is done with bit by bit: in one statement it would take longer than one may, and begin anew each time. */
    @Test
    void isForgottenBeforeAllOthersAre() throws Exception {
        redeem("last", "zh-CN");
        try (Connection superuser = TestDatabase.asSuperuser();
                PreparedStatement older = superuser.prepareStatement("""
                        insert into kept_refusal (community_id, caller, key, request_hash, document, recorded_at)
                        select r.community_id, r.caller, n::text, r.request_hash, '{}', r.recorded_at - interval '1 day'
                        from kept_refusal r, generate_series(1, 5000) as n where r.community_id = ?
                        """);
                PreparedStatement hold = superuser.prepareStatement(
                        "select from kept_refusal where key = 'last' and community_id = ? for update")) {
            UUID communityId = communityId(superuser);
            older.setObject(1, communityId);
            older.executeUpdate();
            superuser.setAutoCommit(false);
            hold.setObject(1, communityId);
            hold.executeQuery();
            MovableClock.advance(Duration.ofDays(31));

            CompletableFuture<Void> forgetting = CompletableFuture.runAsync(job::run);

            Awaitility.await().until(() -> number(REFUSALS) == 1);
            superuser.commit();
            forgetting.get();
        }
        assertThat(number(REFUSALS)).isZero();
    }

    /** As refusals were kept before, as a whole. */
    @Test
    void isToldAsItWasWhereItIsOlderThanItsForm() throws SQLException {
        redeem("old", "zh-CN");
        String document = "{\"status\":422,\"code\":\"insufficient_points\",\"detail\":\"as it was\"}";
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(
                        "update kept_refusal set request_id = null, code = null, variant = null, arguments = null,"
                                + " document = ? where community_id = ?")) {
            statement.setString(1, document);
            statement.setObject(2, communityId(connection));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }

        Reply again = redeem("old", "en");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).isEqualTo(document);
        assertThat(again.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    /** As rules were told apart before, when they shared one code. */
    @Test
    void isToldByTheCodeThatItsRuleHasNow() throws SQLException {
        community.patch("/rewards/" + reward, Map.of("status", "retired")).expect(200);
        Reply refused = redeem("old", "en");
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(
                        "update kept_refusal set code = 'conflict', variant = 'reward-inactive' where community_id = ?")) {
            statement.setObject(1, communityId(connection));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }

        Reply again = redeem("old", "en");

        assertThat(refused.code()).isEqualTo("reward_inactive");
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    private Reply redeem(String key, String language) {
        return send("/redemptions", Committee.redemption(member, reward, 1), key, language);
    }

    private Reply send(String path, Map<String, Object> body, String key, String language) {
        return Api.asAdmin()
                .send("POST", community.path(path), Api.write(body), key, Map.of("Accept-Language", language));
    }

    private int number(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, communityId(connection));
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getInt(1);
            }
        }
    }

    private UUID communityId(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select id from community where slug = ?")) {
            statement.setString(1, community.slug());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }
}
