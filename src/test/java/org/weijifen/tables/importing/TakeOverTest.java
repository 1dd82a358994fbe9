package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.points.PointsExpiry;
import org.weijifen.tables.importing.AnImport.Finished;

/** Years of a committee's lists come in: what was done by tasks that are no more, and what was bought with lapsed points. */
@QuarkusTest
class TakeOverTest {
    private static final LocalDate LONG_AGO =
            LocalDate.now(ZoneId.of("Asia/Shanghai")).minusMonths(30);

    @Inject
    PointsExpiry expiry;

    @Inject
    DataSource dataSource;

    private final Api api = Api.asAdmin();
    private Committee community;
    private String member;

    @BeforeEach
    void open() {
        community = aCommittee(api, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 13)));
        member = community.aMember(Map.of("memberNo", "a-1"));
        community.reward("service", 4, Map.of("code", "haircut"));
        community
                .post("/tasks", Map.of("code", "patrol", "title", "巡逻", "points", 5, "per", "occurrence"))
                .expect(201);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    private Finished take(String kind, String... lines) {
        return AnImport.independent(api, community.slug(), kind).of(lines);
    }

    private Finished takePoints(String kind) {
        return kind.equals("activities")
                ? take(kind, "memberNo,taskCode,quantity,effectiveOn", "a-1,patrol,2," + LONG_AGO)
                : take(kind, "memberNo,points,effectiveOn", "a-1,10," + LONG_AGO);
    }

    private Finished takeRedemption() {
        return take("redemptions", "memberNo,rewardCode,requestedOn,outcome", "a-1,haircut," + LONG_AGO + ",collected");
    }

    private int expiries() {
        return community
                .get("/transactions?kind=points-expiry")
                .expect(200)
                .json()
                .get("items")
                .size();
    }

    private List<Long> balance() {
        var balance = community.balance(member);
        return List.of(
                balance.get("available").asLong(),
                balance.get("spent").asLong(),
                balance.get("expired").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"activities", "opening-balances"})
    void lapsedPointsStillPayForWhatTheyBoughtAndThenExpire(String kind) {
        assertThat(takePoints(kind).counts()).isEqualTo(List.of(1L, 0L, 0L));
        MovableClock.advance(Duration.ofMinutes(50));
        expiry.run();
        assertThat(expiries()).isZero();
        assertThat(balance()).containsExactly(0L, 0L, 10L);

        assertThat(takeRedemption().told("accepted")).containsExactly("2 - posted");

        MovableClock.advance(Duration.ofMinutes(50));
        expiry.run();
        assertThat(expiries()).isZero();
        MovableClock.advance(Duration.ofMinutes(11));
        expiry.run();
        assertThat(expiries()).isEqualTo(1);
        assertThat(balance()).containsExactly(0L, 4L, 6L);
        community.verify();
    }

    @Test
    void lapsedPointsWaitWhileAnImportIsOpen() throws SQLException {
        takePoints("activities");
        Finished trial = AnImport.independent(api, community.slug(), "redemptions")
                .dryRun()
                .of("memberNo,rewardCode,requestedOn,outcome", "a-1,haircut," + LONG_AGO + ",collected");
        UUID id = UUID.fromString(trial.view().get("id").asText());
        MovableClock.advance(Duration.ofHours(2));

        set(id, "status = 'running', finished_at = null");
        expiry.run();
        assertThat(expiries()).isZero();

        set(id, "status = 'done', finished_at = created_at");
        expiry.run();
        assertThat(expiries()).isEqualTo(1);
    }

    /** A reversal expires what it takes back, and leaves the rest to the job, which waits. */
    @Test
    void aReversalLeavesOtherLapsedPointsToWhatTheyBought() {
        take(
                "activities",
                "memberNo,taskCode,quantity,effectiveOn",
                "a-1,patrol,2," + LONG_AGO,
                "a-1,patrol,1," + LONG_AGO);
        long mistake = community
                .get("/transactions?kind=credit")
                .expect(200)
                .json()
                .at("/items/0/sequence")
                .asLong();
        community
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);

        assertThat(takeRedemption().told("accepted")).containsExactly("2 - posted");

        MovableClock.advance(Duration.ofMinutes(61));
        expiry.run();
        assertThat(balance()).containsExactly(0L, 4L, 6L);
        community.verify();
    }

    /** Who imports activities for ever has taken over long ago. */
    @Test
    void aWeekAfterTheFirstImportNothingWaitsAnyMore() {
        takePoints("activities");
        MovableClock.advance(Duration.ofDays(8));
        takePoints("opening-balances");

        expiry.run();

        assertThat(balance()).containsExactly(0L, 0L, 20L);
        assertThat(expiries()).isEqualTo(1);
        assertThat(takeRedemption().counts()).isEqualTo(List.of(0L, 1L, 0L));
    }

    @Test
    void whatIsThereAlreadyHoldsNothingUp() {
        takePoints("activities");
        MovableClock.advance(Duration.ofMinutes(61));
        assertThat(takePoints("activities").counts()).isEqualTo(List.of(0L, 0L, 1L));

        expiry.run();

        assertThat(expiries()).isEqualTo(1);
    }

    @Test
    void othersAreNotHeldUp() {
        Committee other = aCommittee(api, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 13)));
        String theirs = other.aMember();
        other.post(
                        "/credits",
                        Map.of("memberId", theirs, "points", 3, "reason", "测试", "effectiveOn", LONG_AGO.toString()))
                .expect(201);
        takePoints("activities");

        expiry.run();

        assertThat(expiries()).isZero();
        assertThat(other.get("/transactions?kind=points-expiry").json().get("items"))
                .hasSize(1);
    }

    @Test
    void takesWhatWasDoneByATaskThatIsRetired() {
        String task = community
                .get("/tasks")
                .expect(200)
                .json()
                .get("items")
                .get(0)
                .get("id")
                .asText();
        community.patch("/tasks/" + task, Map.of("status", "retired")).expect(200);

        assertThat(takePoints("activities").told("accepted")).containsExactly("2 - posted");

        assertThat(community
                        .post("/credits", Map.of("memberId", member, "taskId", task))
                        .expect(409)
                        .code())
                .isEqualTo("task_inactive");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(10);
    }

    private void set(UUID id, String values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update import set " + values + ", seen_at = now() where id = ?")) {
            statement.setObject(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
