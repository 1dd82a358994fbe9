package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.As;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ProblemException;

@QuarkusTest
class BalanceTest {
    @Inject
    TestBooks books;

    @Inject
    DataSource dataSource;

    private TestBooks.Community community;
    private UUID member;
    private UUID reward;
    private LocalDate today;

    @BeforeEach
    void openCommunity() throws Exception {
        community = books.open();
        member = community.member();
        reward = UUID.randomUUID();
        today = community.today();
    }

    @Test
    void startsWithNothing() {
        As.admin()
                .get(path())
                .then()
                .statusCode(200)
                .body("memberId", equalTo(member.toString()))
                .body("available", equalTo(0))
                .body("held", equalTo(0))
                .body("arrears", equalTo(0))
                .body("earned", equalTo(0))
                .body("spent", equalTo(0))
                .body("expired", equalTo(0))
                .body("deducted", equalTo(0))
                .body("sequence", equalTo(0))
                .body("asOf", notNullValue())
                .body("expirations", hasSize(0));
    }

    @Test
    void manyAskedForAtOnceEachGetTheirOwn() throws Exception {
        List<UUID> members = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            members.add(community.member());
            community.credit(members.get(i), 10 + i);
        }
        community.reserve(members.get(3), 5, receivedReward(), today);

        List<Response> answers = InParallel.times(300, i -> switch (i % 10) {
            case 8 -> As.admin().get("/v1/communities/nowhere/members/" + members.get(0) + "/balance");
            case 9 -> As.admin().get(community.path() + "/members/" + UUID.randomUUID() + "/balance");
            default -> As.admin().get(community.path() + "/members/" + members.get(i % 20) + "/balance");
        });

