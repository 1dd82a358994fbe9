package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.points.PointsExpiry;
import org.weijifen.redemption.PickupExpiryJob;

/**
 * Months of a committee that does all it can, at random: each statement proves itself, comes to what plain books come to that
 * are added up beside it, and leads from each of its lines to just the transactions that are meant.
 */
@QuarkusTest
class RandomMonthsTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 16);
    private static final LocalDate LAST = LocalDate.of(2026, 5, 8);
    private static final List<YearMonth> MONTHS =
            List.of(YearMonth.of(2026, 2), YearMonth.of(2026, 3), YearMonth.of(2026, 4), YearMonth.of(2026, 5));
    /** On these days the month before is closed. */
    private static final Set<LocalDate> CLOSING_DAYS = Set.of(LocalDate.of(2026, 3, 9), LocalDate.of(2026, 4, 12));

    private static final List<String> PARTS = List.of("points", "goods", "dues", "cost", "people");
    private static final List<String> POINTS =
            List.of("issued", "deducted", "redeemed", "returned", "expired", "reversed");

    @Inject
    PointsExpiry pointsExpiry;

    @Inject
    PickupExpiryJob pickupExpiry;

    private final Map<YearMonth, JsonNode> closed = new TreeMap<>();
    private final Set<String> followed = new TreeSet<>();
    private Api admin;
    private Api colleague;
    private Committee committee;
    private RandomMonths history;
    private String seedIs;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void comeToWhatIsAddedUpBesideThem(long seed) {
        seedIs = "seed " + seed + ", ";
        try {
            liveAndCompare(new Random(seed));
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    private void liveAndCompare(Random random) {
        openCommunity();
        history = new RandomMonths(committee, colleague, random, FIRST);
        history.setUp();
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            history.begin(day);
            if (day.equals(LAST)) {
                runJobs();
            }
            history.live();
            if (CLOSING_DAYS.contains(day)) {
                close(YearMonth.from(day).minusMonths(1));
            }
        }
        addWhatMembersStatementsSay();

        MONTHS.forEach(this::assertMonth);
        close(YearMonth.of(2026, 4));
        closed.forEach(this::assertStandsAsClosed);
        assertQuarter();
        assertAllLinesWereFollowed();
        committee.verify();
    }

    /** Signs in on the day after the last one: a token from then is good on all days before. */
    private void openCommunity() {
        MovableClock.set(LAST.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        admin = Api.asAdmin();
        committee =
                aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1), "pickupDays", 9));
        colleague = Api.asCommitteeAtAnyTime(committee.slug());
    }

    private void runJobs() {
        pickupExpiry.run();
        pointsExpiry.run();
        history.seeWhatHasExpired();
    }

    private void close(YearMonth month) {
        runJobs();
        JsonNode before = statement(month);
        committee.post("/closings", Map.of("month", month.toString())).expect(201);
        colleague
                .post(committee.path("/closings/" + month + "/sign"), committee.closing(month.toString()))
                .expect(200);
        closed.put(month, before);
        assertStandsAsClosed(month, before);
    }

    private void assertStandsAsClosed(YearMonth month, JsonNode before) {
        JsonNode now = statement(month);
        assertThat(now.at("/proof/valid").asBoolean())
                .as(seedIs + now.get("proof"))
                .isTrue();
        for (String part : PARTS) {
            assertThat(now.get(part)).as(seedIs + part + " of " + month).isEqualTo(before.get(part));
        }
        JsonNode verification = committee
                .get("/closings/" + month + "/verification")
                .expect(200)
                .json();
        assertThat(verification.get("valid").asBoolean())
                .as(seedIs + verification)
                .isTrue();
    }

    /** What expired at once as it came back, and what reversals found, is told by the members' own statements. */
    private void addWhatMembersStatementsSay() {
        for (String member : history.members) {
            String cursor = "";
            while (cursor != null) {
                JsonNode page = committee
                        .get("/members/" + member + "/statement?limit=200" + cursor)
                        .expect(200)
                        .json();
                page.get("items").forEach(this::addItem);
                cursor = page.hasNonNull("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : null;
            }
        }
    }

    private void addItem(JsonNode item) {
        long number = item.get("sequence").asLong();
        long change = item.get("points").asLong() + item.get("held").asLong();
        switch (item.get("kind").asText()) {
            case "points-expiry", "cancellation", "pickup-expiry" -> addChange(item, "expired", -change);
            case "return" -> addChange(item, "expired", history.returnedPoints.get(number) - change);
            case "reversal" -> {
                RandomMonths.Reversible mistake = history.reversals.get(number);
                if (mistake.kind().equals("credit")) {
                    addChange(item, "reversed", change);
                } else {
                    addChange(item, "reversed", mistake.amount());
                    addChange(item, "expired", mistake.amount() - change);
                }
            }
            // These change what the service answered when they were posted.
            case "credit", "deduction", "reservation", "collection" -> {}
            default -> throw new AssertionError(seedIs + "unexpected " + item);
        }
    }

    private void addChange(JsonNode item, String line, long points) {
        if (points != 0) {
            LocalDate day = LocalDate.parse(item.get("effectiveOn").asText());
            history.books().add(day, line, item.get("sequence").asLong(), points);
        }
    }

    private void assertMonth(YearMonth month) {
        JsonNode statement = statement(month);
        assertThat(statement.at("/proof/valid").asBoolean())
                .as(seedIs + month + statement.get("proof"))
                .isTrue();
        Map<String, Map<Long, Long>> lines = new HashMap<>(FollowedDown.lines(admin, statement));
        lines.values().removeIf(Map::isEmpty);
        assertThat(lines).as(seedIs + month).isEqualTo(history.books().lines(month));
        lines.keySet().forEach(line -> followed.add(line.replaceAll("\\?.*", "")));
        assertPoints(month, statement.get("points"));
        assertMembersHave(month, statement.at("/points/outstanding"));
        history.rewards.forEach(
                reward -> assertGoods(month, reward, find(statement.get("goods"), "rewardId", reward.id())));
        history.merchants.forEach(
                merchant -> assertDues(month, merchant, find(statement.get("dues"), "merchantId", merchant)));
        assertThat(statement.at("/cost/costFen").asLong())
                .as(seedIs + month)
                .isEqualTo(history.books().in(month, "cost"));
        assertPeople(month, statement.get("people"));
    }

    private void assertPoints(YearMonth month, JsonNode points) {
        PlainBooks books = history.books();
        for (String line : POINTS) {
            assertThat(points.get(line).asLong())
                    .as(seedIs + month + " " + line)
                    .isEqualTo(books.in(month, line));
        }
        assertThat(points.get("opening").asLong()).as(seedIs + month).isEqualTo(outstanding(month.minusMonths(1)));
        assertThat(points.get("closing").asLong()).as(seedIs + month).isEqualTo(outstanding(month));
        assertThat(points.at("/outstanding/held").asLong()).as(seedIs + month).isEqualTo(books.through(month, "~held"));
        for (JsonNode task : points.get("tasks")) {
            String id = "?taskId=" + task.get("taskId").asText();
            assertThat(task.get("credits").asLong())
                    .as(seedIs + month)
                    .isEqualTo(books.transactions(month, "issued-by-task" + id));
            assertThat(task.get("quantity").asLong()).as(seedIs + month).isEqualTo(books.in(month, "~quantity" + id));
        }
        for (JsonNode reason : points.get("reasons")) {
            String line = "issued-for-reason"
                    + (reason.has("reason") ? "?reason=" + reason.get("reason").asText() : "");
            assertThat(reason.get("credits").asLong()).as(seedIs + month).isEqualTo(books.transactions(month, line));
        }
    }

    private long outstanding(YearMonth month) {
        PlainBooks books = history.books();
        return books.through(month, "issued")
                - books.through(month, "deducted")
                - books.through(month, "redeemed")
                + books.through(month, "returned")
                - books.through(month, "expired")
                + books.through(month, "reversed");
    }

    /** What members have by their own balances at the end of the month. */
    private void assertMembersHave(YearMonth month, JsonNode outstanding) {
        // Points whose last day it is still count while that lasts.
        String at = month.atEndOfMonth().isAfter(LAST) ? "" : "?at=" + month.atEndOfMonth();
        Map<String, Long> sums = new TreeMap<>();
        for (String member : history.members) {
            JsonNode balance = committee
                    .get("/members/" + member + "/balance" + at)
                    .expect(200)
                    .json();
            outstanding
                    .fieldNames()
                    .forEachRemaining(
                            field -> sums.merge(field, balance.get(field).asLong(), Long::sum));
        }
        sums.forEach((field, sum) -> assertThat(outstanding.get(field).asLong())
                .as(seedIs + month + " " + field)
                .isEqualTo(sum));
    }

    private void assertGoods(YearMonth month, RandomMonths.Reward reward, JsonNode goods) {
        PlainBooks books = history.books();
        String id = "?rewardId=" + reward.id();
        assertFigure(month, goods, "handedOut", books.in(month, "goods-handed-out" + id));
        assertFigure(month, goods, "returned", books.in(month, "goods-returned" + id));
        assertFigure(month, goods, "reserved", books.through(month, "~reserved" + id));
        if (reward.merchant() == null) {
            assertFigure(month, goods, "opening", inStock(month.minusMonths(1), id));
            assertFigure(month, goods, "received", books.in(month, "goods-received" + id));
            assertFigure(month, goods, "adjusted", books.in(month, "goods-adjusted" + id));
            assertFigure(month, goods, "reversed", books.in(month, "goods-reversed" + id));
            assertFigure(month, goods, "transferred", books.in(month, "goods-transferred" + id));
            assertFigure(month, goods, "closing", inStock(month, id));
            Long counted = books.counted(month, reward.id());
            assertThat(goods.hasNonNull("counted") ? goods.get("counted").asLong() : null)
                    .as(seedIs + month + " counted")
                    .isEqualTo(counted);
        } else {
            assertThat(goods.has("opening") || goods.has("closing"))
                    .as(seedIs + goods)
                    .isFalse();
        }
    }

    private long inStock(YearMonth month, String id) {
        PlainBooks books = history.books();
        return books.through(month, "goods-received" + id)
                - books.through(month, "goods-handed-out" + id)
                + books.through(month, "goods-returned" + id)
                + books.through(month, "goods-adjusted" + id)
                + books.through(month, "goods-reversed" + id);
    }

    /** The same as in the committee's statement, and in the merchant's own. */
    private void assertDues(YearMonth month, String merchant, JsonNode dues) {
        PlainBooks books = history.books();
        String id = "?merchantId=" + merchant;
        JsonNode own = committee
                .get("/merchants/" + merchant + "/statements/" + month)
                .expect(200)
                .json();
        assertThat(own.at("/proof/holds").asBoolean()).as(seedIs + month + own).isTrue();
        Map<String, Long> expected = Map.of(
                "opening", owed(month.minusMonths(1), id),
                "earned", books.in(month, "dues-earned" + id),
                "returned", books.in(month, "dues-returned" + id),
                "settled", books.in(month, "dues-settled" + id),
                "closing", owed(month, id));
        expected.forEach((field, fen) -> {
            assertFigure(month, dues, field, fen);
            assertFigure(month, own, field + "Fen", fen);
        });
    }

    private long owed(YearMonth month, String id) {
        PlainBooks books = history.books();
        return books.through(month, "dues-earned" + id)
                - books.through(month, "dues-returned" + id)
                - books.through(month, "dues-settled" + id);
    }

    private void assertPeople(YearMonth month, JsonNode people) {
        Set<String> credited = history.books().credited(month);
        Set<String> served = history.books().served(month);
        assertFigure(month, people, "membersCredited", credited.size());
        assertFigure(month, people, "householdsCredited", households(credited));
        assertFigure(month, people, "membersServed", served.size());
        assertFigure(month, people, "householdsServed", households(served));
    }

    private long households(Set<String> members) {
        return members.stream()
                .map(history.households::get)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    /** What is left out is nothing. */
    private void assertFigure(YearMonth month, JsonNode line, String field, long expected) {
        assertThat(line.path(field).asLong())
                .as(seedIs + month + " " + field + " of " + line)
                .isEqualTo(expected);
    }

    /** The first quarter has nothing before February, and is closed. */
    private void assertQuarter() {
        YearMonth february = MONTHS.get(0);
        YearMonth march = MONTHS.get(1);
        PlainBooks books = history.books();
        JsonNode quarter =
                committee.get("/statements/quarters/2026-Q1").expect(200).json();
        assertThat(quarter.get("complete").asBoolean()).as(seedIs + quarter).isTrue();
        for (String line : POINTS) {
            assertFigure(march, quarter.get("points"), line, books.in(february, line) + books.in(march, line));
        }
        assertFigure(march, quarter.get("points"), "closing", outstanding(march));
        assertFigure(march, quarter, "costFen", books.in(february, "cost") + books.in(march, "cost"));
        for (String merchant : history.merchants) {
            JsonNode dues = find(quarter.get("dues"), "merchantId", merchant);
            assertThat(dues.get("title").asText()).isNotEmpty();
            String id = "?merchantId=" + merchant;
            assertFigure(march, dues, "earned", books.through(march, "dues-earned" + id));
            assertFigure(march, dues, "settled", books.through(march, "dues-settled" + id));
            assertFigure(march, dues, "closing", owed(march, id));
        }
    }

    /** All but those that only imports, or more than fifty reasons, have anything to lead to. */
    private void assertAllLinesWereFollowed() {
        Set<String> all = new TreeSet<>();
        for (StatementLine line : StatementLine.values()) {
            all.add(line.code());
        }
        all.remove(StatementLine.BROUGHT_FORWARD.code());
        all.remove(StatementLine.ISSUED_FOR_OTHER_REASONS.code());
        assertThat(followed).as(seedIs + "lines with transactions").isEqualTo(all);
    }

    private JsonNode statement(YearMonth month) {
        return committee.get("/statements/" + month).expect(200).json();
    }

    private static JsonNode find(JsonNode lines, String field, String id) {
        for (JsonNode line : lines) {
            if (line.get(field).asText().equals(id)) {
                return line;
            }
        }
        return lines.path(lines.size());
    }
}
