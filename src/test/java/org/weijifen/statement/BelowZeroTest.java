package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;

/** What was told of later may have a member redeem before earning, or pay before owing, by the days: no figure is below zero for it. */
@QuarkusTest
class BelowZeroTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String member;

    @BeforeEach
    void open() {
        at("2026-02-10");
        community = aCommittee(admin);
        member = community.aMember(Map.of("memberNo", "a-1"));
        community.reward("service", 10, Map.of("code", "haircut"));
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    /** Deducted today, and credited afterwards for a day before: on that day the points were free. */
    @Test
    void hasFreeOnItsDayWhatPaidALaterDebt() {
        at("2026-03-20");
        community.deduct(member, 100);
        creditOn("2026-03-15", 130);

        assertPoints(balance("2026-03-14"), 0, 0);
        assertPoints(balance("2026-03-17"), 130, 0);
        assertPoints(balance("2026-03-20"), 30, 0);
        JsonNode explained = explanation("2026-03-17");
        assertThat(figure(explained, "available").at("/parts/0/facts/0/points").asLong())
                .isEqualTo(130);
        assertThat(figure(explained, "arrears").get("points").asLong()).isZero();
    }

    @Test
    void keepsItsMonthsWholeWithThem() {
        at("2026-03-20");
        community.deduct(member, 100);
        creditOn("2026-02-25", 130);
        String other = community.aMember();
        community.deduct(other, 40);

        JsonNode february = outstanding("2026-02");
        JsonNode march = outstanding("2026-03");

        assertPoints(february, 130, 0);
        assertThat(february.has("redeemedBeforeEarned")).isFalse();
        assertPoints(march, 30, 40);
        close("2026-02");
        assertPoints(outstanding("2026-02"), 130, 0);
        community.verify();
    }

    /** A debt of one member does not eat what another one had free. */
    @Test
    void setsNothingOffBetweenMembers() {
        String other = community.aMember();
        community.deduct(other, 100);
        at("2026-03-20");
        community.deduct(member, 100);
        creditOn("2026-02-25", 100);

        assertPoints(outstanding("2026-02"), 100, 100);
    }

    @Test
    void owesWhatWasRedeemedBeforeItWasEarnedAndIsNotedByTheClosing() {
        at("2026-03-05");
        community.credit(member, 30).expect(201);
        importRedemption("a-1,haircut,2026-02-27,collected");

        assertPoints(balance("2026-02-28"), 0, 10);
        assertPoints(balance("2026-03-05"), 20, 0);
        assertThat(figure(explanation("2026-02-28"), "arrears")
                        .at("/parts/0/facts/0/points")
                        .asLong())
                .isEqualTo(10);
        JsonNode february = outstanding("2026-02");
        assertPoints(february, 0, 10);
        assertThat(february.get("redeemedBeforeEarned").asLong()).isEqualTo(10);
        JsonNode check = check(close("2026-02"), "points_below_zero");
        assertThat(check.get("outcome").asText()).isEqualTo("noted");
        assertThat(check.get("count").asLong()).isEqualTo(1);
        assertThat(check.at("/findings/0").asText()).isEqualTo(member);
        assertThat(exported()).contains("其中先兑后得,10");
        at("2026-04-02");
        assertThat(check(close("2026-03"), "points_below_zero").get("outcome").asText())
                .isEqualTo("passed");
        community.verify();
    }

    /** Real debts are no finding, nor is what was earned in time and told of later. */
    @Test
    void isNoFindingWhereItIsADebtOrWasEarnedInTime() {
        community.deduct(community.aMember(), 40);
        at("2026-03-05");
        creditOn("2026-02-20", 30);
        importRedemption("a-1,haircut,2026-02-27,collected");

        assertPoints(outstanding("2026-02"), 20, 40);
        assertThat(check(close("2026-02"), "points_below_zero").get("outcome").asText())
                .isEqualTo("passed");
        community.verify();
    }

    private void creditOn(String day, long points) {
        community
                .post("/credits", Map.of("memberId", member, "points", points, "reason", "补记", "effectiveOn", day))
                .expect(201);
    }

    private void importRedemption(String row) {
        String location = admin.postFile(
                        community.path("/imports?kind=redemptions&mode=atomic"),
                        ("memberNo,rewardCode,requestedOn,outcome\n" + row + "\n").getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        JsonNode end = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> admin.get(location).expect(200).json(),
                        view -> view.get("status").asText().equals("done"));
        assertThat(end.at("/rows/accepted").asLong()).isEqualTo(1);
    }

    private JsonNode balance(String day) {
        return community
                .get("/members/" + member + "/balance?at=" + day)
                .expect(200)
                .json();
    }

    private JsonNode explanation(String day) {
        JsonNode explanation = community
                .get("/members/" + member + "/balance/explanation?at=" + day)
                .expect(200)
                .json();
        for (JsonNode figure : explanation.get("figures")) {
            long facts = 0;
            for (JsonNode part : figure.get("parts")) {
                for (JsonNode fact : part.get("facts")) {
                    facts += fact.get("points").asLong();
                }
            }
            assertThat(facts)
                    .as(figure.toString())
                    .isEqualTo(figure.get("points").asLong());
        }
        return explanation;
    }

    private static JsonNode figure(JsonNode explanation, String name) {
        for (JsonNode figure : explanation.get("figures")) {
            if (figure.get("figure").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name);
    }

    private JsonNode outstanding(String month) {
        JsonNode statement = community.get("/statements/" + month).expect(200).json();
        assertThat(statement.at("/proof/valid").asBoolean()).isTrue();
        JsonNode outstanding = statement.at("/points/outstanding");
        assertThat(statement.at("/points/closing").asLong())
                .isEqualTo(outstanding.get("available").asLong()
                        + outstanding.get("held").asLong()
                        - outstanding.get("arrears").asLong());
        return outstanding;
    }

    private String exported() {
        return admin.get(community.path("/exports/statements?month=2026-02&format=csv&columns=figure,amount"))
                .body();
    }

    private static void assertPoints(JsonNode points, long available, long arrears) {
        assertThat(points.get("available").asLong())
                .as("available of " + points)
                .isEqualTo(available);
        assertThat(points.get("arrears").asLong()).as("arrears of " + points).isEqualTo(arrears);
    }

    /** Answers what was found when it was prepared; it stands once it is signed. */
    private JsonNode close(String month) {
        JsonNode prepared =
                community.post("/closings", Map.of("month", month)).expect(201).json();
        Api.asCommittee(community.slug())
                .post(community.path("/closings/" + month + "/sign"), community.closing(month))
                .expect(200);
        assertThat(community
                        .get("/closings/" + month + "/verification")
                        .expect(200)
                        .json()
                        .get("valid")
                        .asBoolean())
                .isTrue();
        return prepared.get("checks");
    }

    private static JsonNode check(JsonNode checks, String name) {
        for (JsonNode check : checks) {
            if (check.get("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name);
    }

    private static void at(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