        for (int i = 0; i < answers.size(); i++) {
            Response answer = answers.get(i);
            if (i % 10 >= 8) {
                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.jsonPath().getString("code")).isEqualTo("not_found");
                assertThat(answer.jsonPath().getString("detail")).contains(i % 10 == 8 ? "nowhere" : "-");
            } else {
                assertThat(answer.jsonPath().getString("memberId"))
                        .isEqualTo(members.get(i % 20).toString());
                assertThat(answer.jsonPath().getLong("earned")).isEqualTo(10 + i % 20);
                assertThat(answer.jsonPath().getLong("held")).isEqualTo(i % 20 == 3 ? 5 : 0);
            }
        }
    }

    @Test
    void whatCannotBeReadFailsNobodyElse() throws Exception {
        TestBooks.Community damaged = books.open();
        UUID unlucky = damaged.member();
        community.credit(member, 10);
        setTimeZone(damaged, "Nowhere/At_All");

        List<Response> answers;
        try {
            answers = InParallel.times(100, i -> As.admin()
                    .get(i % 2 == 0 ? path() : damaged.path() + "/members/" + unlucky + "/balance"));
        } finally {
            setTimeZone(damaged, "Asia/Shanghai");
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).statusCode()).isEqualTo(i % 2 == 0 ? 200 : 500);
        }
    }

    private void setTimeZone(TestBooks.Community of, String zone) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update community set time_zone = ? where slug = ?")) {
            statement.setString(1, zone);
            statement.setString(2, of.slug());
            statement.executeUpdate();
        }
    }

    private UUID receivedReward() {
        community.receive(reward, 1);
        return reward;
    }

    @Test
    void showsWhereEveryPointIs() {
        community.receive(reward, 5);
        community.credit(member, 500);
        Transaction collected = community.reserve(member, 100, reward, today);
        community.collect(member, reward, collected, today);
        community.reserve(member, 70, reward, today);
        community.deduct(member, 30, today);

        JsonPath balance = balance(null);

        assertThat(balance.getLong("earned")).isEqualTo(500);
        assertThat(balance.getLong("spent")).isEqualTo(100);
        assertThat(balance.getLong("held")).isEqualTo(70);
        assertThat(balance.getLong("deducted")).isEqualTo(30);
        assertThat(balance.getLong("available")).isEqualTo(300);
        assertThat(balance.getLong("sequence")).isEqualTo(6);
        assertAddsUp(balance);
    }

    @Test
    void showsArrearsAsAPositiveNumber() {
        community.credit(member, 20);
        community.deduct(member, 50, today);

        JsonPath balance = balance(null);

        assertThat(balance.getLong("available")).isZero();
        assertThat(balance.getLong("arrears")).isEqualTo(30);
        assertThat(balance.getLong("deducted")).isEqualTo(50);
        assertAddsUp(balance);
    }

    @Test
    void doesNotCountAReversedCreditAsEarned() {
        Transaction credit = community.credit(member, 20);
        community.reverse(member, credit, today);

        JsonPath balance = balance(null);

        assertThat(balance.getLong("earned")).isZero();
        assertThat(balance.getLong("available")).isZero();
        assertAddsUp(balance);
    }

    @Test
    void listsExpirationsByDayAndLeavesOutWhatNeverExpires() {
        LocalDate soon = today.plusDays(10);
        LocalDate later = today.plusDays(400);
        credit(7, later, today);
        credit(5, soon, today);
        credit(6, soon, today);
        credit(9, null, today);

        As.admin()
                .get(path())
                .then()
                .body("available", equalTo(27))
                .body("expirations.expiresOn", contains(soon.toString(), later.toString()))
                .body("expirations.points", contains(11, 7));
    }

    @Test
    void countsPointsThroughTheirLastDayAndAsExpiredFromTheNext() {
        credit(5, today, today.minusDays(5));
        credit(8, today.minusDays(1), today.minusDays(5));

        JsonPath balance = balance(null);

        assertThat(balance.getLong("available")).isEqualTo(5);
        assertThat(balance.getLong("expired")).isEqualTo(8);
        assertThat(balance.getList("expirations.expiresOn")).containsExactly(today.toString());
        assertAddsUp(balance);
    }

    @Test
    void showsTheSameBeforeAndAfterAnExpiryIsPosted() {
        credit(8, today.minusDays(1), today.minusDays(5));
        long before = balance(null).getLong("expired");

        community.expire(member, today.minusDays(1));

        assertThat(balance(null).getLong("expired")).isEqualTo(before).isEqualTo(8);
        assertThat(balance(null).getLong("available")).isZero();
    }

    @Test
    void judgesTheDayInTheCommunitysOwnTimeZone() throws Exception {
        // It is never the same day at both ends of the earth.
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            community = books.open(ZoneId.of(zone));
            member = community.member();
            today = community.today();
            credit(5, today, today);
            credit(6, today.minusDays(1), today.minusDays(1));

            assertThat(balance(null).getLong("available")).as(zone).isEqualTo(5);
        }
    }

    @Test
    void looksBackToTheEndOfADay() {
        LocalDate first = today.minusDays(100);
        credit(50, null, first);
        credit(20, null, first.plusDays(10));
        community.receive(reward, 5);
        Transaction reservation = community.reserve(member, 30, reward, first.plusDays(20));
        community.collect(member, reward, reservation, first.plusDays(30));

        assertThat(balance(first.minusDays(1)).getLong("earned")).isZero();
        assertThat(balance(first).getLong("available")).isEqualTo(50);
        assertThat(balance(first.plusDays(9)).getLong("available")).isEqualTo(50);
        assertThat(balance(first.plusDays(10)).getLong("available")).isEqualTo(70);
        assertThat(balance(first.plusDays(20)).getLong("held")).isEqualTo(30);
        assertThat(balance(first.plusDays(29)).getLong("spent")).isZero();
        assertThat(balance(first.plusDays(30)).getLong("spent")).isEqualTo(30);
        assertThat(balance(today).getLong("available")).isEqualTo(balance(null).getLong("available"));
    }

    @Test
    void countsPointsAsExpiredAtTheEndOfTheirLastDay() {
        LocalDate lastDay = today.minusDays(10);
        credit(8, lastDay, today.minusDays(50));

        assertThat(balance(lastDay.minusDays(1)).getLong("available")).isEqualTo(8);
        assertThat(balance(lastDay.minusDays(1)).getList("expirations.expiresOn"))
                .containsExactly(lastDay.toString());
        assertThat(balance(lastDay).getLong("available")).isZero();
        assertThat(balance(lastDay).getLong("expired")).isEqualTo(8);

        community.expire(member, lastDay);

        assertThat(balance(lastDay.minusDays(1)).getLong("available")).isEqualTo(8);
        assertThat(balance(lastDay).getLong("expired")).isEqualTo(8);
        assertThat(balance(lastDay).getLong("available")).isZero();
    }

    @Test
    void saysWhichMomentItShows() {
        Instant before = Instant.now().minusSeconds(1);

        assertThat(Instant.parse(balance(null).getString("asOf"))).isBetween(before, Instant.now());
        As.admin()
                .queryParam("at", "2025-12-31")
                .get(path())
                .then()
                .body("asOf", equalTo("2025-12-31T15:59:59.999Z"))
                .body("sequence", nullValue());
    }

    @Test
    void refusesADayInTheFuture() {
        As.admin()
                .queryParam("at", today.plusDays(1).toString())
                .get(path())
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"));
    }

    @Test
    void knowsNoMemberOfAnotherCommunity() throws Exception {
        UUID stranger = books.open().member();

        As.admin()
                .get(community.path() + "/members/" + stranger + "/balance")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        As.admin()
                .get("/v1/communities/no-such-community/members/" + member + "/balance")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void addsUpAfterAnyHistory(long seed) {
        Random random = new Random(seed);
        community.receive(reward, 1000);
        LocalDate day = today.minusDays(80);
        List<Transaction> credits = new ArrayList<>();
        List<Transaction> reservations = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            day = day.plusDays(random.nextInt(3));
            try {
                act(random, day, credits, reservations);
            } catch (ProblemException refusal) {
                // Too few points or reversed before: part of a history too.
                assertThat(refusal.code().status()).isIn(409, 422);
            }
        }

        assertAddsUp(balance(null), "seed " + seed);
        for (LocalDate at = today.minusDays(81); at.isBefore(today); at = at.plusDays(9)) {
            assertAddsUp(balance(at), "seed " + seed + " at " + at);
        }
        assertThat(balance(today).getMap("$").entrySet().stream()
                        .filter(entry ->
                                !List.of("asOf", "sequence", "expirations").contains(entry.getKey())))
                .as("seed %d: all that was so today", seed)
                .hasSize(8);
        As.admin().get(community.path() + "/books/verification").then().body("valid", equalTo(true));
    }

    private void act(Random random, LocalDate day, List<Transaction> credits, List<Transaction> reservations) {
        long points = 1 + random.nextInt(80);
        switch (random.nextInt(7)) {
            case 0, 1 ->
                credits.add(community.credit(
                        member,
                        points,
                        random.nextBoolean() ? null : day.plusDays(random.nextInt(30)),
                        day,
                        TestBooks.Words.NONE));
            case 2 -> community.deduct(member, points, day);
            case 3 -> reservations.add(community.reserve(member, points, reward, day));
            case 4 -> {
                if (!reservations.isEmpty()) {
                    community.collect(member, reward, reservations.remove(0), day);
                }
            }
            case 5 -> {
                if (!reservations.isEmpty()) {
                    community.cancel(member, reward, reservations.remove(0), day);
                }
            }
            case 6 -> {
                if (!credits.isEmpty()) {
                    community.reverse(member, credits.get(random.nextInt(credits.size())), day);
                }
            }
            default -> throw new AssertionError("no such case");
        }
    }

    private void credit(long points, LocalDate expiresOn, LocalDate day) {
        community.credit(member, points, expiresOn, day, TestBooks.Words.NONE);
    }

    private String path() {
        return community.path() + "/members/" + member + "/balance";
    }

    private JsonPath balance(LocalDate at) {
        var request = at == null ? As.admin() : As.admin().queryParam("at", at.toString());
        return request.get(path()).then().statusCode(200).extract().jsonPath();
    }

    private static void assertAddsUp(JsonPath balance) {
        assertAddsUp(balance, "balance");
    }

    private static void assertAddsUp(JsonPath balance, String what) {
        assertThat(balance.getLong("available")
                        + balance.getLong("held")
                        + balance.getLong("spent")
                        + balance.getLong("expired")
                        + balance.getLong("deducted")
                        - balance.getLong("arrears"))
                .as(what)
                .isEqualTo(balance.getLong("earned"));
        for (String part : List.of("available", "held", "spent", "expired", "deducted", "arrears", "earned")) {
            assertThat(balance.getLong(part)).as("%s: %s", what, part).isNotNegative();
        }
        assertThat(balance.getList("expirations.points", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("%s: points that expire", what)
                .isLessThanOrEqualTo(balance.getLong("available"));
    }
}
