package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
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
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
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
        JsonNode answer = Api.asAdmin().get(path()).expect(200).json();

        assertThat(answer.get("memberId").textValue()).isEqualTo(member.toString());
        assertThat(answer.get("available").longValue()).isEqualTo(0);
        assertThat(answer.get("held").longValue()).isEqualTo(0);
        assertThat(answer.get("arrears").longValue()).isEqualTo(0);
        assertThat(answer.get("earned").longValue()).isEqualTo(0);
        assertThat(answer.get("spent").longValue()).isEqualTo(0);
        assertThat(answer.get("expired").longValue()).isEqualTo(0);
        assertThat(answer.get("deducted").longValue()).isEqualTo(0);
        assertThat(answer.get("sequence").longValue()).isEqualTo(0);
        assertThat(answer.hasNonNull("asOf")).isTrue();
        assertThat(answer.get("expirations")).isEmpty();
    }

    @Test
    void manyAskedForAtOnceEachGetTheirOwn() throws Exception {
        List<UUID> members = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            members.add(community.member());
            community.credit(members.get(i), 10 + i);
        }
        community.reserve(members.get(3), 5, receivedReward(), today);

        List<Reply> answers = InParallel.times(300, i -> switch (i % 10) {
            case 8 -> Api.asAdmin().get("/v1/communities/nowhere/members/" + members.get(0) + "/balance");
            case 9 -> Api.asAdmin().get(community.path() + "/members/" + UUID.randomUUID() + "/balance");
            default -> Api.asAdmin().get(community.path() + "/members/" + members.get(i % 20) + "/balance");
        });

        for (int i = 0; i < answers.size(); i++) {
            Reply answer = answers.get(i);
            if (i % 10 >= 8) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.code()).isEqualTo("not_found");
                assertThat(answer.json().get("detail").textValue()).contains(i % 10 == 8 ? "nowhere" : "-");
            } else {
                assertThat(answer.json().get("memberId").textValue())
                        .isEqualTo(members.get(i % 20).toString());
                assertThat(answer.json().get("earned").longValue()).isEqualTo(10 + i % 20);
                assertThat(answer.json().get("held").longValue()).isEqualTo(i % 20 == 3 ? 5 : 0);
            }
        }
    }

    @Test
    void whatCannotBeReadFailsNobodyElse() throws Exception {
        TestBooks.Community damaged = books.open();
        UUID unlucky = damaged.member();
        community.credit(member, 10);
        setTimeZone(damaged, "Nowhere/At_All");

        List<Reply> answers;
        try {
            answers = InParallel.times(100, i -> Api.asAdmin()
                    .get(i % 2 == 0 ? path() : damaged.path() + "/members/" + unlucky + "/balance"));
        } finally {
            setTimeZone(damaged, "Asia/Shanghai");
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).status()).isEqualTo(i % 2 == 0 ? 200 : 500);
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

        JsonNode balance = balance(null);

        assertThat(balance.get("earned").longValue()).isEqualTo(500);
        assertThat(balance.get("spent").longValue()).isEqualTo(100);
        assertThat(balance.get("held").longValue()).isEqualTo(70);
        assertThat(balance.get("deducted").longValue()).isEqualTo(30);
        assertThat(balance.get("available").longValue()).isEqualTo(300);
        assertThat(balance.get("sequence").longValue()).isEqualTo(6);
        assertAddsUp(balance);
    }

    @Test
    void showsArrearsAsAPositiveNumber() {
        community.credit(member, 20);
        community.deduct(member, 50, today);

        JsonNode balance = balance(null);

        assertThat(balance.get("available").toString()).isEqualTo("0");
        assertThat(balance.get("arrears").longValue()).isEqualTo(30);
        assertThat(balance.get("deducted").longValue()).isEqualTo(50);
        assertAddsUp(balance);
    }

    @Test
    void doesNotCountAReversedCreditAsEarned() {
        Transaction credit = community.credit(member, 20);
        community.reverse(member, credit, today);

        JsonNode balance = balance(null);

        assertThat(balance.get("earned").toString()).isEqualTo("0");
        assertThat(balance.get("available").toString()).isEqualTo("0");
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

        JsonNode answer = Api.asAdmin().get(path()).expect(200).json();

        assertThat(answer.get("available").longValue()).isEqualTo(27);
        assertThat(answer.get("expirations").findValuesAsText("expiresOn"))
                .containsExactly(soon.toString(), later.toString());
        assertThat(answer.get("expirations"))
                .extracting(one -> one.get("points").longValue())
                .containsExactly(11L, 7L);
    }

    @Test
    void countsPointsThroughTheirLastDayAndAsExpiredFromTheNext() {
        credit(5, today, today.minusDays(5));
        credit(8, today.minusDays(1), today.minusDays(5));

        JsonNode balance = balance(null);

        assertThat(balance.get("available").longValue()).isEqualTo(5);
        assertThat(balance.get("expired").longValue()).isEqualTo(8);
        assertThat(balance.get("expirations").findValuesAsText("expiresOn")).containsExactly(today.toString());
        assertAddsUp(balance);
    }

    @Test
    void showsTheSameBeforeAndAfterAnExpiryIsPosted() {
        credit(8, today.minusDays(1), today.minusDays(5));
        long before = balance(null).get("expired").longValue();

        community.expire(member, today.minusDays(1));

        assertThat(balance(null).get("expired").longValue()).isEqualTo(before).isEqualTo(8);
        assertThat(balance(null).get("available").toString()).isEqualTo("0");
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

            assertThat(balance(null).get("available").longValue()).as(zone).isEqualTo(5);
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

        assertThat(balance(first.minusDays(1)).get("earned").toString()).isEqualTo("0");
        assertThat(balance(first).get("available").longValue()).isEqualTo(50);
        assertThat(balance(first.plusDays(9)).get("available").longValue()).isEqualTo(50);
        assertThat(balance(first.plusDays(10)).get("available").longValue()).isEqualTo(70);
        assertThat(balance(first.plusDays(20)).get("held").longValue()).isEqualTo(30);
        assertThat(balance(first.plusDays(29)).get("spent").toString()).isEqualTo("0");
        assertThat(balance(first.plusDays(30)).get("spent").longValue()).isEqualTo(30);
        assertThat(balance(today).get("available").longValue())
                .isEqualTo(balance(null).get("available").longValue());
    }

    @Test
    void countsPointsAsExpiredAtTheEndOfTheirLastDay() {
        LocalDate lastDay = today.minusDays(10);
        credit(8, lastDay, today.minusDays(50));

        assertThat(balance(lastDay.minusDays(1)).get("available").longValue()).isEqualTo(8);
        assertThat(balance(lastDay.minusDays(1)).get("expirations").findValuesAsText("expiresOn"))
                .containsExactly(lastDay.toString());
        assertThat(balance(lastDay).get("available").toString()).isEqualTo("0");
        assertThat(balance(lastDay).get("expired").longValue()).isEqualTo(8);

        community.expire(member, lastDay);

        assertThat(balance(lastDay.minusDays(1)).get("available").longValue()).isEqualTo(8);
        assertThat(balance(lastDay).get("expired").longValue()).isEqualTo(8);
        assertThat(balance(lastDay).get("available").toString()).isEqualTo("0");
    }

    @Test
    void saysWhichMomentItShows() {
        Instant before = Instant.now().minusSeconds(1);

        assertThat(Instant.parse(balance(null).get("asOf").textValue())).isBetween(before, Instant.now());
        JsonNode answer =
                Api.asAdmin().get(path() + "?at=2025-12-31").expect(200).json();

        assertThat(answer.get("asOf").textValue()).isEqualTo("2025-12-31T15:59:59.999Z");
        assertThat(answer.hasNonNull("sequence")).isFalse();
    }

    @Test
    void refusesADayInTheFuture() {
        assertThat(Api.asAdmin()
                        .get(path() + "?at=" + today.plusDays(1))
                        .expect(400)
                        .code())
                .isEqualTo("validation_failed");
    }

    @Test
    void knowsNoMemberOfAnotherCommunity() throws Exception {
        UUID stranger = books.open().member();

        assertThat(Api.asAdmin()
                        .get(community.path() + "/members/" + stranger + "/balance")
                        .expect(404)
                        .code())
                .isEqualTo("not_found");
        assertThat(Api.asAdmin()
                        .get("/v1/communities/no-such-community/members/" + member + "/balance")
                        .expect(404)
                        .code())
                .isEqualTo("not_found");
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
        assertThat(balance(today).properties())
                .filteredOn(entry -> !List.of("asOf", "sequence", "expirations").contains(entry.getKey()))
                .as("seed %d: all that was so today", seed)
                .hasSize(8);
        assertThat(Api.asAdmin()
                        .get(community.path() + "/books/verification")
                        .json()
                        .get("valid")
                        .booleanValue())
                .isTrue();
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

    private JsonNode balance(LocalDate at) {
        return Api.asAdmin()
                .get(path() + (at == null ? "" : "?at=" + at))
                .expect(200)
                .json();
    }

    private static void assertAddsUp(JsonNode balance) {
        assertAddsUp(balance, "balance");
    }

    private static void assertAddsUp(JsonNode balance, String what) {
        assertThat(balance.get("available").longValue()
                        + balance.get("held").longValue()
                        + balance.get("spent").longValue()
                        + balance.get("expired").longValue()
                        + balance.get("deducted").longValue()
                        - balance.get("arrears").longValue())
                .as(what)
                .isEqualTo(balance.get("earned").longValue());
        for (String part : List.of("available", "held", "spent", "expired", "deducted", "arrears", "earned")) {
            assertThat(balance.get(part).longValue()).as("%s: %s", what, part).isNotNegative();
        }
        assertThat(StreamSupport.stream(balance.get("expirations").spliterator(), false)
                        .mapToLong(one -> one.get("points").longValue())
                        .sum())
                .as("%s: points that expire", what)
                .isLessThanOrEqualTo(balance.get("available").longValue());
    }
}
