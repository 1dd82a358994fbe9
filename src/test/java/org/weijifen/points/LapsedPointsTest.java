package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.redemption.PickupExpiryJob;

/**
 * What has lapsed pays for what is taken back of its own day and for nothing else, and it makes no difference when the job came
 * by that posts it.
 */
@QuarkusTest
class LapsedPointsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
    private static final int DEEDS = 45;
    private static final int PICKUP_DAYS = 6;
    private static final int DAYS_LOOKED_BACK_TO = 8;

    @Inject
    PointsExpiry job;

    @Inject
    PickupExpiryJob pickups;

    @Inject
    Communities communities;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private LocalDate today;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void paysForWhatIsTakenBackOfItsOwnDay(boolean jobCameBy) {
        open();
        String member = community.aMember();
        long spent = credit(member, 100).get("sequence").asLong();
        begin(FIRST.plusDays(10));
        long unused = credit(member, 100).get("sequence").asLong();
        String service = community.reward("service", 100, Map.of());
        begin(FIRST.plusDays(20));
        // The earlier ones go first, so that those of the second credit lapse.
        community.handedOut(member, service, 1);
        begin(FIRST.plusMonths(3));
        if (jobCameBy) {
            expirePoints();
        }

        reverse(spent);

        assertBalance(member, Map.of("arrears", 100L, "expired", 100L, "spent", 100L));
        reverse(unused);
        assertBalance(member, Map.of("arrears", 100L, "expired", 0L, "spent", 100L));
        expirePoints();
        assertBalance(member, Map.of("arrears", 100L, "expired", 0L, "spent", 100L));
        community.verify();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void makesNoDifferenceWhenTheJobCameBy(long seed) {
        try {
            new History(seed, false).live();
            new History(seed, true).live();
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    @Test
    void owesNothingForWhatLapsedUnusedAltogether() {
        open();
        String member = community.aMember();
        long first = credit(member, 30).get("sequence").asLong();
        begin(FIRST.plusDays(1));
        long second = credit(member, 20).get("sequence").asLong();
        begin(FIRST.plusMonths(2));
        expirePoints();

        reverse(second);
        reverse(first);

        assertBalance(member, Map.of("arrears", 0L, "expired", 0L, "earned", 0L));
    }

    private void open() {
        begin(FIRST);
        community = aCommittee(
                admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1), "pickupDays", PICKUP_DAYS));
    }

    private void expirePoints() {
        job.expire(communities.require(community.slug()), today);
    }

    private void begin(LocalDate day) {
        today = day;
        MovableClock.set(day.atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }

    private JsonNode credit(String member, long points) {
        return community.credit(member, points).json();
    }

    private void reverse(long sequence) {
        community
                .post("/transactions/" + sequence + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
    }

    private void assertBalance(String member, Map<String, Long> expected) {
        JsonNode balance = community.balance(member);
        expected.forEach((figure, points) ->
                assertThat(balance.get(figure).asLong()).as(figure).isEqualTo(points));
    }

    /** One member's history, drawn by lot, beside plain arithmetic. */
    private final class History {
        private final Random random;
        private final boolean jobs;
        private final PlainWallet plain = new PlainWallet();
        private final Map<Long, PlainWallet.Credit> credits = new TreeMap<>();
        private final Map<Long, PlainWallet.Deduction> deductions = new TreeMap<>();
        private final List<Order> open = new ArrayList<>();
        private final List<Order> expired = new ArrayList<>();
        private final List<Order> collected = new ArrayList<>();
        private String member;
        private String service;

        private record Order(String id, LocalDate requestedOn, List<PlainWallet.Lot> lots) {
            LocalDate pickupBy() {
                return requestedOn.plusDays(PICKUP_DAYS);
            }
        }

        History(long seed, boolean jobs) {
            this.random = new Random(seed);
            this.jobs = jobs;
        }

        void live() {
            LapsedPointsTest.this.open();
            plain.begin(today);
            member = community.aMember();
            service = community.reward("service", 1, Map.of());
            for (int deed = 0; deed < DEEDS; deed++) {
                // Drawn in any case, so that both histories do the same.
                boolean jobComesBy = random.nextInt(3) == 0;
                if (jobs && jobComesBy) {
                    expirePoints();
                }
                act();
                assertFigures("after deed " + deed);
            }
            assertPastDays();
            expirePoints();
            assertFigures("after the job");
            community.verify();
        }

        private void act() {
            switch (random.nextInt(15)) {
                case 0, 1, 2 -> sleep(1 + random.nextInt(12));
                case 3, 4 -> credit();
                case 5 -> deduct();
                case 6, 7, 8 -> reserve();
                case 9 -> collect();
                case 10 -> cancel();
                case 11 -> takeBack();
                case 12 -> collectAfterAll();
                case 13 -> reverseCredit();
                case 14 -> reverseDeduction();
                default -> throw new AssertionError("no such deed");
            }
        }

        /** A pickup is given back when somebody notices; that is the same day in both histories. */
        private void sleep(int days) {
            begin(today.plusDays(days));
            plain.begin(today);
            pickups.expire(communities.require(community.slug()), today);
            for (Order order : List.copyOf(open)) {
                if (order.pickupBy().isBefore(today)) {
                    open.remove(order);
                    expired.add(order);
                    plain.release(order.lots());
                }
            }
        }

        private void credit() {
            long points = 1 + random.nextInt(40);
            LocalDate day = today.minusDays(random.nextInt(3) == 0 ? random.nextInt(45) : 0);
            LocalDate effectiveOn = day.isBefore(FIRST) ? FIRST : day;
            JsonNode credit = community
                    .post(
                            "/credits",
                            Map.of(
                                    "memberId",
                                    member,
                                    "points",
                                    points,
                                    "reason",
                                    "测试",
                                    "effectiveOn",
                                    effectiveOn.toString()))
                    .expect(201)
                    .json();
            credits.put(credit.get("sequence").asLong(), plain.credit(points, effectiveOn.plusMonths(1)));
        }

        private void deduct() {
            long points = 1 + random.nextInt(40);
            long sequence =
                    community.deduct(member, points).json().get("sequence").asLong();
            deductions.put(sequence, plain.deduct(points));
        }

        private void reserve() {
            long points = 1 + random.nextInt(25);
            Reply reply = community.redeem(member, service, points);
            List<PlainWallet.Lot> lots = plain.reserve(points);
            assertThat(reply.status()).isEqualTo(lots == null ? 422 : 201);
            if (lots != null) {
                open.add(new Order(reply.json().get("id").asText(), today, lots));
            }
        }

        private void collect() {
            Order order = draw(open);
            if (order != null) {
                community.collect(order.id()).expect(200);
                plain.collect(order.lots());
                collected.add(order);
            }
        }

        private void cancel() {
            Order order = draw(open);
            if (order != null) {
                community.cancel(order.id()).expect(200);
                plain.release(order.lots());
            }
        }

        private void takeBack() {
            Order order = draw(collected);
            if (order != null) {
                community.takeBack(order.id()).expect(200);
                plain.takeBack(order.lots());
            }
        }

        /** Handed out on one of its days, and told of after the last. */
        private void collectAfterAll() {
            Order order = draw(expired);
            if (order != null) {
                LocalDate handedOut = order.requestedOn().plusDays(random.nextInt(PICKUP_DAYS + 1));
                community
                        .post("/redemptions/" + order.id() + "/collect", Map.of("occurredOn", handedOut.toString()))
                        .expect(200);
                plain.collectAfterAll(order.lots());
                collected.add(order);
            }
        }

        private void reverseCredit() {
            Long sequence = draw(new ArrayList<>(credits.keySet()));
            if (sequence != null) {
                reverse(sequence);
                plain.reverse(credits.remove(sequence));
            }
        }

        private void reverseDeduction() {
            Long sequence = draw(new ArrayList<>(deductions.keySet()));
            if (sequence != null) {
                reverse(sequence);
                plain.reverse(deductions.remove(sequence));
            }
        }

        private <T> T draw(List<T> from) {
            return from.isEmpty() ? null : from.remove(random.nextInt(from.size()));
        }

        private void assertFigures(String when) {
            JsonNode balance = community.balance(member);
            Map<String, Long> shown = new TreeMap<>();
            plain.figures()
                    .keySet()
                    .forEach(figure -> shown.put(figure, balance.get(figure).asLong()));
            assertThat(shown).as(when + ", job " + jobs + ", " + today).isEqualTo(plain.figures());
        }

        /** Whatever was told of later: nobody has less than nothing on any day, or points and debts at once. */
        private void assertPastDays() {
            for (int i = 0; i < DAYS_LOOKED_BACK_TO; i++) {
                LocalDate day = FIRST.plusDays(random.nextInt((int) (today.toEpochDay() - FIRST.toEpochDay()) + 1));
                JsonNode balance = community
                        .get("/members/" + member + "/balance?at=" + day)
                        .expect(200)
                        .json();
                PastDays.assertWhole(balance);
                PastDays.assertExplained(
                        balance,
                        community
                                .get("/members/" + member + "/balance/explanation?at=" + day)
                                .expect(200)
                                .json());
            }
        }
    }
}
