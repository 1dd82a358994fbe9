package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;

@QuarkusTest
class ExplanationTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final List<String> FIGURES =
            List.of("available", "held", "arrears", "earned", "spent", "expired", "deducted");

    @Inject
    TestBooks books;

    private final Api admin = Api.asAdmin();

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void hasNoFactsBeforeTheFirstTransaction() {
        Committee community = aCommittee(admin);

        JsonNode explanation = explain(community, community.aMember(), "");

        assertThat(explanation.get("sequence").asLong()).isZero();
        assertThat(explanation.get("figures").findValuesAsText("figure")).isEqualTo(FIGURES);
        assertThat(explanation.findValues("facts")).allMatch(JsonNode::isEmpty);
        assertThat(figure(explanation, "available").get("parts")).isEmpty();
    }

    @Test
    void saysInPlainWordsWhatHappened() {
        Committee community = aCommittee(admin);
        String member = community.aMember();
        String snow = Committee.id(
                community.post("/tasks", Map.of("code", "snow", "title", "清扫积雪", "points", 6, "per", "hour")));
        String photo = Committee.id(
                community.post("/tasks", Map.of("code", "photo", "title", "随手拍", "points", 1, "per", "occurrence")));
        String soap = community.reward("goods", 5, Map.of("code", "soap", "title", "肥皂"));
        community.post("/rewards/" + soap + "/receipts", Map.of("quantity", 10)).expect(201);
        community
                .post("/credits", Map.of("memberId", member, "taskId", snow, "quantity", 2, "reason", "东门"))
                .expect(201);
        community.post("/credits", Map.of("memberId", member, "taskId", photo)).expect(201);
        community.deduct(member, 1);
        community.collect(community.reserved(member, soap, 2)).expect(200);

        JsonNode chinese = explain(community, member, "zh-CN");
        JsonNode english = explain(community, member, "en");

        assertThat(words(chinese, "available"))
                .containsExactly("兑换肥皂 × 2，可用减少 10 分", "扣减积分（更正），可用减少 1 分", "随手拍 1 次，获得 1 分", "清扫积雪 2 小时（东门），获得 12 分");
        assertThat(words(english, "available"))
                .containsExactly(
                        "Redemption of 肥皂 × 2: 10 points less available",
                        "Deduction (更正): 1 point less available",
                        "随手拍, once: 1 point earned",
                        "清扫积雪, 2 hours (东门): 12 points earned");
        assertThat(words(chinese, "spent")).containsExactly("领取肥皂 × 2，使用 10 分");
        assertThat(words(english, "held"))
                .containsExactly(
                        "Collected 肥皂 × 2: 10 points no longer reserved", "Redemption of 肥皂 × 2: 10 points reserved");
        assertThat(words(chinese, "deducted")).containsExactly("扣减积分（更正），扣减 1 分");
        assertThat(figure(chinese, "available").get("title").asText()).isEqualTo("可用积分");
        assertThat(figure(english, "available").get("title").asText()).isEqualTo("Available points");
        JsonNode first = figure(english, "earned").at("/parts/0/facts/1");
        assertThat(first.get("sequence").asLong()).isEqualTo(2);
        assertThat(first.get("points").asLong()).isEqualTo(12);
        assertThat(first.get("kind").asText()).isEqualTo("credit");
        assertThat(first.get("subject").asText()).isEqualTo("task/" + snow);
        assertAddsUp(english, community.balance(member), "words");
    }

    @Test
    void namesThreeThingsOfARedemptionAndCountsTheRest() {
        Committee community = aCommittee(admin);
        String member = community.aMemberWith(100);
        List<Map<String, Object>> lines = IntStream.range(0, 5)
                .mapToObj(i -> Map.<String, Object>of(
                        "rewardId", community.reward("service", 1, Map.of("title", "S" + i)), "quantity", 1 + i))
                .toList();
        String redemption = Committee.id(community.post("/redemptions", Map.of("memberId", member, "lines", lines)));
        community
                .post("/redemptions/" + redemption + "/cancel", Map.of("reason", "不需要了"))
                .expect(200);

        JsonNode explanation = explain(community, member, "en");

        assertThat(words(explanation, "held"))
                .containsExactly(
                        "Called off S0 × 1, S1 × 2, S2 × 3 and 2 more (不需要了): 15 points no longer reserved",
                        "Redemption of S0 × 1, S1 × 2, S2 × 3 and 2 more: 15 points reserved");
        assertThat(words(explanation, "available").get(0)).endsWith(": 15 points available again");
    }

    /** However many days its points would have expired on: what is reserved is not told by days. */
    @Test
    void tellsARedemptionOnce() {
        Committee community = aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 13)));
        String member = community.aMemberWith(5);
        LocalDate before = LocalDate.now(ZoneId.of("Asia/Shanghai")).minusMonths(2);
        community
                .post("/credits", Map.of("memberId", member, "points", 7, "effectiveOn", before.toString()))
                .expect(201);
        community.reserved(member, community.goods(12, 1), 1);

        JsonNode explanation = explain(community, member, "en");

        assertThat(figure(explanation, "held").at("/parts/0/facts").findValuesAsText("points"))
                .containsExactly("12");
        assertThat(words(explanation, "available")).hasSize(4);
        assertAddsUp(explanation, community.balance(member), "once");
    }

    @Test
    void explainsArrearsAndWhatTookThemBack() {
        Committee community = aCommittee(admin);
        String member = community.aMemberWith(10);
        long deduction = community.deduct(member, 30).json().get("sequence").asLong();
        community.credit(member, 8);
        community
                .post("/transactions/" + deduction + "/reversal", Map.of("reason", "扣错了"))
                .expect(201);

        JsonNode explanation = explain(community, member, "en");

        assertThat(words(explanation, "arrears"))
                .containsExactly(
                        "Transaction 2 taken back (扣错了): 12 points owed no longer",
                        "Credit (测试): 8 points owed no longer",
                        "Deduction (更正): 20 points more owed");
        assertThat(figure(explanation, "arrears")
                        .at("/parts/0/facts/0/reverses")
                        .asLong())
                .isEqualTo(2);
        assertThat(words(explanation, "deducted").get(0))
                .isEqualTo("Transaction 2 taken back (扣错了): 30 points deducted given back");
        assertAddsUp(explanation, community.balance(member), "arrears");
    }

    @Test
    void countsWhatHasLapsedAsExpiredBeforeAndAfterThatIsPosted() throws Exception {
        TestBooks.Community community = books.open();
        UUID member = community.member();
        LocalDate today = community.today();
        community.credit(member, 8, today.minusDays(1), today.minusDays(5), TestBooks.Words.NONE);
        community.credit(member, 5, today, today.minusDays(5), TestBooks.Words.NONE);
        JsonNode before = explain(community, member, null);

        community.expire(member, today.minusDays(1));
        JsonNode after = explain(community, member, null);

        JsonNode lapsed = figure(before, "expired").at("/parts/0/facts/0");
        assertThat(lapsed.has("sequence")).isFalse();
        assertThat(lapsed.get("points").asLong()).isEqualTo(8);
        assertThat(lapsed.get("effectiveOn").asText())
                .isEqualTo(today.minusDays(1).toString());
        assertThat(lapsed.get("words").asText())
                .isEqualTo(
                        "Points valid until " + today.minusDays(1) + " have lapsed (to be posted): 8 points expired");
        assertThat(figure(before, "available").get("parts")).hasSize(1);
        assertThat(figure(after, "expired").at("/parts/0/facts/0/sequence").asLong())
                .isEqualTo(3);
        assertThat(words(after, "expired")).containsExactly("Expiry: 8 points expired");
        assertThat(figure(after, "expired").get("points"))
                .isEqualTo(figure(before, "expired").get("points"));
        assertThat(figure(after, "available")).isEqualTo(figure(before, "available"));
    }

    @Test
    void groupsAvailablePointsByTheirLastDay() throws Exception {
        TestBooks.Community community = books.open();
        UUID member = community.member();
        LocalDate today = community.today();
        community.credit(member, 7, today.plusDays(400), today, TestBooks.Words.NONE);
        community.credit(member, 9, null, today, TestBooks.Words.NONE);
        community.credit(member, 5, today.plusDays(10), today, TestBooks.Words.NONE);
        community.deduct(member, 6, today);

        JsonNode parts = figure(explain(community, member, null), "available").get("parts");

        assertThat(parts.findValuesAsText("expiresOn"))
                .containsExactly(
                        today.plusDays(10).toString(), today.plusDays(400).toString());
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> parts.get(i).get("points").asLong()))
                .containsExactly(0L, 6L, 9L);
        assertThat(parts.get(1).get("facts").findValuesAsText("points")).containsExactly("-1", "7");
    }

    @Test
    void sumsUpWhatIsOlderThanTheNewestTwoHundred() {
        Committee community = aCommittee(admin);
        String member = community.aMember();
        List<Map<String, Object>> items = IntStream.range(0, 250)
                .mapToObj(i -> Map.<String, Object>of("memberId", member, "points", 1 + i))
                .toList();
        community
                .post("/credits/bulk", Map.of("mode", "atomic", "items", items))
                .expect(200);

        JsonNode explanation = explain(community, member, "zh-CN");

        for (String name : List.of("available", "earned")) {
            JsonNode part = figure(explanation, name).at("/parts/0");
            assertThat(part.get("facts")).hasSize(200);
            assertThat(part.at("/facts/0/sequence").asLong()).isEqualTo(250);
            assertThat(part.at("/older/facts").asLong()).isEqualTo(50);
            assertThat(part.at("/older/points").asLong()).isEqualTo(50 * 51 / 2);
            assertThat(part.at("/older/words").asText()).isEqualTo("更早的 50 笔合计");
        }
        assertThat(explanation.get("statement").asText())
                .isEqualTo(community.path("/members/" + member + "/statement"));
        assertAddsUp(explanation, community.balance(member), "long");
    }

    @Test
    void judgesADayInThePastAsTheBalanceDoes() {
        Committee community = aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        MovableClock.set(
                LocalDate.of(2027, 3, 15).atTime(12, 0).atZone(SHANGHAI).toInstant());
        Api later = Api.asAdmin();
        Committee then = Committee.of(later, community.slug());
        String member = then.aMember();
        for (String day : List.of("2027-01-31", "2027-02-10", "2027-03-01")) {
            then.post("/credits", Map.of("memberId", member, "points", 10, "effectiveOn", day))
                    .expect(201);
        }

        for (String at : List.of("2027-01-30", "2027-02-01", "2027-02-28", "2027-03-09", "2027-03-10", "2027-03-15")) {
            JsonNode explanation = then.get("/members/" + member + "/balance/explanation?at=" + at)
                    .expect(200)
                    .json();
            JsonNode balance = then.get("/members/" + member + "/balance?at=" + at)
                    .expect(200)
                    .json();
            assertAddsUp(explanation, balance, at);
            assertThat(explanation.get("asOf")).isEqualTo(balance.get("asOf"));
            assertThat(explanation.has("sequence")).isFalse();
        }
        assertThat(then.get("/members/" + member + "/balance/explanation?at=2027-03-16")
                        .code())
                .isEqualTo("validation_failed");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void addsUpToTheBalanceAfterAnyHistory(long seed) throws Exception {
        RandomHistory history = new RandomHistory(seed);
        history.run(60);

        JsonNode balance = read(history.path("/balance"));
        JsonNode explanation = read(history.path("/balance/explanation"));
        assertAddsUp(explanation, balance, "seed " + seed);
        assertThat(explanation.get("sequence")).isEqualTo(balance.get("sequence"));
        LocalDate today = history.community.today();
        for (LocalDate at = today.minusDays(100); !at.isAfter(today); at = at.plusDays(7)) {
            assertAddsUp(
                    read(history.path("/balance/explanation?at=" + at)),
                    read(history.path("/balance?at=" + at)),
                    "seed " + seed + " at " + at);
        }
    }

    @Test
    void isForTheMemberToo() throws Exception {
        TestBooks.Community community = books.open();
        UUID member = community.member();
        UUID neighbour = community.member();
        community.credit(member, 10);
        String path = community.path() + "/members/" + member + "/balance/explanation";

        Api.asMember(community.slug(), member).get(path).expect(200);
        Api.asMember(community.slug(), member)
                .get(community.path() + "/members/me/balance/explanation")
                .expect(200);
        Api.asMember(community.slug(), neighbour).get(path).expect(403);
        Api.asIntegrator(community.slug()).get(path).expect(200);
        Api.asCommittee(community.slug()).get(path).expect(200);
        Api.asCommittee(books.open().slug()).get(path).expect(403);
        Api.asAdmin()
                .get(books.open().path() + "/members/" + member + "/balance/explanation")
                .expect(404);
    }

    /** A member's history that is drawn by lot. */
    private final class RandomHistory {
        private final Random random;
        private final TestBooks.Community community = books.open();
        private final UUID member = community.member();
        private final UUID reward = UUID.randomUUID();
        private final List<Transaction> credits = new ArrayList<>();
        private final List<Transaction> reserved = new ArrayList<>();
        private final List<Transaction> collected = new ArrayList<>();

        RandomHistory(long seed) throws Exception {
            this.random = new Random(seed);
        }

        String path(String rest) {
            return community.path() + "/members/" + member + rest;
        }

        void run(int steps) {
            community.receive(reward, 1000);
            LocalDate day = community.today().minusDays(95);
            for (int step = 0; step < steps; step++) {
                day = day.plusDays(random.nextInt(4));
                LocalDate on = day.isAfter(community.today()) ? community.today() : day;
                try {
                    act(on);
                } catch (ProblemException | IllegalArgumentException refusal) {
                    // Too few points, reversed before, or nothing to expire: part of a history too.
                    assertThat(refusal).hasMessageMatching("[a-z_]+|a posting moves at least 1, not 0");
                }
            }
        }

        private void act(LocalDate day) {
            long points = 1 + random.nextInt(80);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    LocalDate last = random.nextInt(4) == 0 ? null : day.plusDays(random.nextInt(40));
                    credits.add(community.credit(
                            member,
                            points,
                            last,
                            day,
                            new TestBooks.Words(new Cause.Task(new TaskId(new UUID(7, 7))), 2L, "reason", null)));
                }
                case 3 -> community.deduct(member, points, day);
                case 4 -> reserved.add(community.reserve(member, points, reward, day));
                case 5 -> take(reserved, one -> collected.add(move(one, community.collect(member, reward, one, day))));
                case 6 -> take(reserved, one -> community.cancel(member, reward, one, day));
                case 7 -> take(collected, one -> community.giveBack(member, reward, one, day));
                case 8 -> {
                    if (random.nextBoolean() && !credits.isEmpty()) {
                        community.reverse(member, credits.get(random.nextInt(credits.size())), day);
                    } else {
                        take(credits, one -> lapse(one, day));
                    }
                }
                default -> throw new AssertionError("no such case");
            }
        }

        /** What is given back later is the reservation. */
        private Transaction move(Transaction reservation, Transaction collection) {
            assertThat(collection.sequence()).isGreaterThan(reservation.sequence());
            return reservation;
        }

        private void lapse(Transaction credit, LocalDate day) {
            LocalDate last =
                    credit.postings().get(credit.postings().size() - 1).to().expiresOn();
            if (last != null && last.isBefore(day)) {
                community.expire(member, last);
            }
        }

        private void take(List<Transaction> from, Consumer<Transaction> action) {
            if (!from.isEmpty()) {
                action.accept(from.remove(random.nextInt(from.size())));
            }
        }
    }

    /** Every figure is that of the balance and the sum of its facts; available points by their last day too. */
    private static void assertAddsUp(JsonNode explanation, JsonNode balance, String what) {
        for (String name : FIGURES) {
            JsonNode figure = figure(explanation, name);
            long sum = 0;
            for (JsonNode part : figure.get("parts")) {
                long facts = part.at("/older/points").asLong();
                for (JsonNode fact : part.get("facts")) {
                    assertThat(fact.get("points").asLong()).isNotZero();
                    assertThat(fact.get("words").asText()).isNotBlank();
                    facts += fact.get("points").asLong();
                }
                assertThat(facts)
                        .as("%s: part of %s", what, name)
                        .isEqualTo(part.get("points").asLong());
                sum += facts;
            }
            assertThat(sum)
                    .as("%s: facts of %s", what, name)
                    .isEqualTo(balance.get(name).asLong());
            assertThat(figure.get("points").asLong()).as("%s: %s", what, name).isEqualTo(sum);
        }
        List<String> days = new ArrayList<>();
        for (JsonNode part : figure(explanation, "available").get("parts")) {
            if (part.has("expiresOn") && part.get("points").asLong() != 0) {
                days.add(part.get("expiresOn").asText() + "="
                        + part.get("points").asLong());
            }
        }
        List<String> expirations = new ArrayList<>();
        balance.get("expirations")
                .forEach(one -> expirations.add(
                        one.get("expiresOn").asText() + "=" + one.get("points").asLong()));
        assertThat(days).as(what).isEqualTo(expirations);
    }

    private static JsonNode figure(JsonNode explanation, String name) {
        for (JsonNode figure : explanation.get("figures")) {
            if (figure.get("figure").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name);
    }

    private static List<String> words(JsonNode explanation, String name) {
        return figure(explanation, name).findValuesAsText("words");
    }

    private JsonNode explain(Committee community, String member, String language) {
        return read(community.path("/members/" + member + "/balance/explanation"), language);
    }

    private JsonNode explain(TestBooks.Community community, UUID member, String language) {
        return read(
                community.path() + "/members/" + member + "/balance/explanation", language == null ? "en" : language);
    }

    private JsonNode read(String path) {
        return read(path, "en");
    }

    private JsonNode read(String path, String language) {
        return admin.send("GET", path, null, null, language.isEmpty() ? Map.of() : Map.of("Accept-Language", language))
                .expect(200)
                .json();
    }
}
