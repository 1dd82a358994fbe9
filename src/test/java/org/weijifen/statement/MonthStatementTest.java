package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;
import org.weijifen.points.PointsExpiry;

@QuarkusTest
class MonthStatementTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Inject
    PointsExpiry expiry;

    @Inject
    TestBooks books;

    private final Api admin = Api.asAdmin();

    @BeforeEach
    void beginInFebruary() {
        setDay("2026-02-10");
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void tellsWhatMovedAndLeadsToEachTransaction() {
        Committee community = aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        String anna = community.aMember(Map.of("household", "1-101"));
        String bela = community.aMember(Map.of("household", "1-101"));
        String patrol = community.task(10, "hour");
        String tissue = community.reward("goods", 30, Map.of("costFen", 690));
        String soap = community.reward("goods", 10, Map.of("costFen", 300));
        String haircut = community.reward("service", 1, Map.of());
        receive(community, tissue, 5);
        receive(community, soap, 5);
        community.credit(anna, 100);
        community.credit(bela, 50);

        setDay("2026-03-05");
        String returned = community.reserved(anna, tissue, 1);
        community.collect(returned).expect(200);
        community.deduct(bela, 70);
        community
                .post("/credits", Map.of("memberId", bela, "taskId", patrol, "quantity", 3))
                .expect(201);
        setDay("2026-03-08");
        String cancelled = community.reserved(anna, soap, 2);
        setDay("2026-03-12");
        expiry.run();
        community.cancel(cancelled).expect(200);
        setDay("2026-03-15");
        community.takeBack(returned).expect(200);
        setDay("2026-03-20");
        long mistake = community
                .post("/credits", Map.of("memberId", anna, "points", 40))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        community
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "登记有误"))
                .expect(201);
        setDay("2026-03-25");
        community.credit(anna, 12);
        String open = community.reserved(anna, soap, 1);
        community.collect(community.reserved(bela, haircut, 1)).expect(200);
        setDay("2026-04-01");
        community.collect(open).expect(200);

        JsonNode march = statement(community, "2026-03");
        assertThat(longs(
                        march.get("points"),
                        "opening",
                        "broughtForward",
                        "issued",
                        "deducted",
                        "redeemed",
                        "returned",
                        "expired",
                        "reversed",
                        "closing"))
                .containsExactly(150L, 0L, 82L, 70L, 31L, 30L, 100L, -40L, 21L);
        assertThat(longs(march.at("/points/outstanding"), "available", "held", "arrears"))
                .containsExactly(11L, 10L, 0L);
        assertThat(longs(march.at("/points/tasks/0"), "credits", "quantity", "points"))
                .containsExactly(1L, 3L, 30L);
        assertThat(march.at("/points/tasks/0/taskId").asText()).isEqualTo(patrol);
        assertThat(march.at("/points/tasks/0/title").asText()).isNotBlank();
        assertThat(march.at("/points/reasons").findValuesAsText("reason")).containsExactly("测试");
        assertThat(longs(march.at("/points/reasons/0"), "credits", "points")).containsExactly(1L, 40L);
        assertThat(longs(march.at("/points/reasons/1"), "credits", "points")).containsExactly(1L, 12L);
        assertThat(longs(goods(march, tissue), "opening", "received", "handedOut", "returned", "closing", "reserved"))
                .containsExactly(5L, 0L, 1L, 1L, 5L, 0L);
        assertThat(longs(goods(march, soap), "opening", "received", "handedOut", "returned", "closing", "reserved"))
                .containsExactly(5L, 0L, 0L, 0L, 5L, 1L);
        assertThat(longs(goods(march, haircut), "handedOut", "returned", "reserved"))
                .containsExactly(1L, 0L, 0L);
        assertThat(goods(march, haircut).has("opening")).isFalse();
        assertThat(march.at("/cost/costFen").asLong()).isZero();
        assertThat(longs(
                        march.get("people"),
                        "membersCredited",
                        "householdsCredited",
                        "membersServed",
                        "householdsServed"))
                .containsExactly(2L, 1L, 2L, 1L);
        proved(march);
        JsonNode february = statement(community, "2026-02");
        assertThat(longs(goods(february, soap), "opening", "received", "closing"))
                .containsExactly(0L, 5L, 5L);
        proved(february);
        JsonNode april = statement(community, "2026-04");
        assertThat(longs(april.get("points"), "opening", "redeemed", "closing")).containsExactly(21L, 10L, 11L);
        assertThat(april.at("/cost/costFen").asLong()).isEqualTo(300);
        proved(april);
    }

    @Test
    void countsADeductionAndACreditWholeWhereArrearsAreInBetween() {
        Committee community = aCommittee(admin);
        String member = community.aMemberWith(10);
        community.deduct(member, 25);
        setDay("2026-03-01");
        community.credit(member, 40);

        JsonNode february = statement(community, "2026-02");
        assertThat(longs(february.get("points"), "issued", "deducted", "closing"))
                .containsExactly(10L, 25L, -15L);
        assertThat(longs(february.at("/points/outstanding"), "available", "held", "arrears"))
                .containsExactly(0L, 0L, 15L);
        proved(february);
        JsonNode march = statement(community, "2026-03");
        assertThat(longs(march.get("points"), "opening", "issued", "closing")).containsExactly(-15L, 40L, 25L);
        proved(march);
    }

    @Test
    void givesThePointsOfReasonsBeyondTheFirstFiftyAsOneLine() {
        Committee community = aCommittee(admin);
        String member = community.aMember();
        for (int i = 1; i <= 53; i++) {
            community
                    .post("/credits", Map.of("memberId", member, "points", i, "reason", "事由 " + i + "&?"))
                    .expect(201);
        }
        community.post("/credits", Map.of("memberId", member, "points", 1)).expect(201);

        JsonNode february = statement(community, "2026-02");

        JsonNode reasons = february.at("/points/reasons");
        assertThat(reasons).hasSize(51);
        assertThat(reasons.get(0).get("reason").asText()).isEqualTo("事由 53&?");
        assertThat(reasons.get(50).get("others").asBoolean()).isTrue();
        assertThat(longs(reasons.get(50), "credits", "points")).containsExactly(4L, 1L + 1 + 2 + 3);
        proved(february);
    }

    @Test
    void isOfTheCommunitysOwnDaysAndOfNoFutureMonth() {
        Committee community = aCommittee(admin, Map.of("timeZone", "Pacific/Kiritimati"));
        MovableClock.set(LocalDate.parse("2026-02-28")
                .atTime(11, 0)
                .atZone(ZoneId.of("UTC"))
                .toInstant());
        community.credit(community.aMember(), 5);

        assertThat(statement(community, "2026-03").at("/points/issued").asLong())
                .isEqualTo(5);
        assertThat(statement(community, "2026-02").at("/points/issued").asLong())
                .isZero();
        var refused = community.get("/statements/2026-04");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("month");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("in_future");
    }

    @ParameterizedTest
    @CsvSource({
        "/statements/1999-12, month, too_small",
        "/statements/9999-12, month, in_future",
        "/statements/1999-12/lines/issued/transactions, month, too_small",
        "/statements/9999-12/lines/issued/transactions, month, in_future",
        "/statements/quarters/1999-Q4, quarter, too_small",
        "/statements/years/1999, year, too_small",
        "/exports/statements?month=1999-12, month, too_small"
    })
    void refusesMonthsThatHaveNoBooks(String path, String field, String violation) {
        var refused = aCommittee(admin).get(path);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(violation);
    }

    /** The whole line would be taken for a part of it. */
    @ParameterizedTest
    @CsvSource({
        "issued, taskId, 01890a5d-ac96-774b-bcce-b302099a8057",
        "issued, rewardId, 01890a5d-ac96-774b-bcce-b302099a8057",
        "issued, merchantId, 01890a5d-ac96-774b-bcce-b302099a8057",
        "issued, reason, patrol",
        "goods-received, taskId, 01890a5d-ac96-774b-bcce-b302099a8057"
    })
    void refusesFiltersThatALineHasNot(String line, String parameter, String value) {
        var refused =
                aCommittee(admin).get("/statements/2026-01/lines/" + line + "/transactions?" + parameter + "=" + value);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(parameter);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unknown_field");
    }

    @Test
    void isOfNothingWhereNothingEverMoved() {
        Committee community = aCommittee(admin);

        JsonNode statement = statement(community, "2020-01");

        assertThat(longs(statement.get("points"), "opening", "issued", "closing"))
                .containsExactly(0L, 0L, 0L);
        assertThat(statement.get("goods")).isEmpty();
        proved(statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/statements/2026-13",
                "/statements/2026",
                "/statements/2026-02/lines/nonsense/transactions",
                "/statements/quarters/2026-Q5",
                "/statements/quarters/2026",
                "/statements/years/26"
            })
    void isNotFoundWhereThePathNamesNone(String path) {
        Committee community = aCommittee(admin);

        assertThat(community.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issued-by-task", "goods-received", "dues-earned"})
    void refusesALineThatIsNotNamedWhole(String line) {
        Committee community = aCommittee(admin);

        var refused = community.get("/statements/2026-02/lines/" + line + "/transactions");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("required");
    }

    @Test
    void isForTheCommunitysCommitteeOnly() {
        Committee community = aCommittee(admin);
        String member = community.aMember();
        for (String path : new String[] {
            "/statements/2026-02",
            "/statements/2026-02/lines/issued/transactions",
            "/statements/quarters/2025-Q4",
            "/statements/years/2025",
            "/closings"
        }) {
            String whole = community.path(path);
            Api.asCommittee(community.slug()).get(whole).expect(200);
            Api.asCommittee(aCommittee(admin).slug()).get(whole).expect(403);
            Api.asIntegrator(community.slug()).get(whole).expect(403);
            Api.asMember(community.slug(), member).get(whole).expect(403);
        }
    }

    /** Months of a random history prove themselves and add up, whichever moment they are worked out from. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void ofARandomHistoryProvesItselfAndAddsUpBeforeAndAfterItIsClosed(long seed) throws Exception {
        setDay("2026-06-15");
        TestBooks.Community community = books.open();
        Committee committee = Committee.of(admin, community.slug());
        new RandomHistory(community, new Random(seed)).run(90);
        expiry.run();
        List<JsonNode> before = new ArrayList<>();
        List<YearMonth> months =
                List.of(YearMonth.of(2026, 2), YearMonth.of(2026, 3), YearMonth.of(2026, 4), YearMonth.of(2026, 5));
        for (YearMonth month : months) {
            JsonNode statement = statement(committee, month.toString());
            proved(statement);
            if (!before.isEmpty()) {
                assertThat(statement.at("/points/opening"))
                        .as("seed " + seed)
                        .isEqualTo(before.get(before.size() - 1).at("/points/closing"));
            }
            before.add(statement);
        }

        Api second = Api.asCommittee(community.slug());
        for (YearMonth month : months) {
            committee.post("/closings", Map.of("month", month.toString())).expect(201);
            second.post(committee.path("/closings/" + month + "/sign"), committee.closing(month.toString()))
                    .expect(200);
        }

        for (int i = 0; i < months.size(); i++) {
            JsonNode after = statement(committee, months.get(i).toString());
            assertThat(after.at("/proof/closingFrom").asText()).isEqualTo("closing " + months.get(i));
            proved(after);
            for (String part : List.of("points", "goods", "dues", "cost", "people")) {
                assertThat(after.get(part))
                        .as("seed " + seed + ", " + months.get(i))
                        .isEqualTo(before.get(i).get(part));
            }
            assertThat(committee
                            .get("/closings/" + months.get(i) + "/verification")
                            .expect(200)
                            .json()
                            .get("valid")
                            .asBoolean())
                    .isTrue();
        }
        JsonNode june = statement(committee, "2026-06");
        assertThat(june.at("/points/opening")).isEqualTo(before.get(3).at("/points/closing"));
        proved(june);
    }

    /** Facts of all kinds on random days from February to May, in no order of days. */
    private static final class RandomHistory {
        private record Reserved(UUID member, Transaction reservation) {}

        private final TestBooks.Community community;
        private final Random random;
        private final List<UUID> members = new ArrayList<>();
        private final List<Transaction> credits = new ArrayList<>();
        private final List<Reserved> open = new ArrayList<>();
        private final List<Reserved> collected = new ArrayList<>();
        private final UUID reward = UUID.randomUUID();

        RandomHistory(TestBooks.Community community, Random random) throws Exception {
            this.community = community;
            this.random = random;
            for (int i = 0; i < 4; i++) {
                members.add(community.member());
            }
        }

        void run(int steps) {
            community.receive(reward, 50);
            for (int i = 0; i < steps; i++) {
                try {
                    step();
                } catch (ProblemException refusal) {
                    // Such as points that are not there: nothing has moved.
                }
            }
        }

        private void step() {
            LocalDate day = LocalDate.of(2026, 2, 1).plusDays(random.nextInt(119));
            UUID member = members.get(random.nextInt(members.size()));
            long points = 1 + random.nextInt(40);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> credits.add(credit(member, points, day));
                case 3 -> community.deduct(member, points, day);
                case 4 -> open.add(new Reserved(member, community.reserve(member, points, reward, day)));
                case 5 -> finish(day);
                case 6 -> giveBack(day);
                case 7 -> reverse(day);
                default -> throw new AssertionError("no such case");
            }
        }

        private Transaction credit(UUID member, long points, LocalDate day) {
            LocalDate expiresOn = random.nextBoolean() ? null : day.plusDays(random.nextInt(30));
            TestBooks.Words words = random.nextBoolean()
                    ? new TestBooks.Words(new Cause.Task(new TaskId(new UUID(7, random.nextInt(3)))), 2L, null, null)
                    : TestBooks.Words.reason("reason " + random.nextInt(4));
            return community.credit(member, points, expiresOn, day, words);
        }

        private void finish(LocalDate day) {
            if (!open.isEmpty()) {
                Reserved reserved = open.remove(random.nextInt(open.size()));
                if (random.nextBoolean()) {
                    community.collect(reserved.member(), reward, reserved.reservation(), day);
                    collected.add(reserved);
                } else {
                    community.cancel(reserved.member(), reward, reserved.reservation(), day);
                }
            }
        }

        private void giveBack(LocalDate day) {
            if (!collected.isEmpty()) {
                Reserved reserved = collected.remove(random.nextInt(collected.size()));
                community.giveBack(reserved.member(), reward, reserved.reservation(), day);
            }
        }

        private void reverse(LocalDate day) {
            if (!credits.isEmpty()) {
                Transaction credit = credits.remove(random.nextInt(credits.size()));
                community.reverse(credit.postings().get(0).from().owner().value(), credit, day);
            }
        }
    }

    private void proved(JsonNode statement) {
        assertThat(statement.at("/proof/valid").asBoolean())
                .as(statement.get("proof").toPrettyString())
                .isTrue();
        assertThat(statement.at("/proof/checks")).hasSizeGreaterThan(9);
        assertThat(FollowedDown.check(admin, statement)).isGreaterThan(7);
    }

    private static JsonNode statement(Committee community, String month) {
        return community.get("/statements/" + month).expect(200).json();
    }

    private static JsonNode goods(JsonNode statement, String reward) {
        for (JsonNode goods : statement.get("goods")) {
            if (goods.get("rewardId").asText().equals(reward)) {
                return goods;
            }
        }
        throw new AssertionError("no goods " + reward + " in " + statement.get("goods"));
    }

    private static List<Long> longs(JsonNode node, String... fields) {
        List<Long> values = new ArrayList<>();
        for (String field : fields) {
            values.add(node.get(field).asLong());
        }
        return values;
    }

    private static void receive(Committee community, String reward, long units) {
        community
                .post("/rewards/" + reward + "/receipts", Map.of("quantity", units))
                .expect(201);
    }

    private static void setDay(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
