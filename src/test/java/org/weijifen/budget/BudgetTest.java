package org.weijifen.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

@QuarkusTest
class BudgetTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    /** In the middle of a month, so that the month before is not far and this one does not end meanwhile. */
    private static final LocalDate TODAY = LocalDate.of(2027, 3, 15);

    private static final YearMonth MARCH = YearMonth.of(2027, 3);
    private static final YearMonth FEBRUARY = YearMonth.of(2027, 2);

    @Inject
    DataSource dataSource;

    private Api admin;
    private Committee community;
    private String member;
    private String snow;

    @BeforeEach
    void openCommunity() {
        MovableClock.set(TODAY.atTime(12, 0).atZone(SHANGHAI).toInstant());
        admin = Api.asAdmin();
        community = aCommittee(admin);
        member = community.aMember();
        snow = community.task(6, "hour");
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void refusesCreditsBeyondTheBudgetAndMovesNothing() {
        set(MARCH, forAll(100)).expect(200);
        free(90).expect(201);

        Reply beyond = free(11);

        assertThat(beyond.status()).isEqualTo(422);
        assertThat(beyond.code()).isEqualTo("limit_exceeded");
        assertThat(beyond.json().get("detail").asText()).contains("2027-03", "100", "90", "11");
        assertThat(earned()).isEqualTo(90);
        assertThat(community.get("/books").json().get("sequence").asLong()).isEqualTo(1);
        free(10).expect(201);
        free(1).expect(422);
        assertIssued(MARCH, 100);
    }

    @Test
    void countsCreditsByATaskAgainstBothBudgetsAndFreeOnesAgainstTheCommunitysOnly() {
        String class4 = community.task(4, "occurrence");
        set(MARCH, forAll(100), forTask(snow, 30)).expect(200);

        byTask(snow, 4).expect(201);
        byTask(class4, 5).expect(201);
        free(7).expect(201);

        JsonNode month = month(MARCH);
        assertThat(month.get("issued").asLong()).isEqualTo(51);
        assertThat(month.at("/items/0/issued").asLong()).isEqualTo(51);
        assertThat(month.at("/items/0/remaining").asLong()).isEqualTo(49);
        assertThat(month.at("/items/0/taskId").isMissingNode()).isTrue();
        assertThat(month.at("/items/1/taskId").asText()).isEqualTo(snow);
        assertThat(month.at("/items/1/issued").asLong()).isEqualTo(24);
        Reply beyond = byTask(snow, 2);
        assertThat(beyond.code()).isEqualTo("limit_exceeded");
        assertThat(beyond.json().get("detail").asText()).contains("2027-03", "30", "24", "12", "t-");
        byTask(class4, 2).expect(201);
        assertIssued(MARCH, 59);
    }

    @Test
    void warnsFromEightyPercentOn() {
        set(MARCH, forAll(100), forTask(snow, 15)).expect(200);

        assertThat(free(67).expect(201).json().has("budgetWarnings")).isFalse();
        JsonNode task = byTask(snow, 2).expect(201).json().get("budgetWarnings");
        assertThat(month(MARCH).at("/items/0/warning").asBoolean()).isFalse();
        assertThat(month(MARCH).at("/items/1/warning").asBoolean()).isTrue();
        JsonNode all = free(1).expect(201).json().get("budgetWarnings");

        assertThat(task).hasSize(1);
        assertThat(task.get(0).get("taskId").asText()).isEqualTo(snow);
        assertThat(task.get(0).get("month").asText()).isEqualTo("2027-03");
        assertThat(task.get(0).get("points").asLong()).isEqualTo(15);
        assertThat(task.get(0).get("issued").asLong()).isEqualTo(12);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).has("taskId")).isFalse();
        assertThat(all.get(0).get("issued").asLong()).isEqualTo(80);
        assertThat(month(MARCH).at("/items/0/warning").asBoolean()).isTrue();
    }

    @Test
    void isByDefaultAsItAlwaysWas() {
        JsonNode silent = set(MARCH, forAll(100)).expect(200).json().at("/items/0");

        assertPolicy(silent, 80, "refuse");
        JsonNode told =
                set(MARCH, with(forAll(100), 80, "refuse")).expect(200).json().at("/items/0");
        assertThat(untimed(told)).isEqualTo(untimed(silent));
        set(MARCH, with(forAll(100), 5, "warn")).expect(200);
        assertPolicy(set(MARCH, forAll(100)).expect(200).json().at("/items/0"), 80, "refuse");
    }

    @Test
    void answersThePolicyOfEachBudget() {
        Object[] wanted = {with(forAll(100), 1, "warn"), with(forTask(snow, 30), 100, "refuse")};
        JsonNode set = set(MARCH, wanted).expect(200).json();

        assertPolicy(set.at("/items/0"), 1, "warn");
        assertPolicy(set.at("/items/1"), 100, "refuse");
        assertThat(month(MARCH)).isEqualTo(set);
        JsonNode listed = community.get("/budgets").expect(200).json();
        assertThat(listed.get("items")).isEqualTo(set.get("items"));
        JsonNode again = set(MARCH, wanted).expect(200).json();
        assertThat(untimed(again.at("/items/0"))).isEqualTo(untimed(set.at("/items/0")));
        assertThat(untimed(again.at("/items/1"))).isEqualTo(untimed(set.at("/items/1")));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1, 1",
        "100, 33, 33",
        "100, 100, 100",
        "15, 50, 8", // 7.5 points are 50 %.
        "1000, 99, 990",
        "3, 1, 1",
    })
    void warnsExactlyFromThePercentageOn(long points, int percent, long first) {
        set(MARCH, with(forAll(points), percent, "refuse")).expect(200);

        if (first > 1) {
            assertThat(free(first - 1).expect(201).json().has("budgetWarnings")).isFalse();
            assertThat(month(MARCH).at("/items/0/warning").asBoolean()).isFalse();
        }
        JsonNode warnings = free(1).expect(201).json().get("budgetWarnings");

        assertThat(warnings.findValuesAsText("issued")).containsExactly(Long.toString(first));
        assertThat(month(MARCH).at("/items/0/warning").asBoolean()).isTrue();
        if (first < points) {
            assertThat(free(points - first).expect(201).json().get("budgetWarnings"))
                    .hasSize(1);
        }
        assertThat(free(1).code()).isEqualTo("limit_exceeded");
        assertIssued(MARCH, points);
    }

    @Test
    void takesCreditsBeyondWithAWarningWhereThatIsThePolicy() {
        set(MARCH, with(forAll(100), 100, "warn")).expect(200);
        assertThat(free(99).expect(201).json().has("budgetWarnings")).isFalse();

        JsonNode trial = community
                .post("/credits?dryRun=true", item(2))
                .expect(200)
                .json()
                .get("budgetWarnings");
        JsonNode exactly = free(1).expect(201).json().get("budgetWarnings");
        JsonNode beyond = free(50).expect(201).json().get("budgetWarnings");

        assertThat(trial.findValuesAsText("issued")).containsExactly("101");
        assertThat(exactly.findValuesAsText("issued")).containsExactly("100");
        assertThat(beyond.findValuesAsText("issued")).containsExactly("150");
        assertThat(beyond.findValuesAsText("points")).containsExactly("100");
        assertThat(month(MARCH).at("/items/0/remaining").asLong()).isEqualTo(-50);
        assertIssued(MARCH, 150);
        set(MARCH, with(forAll(100), 100, "refuse")).expect(200);
        assertThat(free(1).code()).isEqualTo("limit_exceeded");
        community.verify();
    }

    @Test
    void refusesByTheTasksBudgetWhereTheCommunitysOnlyWarns() {
        set(MARCH, with(forAll(10), 50, "warn"), with(forTask(snow, 12), 100, "refuse"))
                .expect(200);

        JsonNode first = byTask(snow, 1).expect(201).json().get("budgetWarnings");
        JsonNode second = byTask(snow, 1).expect(201).json().get("budgetWarnings");
        Reply third = byTask(snow, 1);

        assertThat(first).hasSize(1);
        assertThat(first.get(0).has("taskId")).isFalse();
        assertThat(second).hasSize(2);
        assertThat(second.get(0).get("issued").asLong()).isEqualTo(12);
        assertThat(second.get(1).get("taskId").asText()).isEqualTo(snow);
        assertThat(third.code()).isEqualTo("limit_exceeded");
        assertThat(third.json().get("detail").asText()).contains("t-");
        free(7).expect(201);
        assertIssued(MARCH, 19);
    }

    @Test
    void refusesByTheCommunitysBudgetWhereTheTasksOnlyWarns() {
        set(MARCH, with(forAll(20), 100, "refuse"), with(forTask(snow, 6), 80, "warn"))
                .expect(200);

        byTask(snow, 1).expect(201);
        JsonNode beyond = byTask(snow, 2).expect(201).json().get("budgetWarnings");
        Reply refused = byTask(snow, 1);

        assertThat(beyond.findValuesAsText("taskId")).containsExactly(snow);
        assertThat(beyond.findValuesAsText("issued")).containsExactly("18");
        assertThat(refused.code()).isEqualTo("limit_exceeded");
        assertThat(month(MARCH).at("/items/1/issued").asLong()).isEqualTo(18);
        assertIssued(MARCH, 18);
    }

    @ParameterizedTest
    @ValueSource(strings = {"atomic", "independent"})
    void takesABulkBeyondABudgetThatOnlyWarns(String mode) {
        set(MARCH, with(forAll(20), 40, "warn")).expect(200);
        Map<String, Object> bulk = Map.of("mode", mode, "items", List.of(item(7), item(8), item(9)));

        JsonNode trial =
                community.post("/credits/bulk?dryRun=true", bulk).expect(200).json();
        assertIssued(MARCH, 0);
        JsonNode taken = community.post("/credits/bulk", bulk).expect(200).json();

        for (JsonNode answer : List.of(trial, taken)) {
            assertThat(answer.get("credited").asInt()).isEqualTo(3);
            assertThat(answer.at("/items/0/credit").has("budgetWarnings")).isFalse();
            assertThat(answer.at("/items/1/credit/budgetWarnings").findValuesAsText("issued"))
                    .containsExactly("15");
            assertThat(answer.at("/items/2/credit/budgetWarnings").findValuesAsText("issued"))
                    .containsExactly("24");
        }
        assertIssued(MARCH, 24);
    }

    @Test
    void keepsBudgetsThatWereThereBeforePolicies() throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into budget (community_id, month, scope, points, issued, set_by, set_at)
                        select id, date '2027-03-01', id, 10, 0, 'before', now() from community where slug = ?
                        """)) {
            insert.setString(1, community.slug());
            insert.executeUpdate();
        }

        assertPolicy(month(MARCH).at("/items/0"), 80, "refuse");
        assertThat(free(8).expect(201).json().get("budgetWarnings")).hasSize(1);
        assertThat(free(3).code()).isEqualTo("limit_exceeded");
        assertIssued(MARCH, 8);
        assertPolicy(month(MARCH).at("/items/0"), 80, "refuse");
    }

    @Test
    void countsACreditInTheMonthOfItsEffectiveDay() {
        set(FEBRUARY, forAll(10)).expect(200);
        set(MARCH, forAll(20)).expect(200);

        credit(Map.of("points", 8, "effectiveOn", "2027-02-28")).expect(201);
        credit(Map.of("points", 15, "effectiveOn", "2027-03-01")).expect(201);

        assertIssued(FEBRUARY, 8);
        assertIssued(MARCH, 15);
        credit(Map.of("points", 3, "effectiveOn", "2027-02-01")).expect(422);
        free(3).expect(201);
        credit(Map.of("points", 1000, "effectiveOn", "2027-01-31")).expect(201);
    }

    @Test
    void judgesTheMonthOfTodayInTheCommunitysTimeZone() {
        MovableClock.set(LocalDate.of(2027, 4, 1).atTime(0, 30).atZone(SHANGHAI).toInstant());
        community = aCommittee(Api.asAdmin());
        member = community.aMember();
        set(MARCH, forAll(5)).expect(200);
        set(YearMonth.of(2027, 4), forAll(9)).expect(200);

        free(9).expect(201);

        assertIssued(YearMonth.of(2027, 4), 9);
        assertIssued(MARCH, 0);
    }

    @Test
    void countsInTheMonthOfTheBooksWhenTheClockIsBehindThem() {
        set(MARCH, forAll(10), forTask(snow, 6)).expect(200);
        free(1).expect(201);
        MovableClock.set(
                LocalDate.of(2026, 12, 1).atTime(12, 0).atZone(SHANGHAI).toInstant());
        admin = Api.asAdmin();
        community = Committee.of(admin, community.slug());

        byTask(snow, 1).expect(201);
        free(4).expect(422);

        assertIssued(MARCH, 7);
        byTask(snow, 1).expect(422);
    }

    @Test
    void countsWhatWasIssuedBeforeItWasSet() {
        byTask(snow, 5).expect(201);
        free(12).expect(201);
        credit(Map.of("points", 100, "effectiveOn", "2027-02-28")).expect(201);
        reverse(free(50).expect(201).json().get("sequence").asLong()).expect(201);

        JsonNode set = set(MARCH, forAll(50), forTask(snow, 36)).expect(200).json();

        assertThat(set.get("issued").asLong()).isEqualTo(42);
        assertThat(set.at("/items/0/issued").asLong()).isEqualTo(42);
        assertThat(set.at("/items/1/issued").asLong()).isEqualTo(30);
        assertThat(month(MARCH)).isEqualTo(set);
        byTask(snow, 2).expect(422);
        free(9).expect(422);
        byTask(snow, 1).expect(201);
        assertIssued(MARCH, 48);
    }

    @Test
    void givesAReversedCreditBackToItsOwnMonth() {
        set(FEBRUARY, forAll(10)).expect(200);
        set(MARCH, forAll(20), forTask(snow, 20)).expect(200);
        Reply february =
                credit(Map.of("points", 10, "effectiveOn", "2027-02-10")).expect(201);
        Reply march = byTask(snow, 3).expect(201);

        reverse(february.json().get("sequence").asLong()).expect(201);
        assertIssued(FEBRUARY, 0);
        assertIssued(MARCH, 18);
        reverse(march.json().get("sequence").asLong()).expect(201);

        assertIssued(MARCH, 0);
        assertThat(month(MARCH).at("/items/1/issued").asLong()).isZero();
        byTask(snow, 3).expect(201);
        credit(Map.of("points", 10, "effectiveOn", "2027-02-10")).expect(201);
        reverse(march.json().get("sequence").asLong()).expect(409);
        assertIssued(MARCH, 18);
    }

    @Test
    void countsWhatPaysArrearsToo() {
        community.deduct(member, 30);
        set(MARCH, forAll(50)).expect(200);

        free(40).expect(201);

        assertIssued(MARCH, 40);
        free(11).expect(422);
    }

    @Test
    void mayBeLoweredBelowWhatHasBeenIssued() {
        set(MARCH, forAll(100)).expect(200);
        free(60).expect(201);

        JsonNode lowered = set(MARCH, forAll(50)).expect(200).json();

        assertThat(lowered.at("/items/0/remaining").asLong()).isEqualTo(-10);
        free(1).expect(422);
        set(MARCH, forAll(61)).expect(200);
        free(1).expect(201);
        assertIssued(MARCH, 61);
    }

    @Test
    void replacesAllBudgetsOfTheMonth() {
        set(MARCH, forAll(10), forTask(snow, 5)).expect(200);

        set(MARCH, forTask(snow, 600)).expect(200);

        assertThat(month(MARCH).get("items")).hasSize(1);
        byTask(snow, 100).expect(201);
        assertThat(set(MARCH).expect(200).json().get("items")).isEmpty();
        byTask(snow, 1000).expect(201);
        JsonNode none = month(MARCH);
        assertThat(none.get("items")).isEmpty();
        assertThat(none.get("issued").asLong()).isEqualTo(6600);
        assertThat(none.get("proven").asBoolean()).isTrue();
    }

    @Test
    void refusesAnAtomicBulkWhole() {
        set(MARCH, forAll(20), forTask(snow, 12)).expect(200);
        List<Map<String, Object>> items = List.of(item(8), item(8), item(8));

        Reply refused = community.post("/credits/bulk", Map.of("mode", "atomic", "items", items));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("limit_exceeded");
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("items[2]");
        assertThat(earned()).isZero();
        assertIssued(MARCH, 0);
        JsonNode each = community
                .post("/credits/bulk", Map.of("mode", "independent", "items", items))
                .expect(207)
                .json();
        assertThat(each.get("credited").asInt()).isEqualTo(2);
        assertThat(each.at("/items/1/credit/budgetWarnings")).hasSize(1);
        assertThat(each.at("/items/2/problem/code").asText()).isEqualTo("limit_exceeded");
        assertThat(earned()).isEqualTo(16);
        assertIssued(MARCH, 16);
    }

    @Test
    void countsNothingTwiceAndNothingOfATrial() {
        set(MARCH, forAll(10)).expect(200);
        Map<String, Object> eight = item(8);

        assertThat(community
                        .post("/credits?dryRun=true", eight)
                        .expect(200)
                        .json()
                        .get("budgetWarnings"))
                .hasSize(1);
        assertIssued(MARCH, 0);
        community.post("/credits", eight, "key").expect(201);
        Reply again = community.post("/credits", eight, "key").expect(201);

        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertIssued(MARCH, 8);
        Reply refused = community.post("/credits", eight, "late").expect(422);
        set(MARCH, forAll(100)).expect(200);
        assertThat(community.post("/credits", eight, "late").expect(422).body()).isEqualTo(refused.body());
        assertIssued(MARCH, 8);
    }

    @Test
    void neverLetsParallelCreditsExceedIt() {
        set(MARCH, forAll(100), forTask(snow, 60)).expect(200);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(community.aMember());
        }

        List<Reply> replies = InParallel.times(
                60,
                i -> community.post(
                        "/credits",
                        i % 2 == 0
                                ? Map.of("memberId", members.get(i % 5), "taskId", snow)
                                : Map.of("memberId", members.get(i % 5), "points", 7)));

        long points = replies.stream()
                .filter(reply -> reply.status() == 201)
                .mapToLong(reply -> reply.json().get("points").asLong())
                .sum();
        assertThat(replies)
                .allMatch(reply -> reply.status() == 201 || reply.code().equals("limit_exceeded"));
        assertThat(points).isBetween(94L, 100L);
        assertThat(members.stream()
                        .mapToLong(one -> community.balance(one).get("earned").asLong())
                        .sum())
                .isEqualTo(points);
        assertIssued(MARCH, points);
        assertThat(month(MARCH).at("/items/1/issued").asLong()).isLessThanOrEqualTo(60);
        community.verify();
    }

    @Test
    void countsEveryCreditOnceWhileBudgetsAreSetAndCreditsReversed() {
        InParallel.times(120, i -> switch (i % 4) {
            case 0 -> set(MARCH, forAll(400 + i), forTask(snow, 100 + i)).expect(200);
            case 1 -> i % 8 == 1 ? set(MARCH, forTask(snow, 500)).expect(200) : byTask(snow, 1);
            case 2 -> free(5);
            default -> {
                Reply credit = byTask(snow, 2);
                yield credit.status() == 201
                        ? reverse(credit.json().get("sequence").asLong()).expect(201)
                        : credit;
            }
        });

        JsonNode month = month(MARCH);
        assertThat(month.get("proven").asBoolean()).as(month.toString()).isTrue();
        assertThat(month.get("issued").asLong()).isEqualTo(earned()).isPositive();
        assertThat(month.get("items")).isNotEmpty();
        community.verify();
    }

    @Test
    void showsWhenItsCountIsNotWhatTheBooksSay() throws Exception {
        set(MARCH, forAll(100)).expect(200);
        free(40).expect(201);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement tamper = connection.prepareStatement("""
                        update budget set issued = 10
                        where community_id = (select id from community where slug = ?)
                        """)) {
            tamper.setString(1, community.slug());
            tamper.executeUpdate();
        }

        JsonNode month = month(MARCH);

        assertThat(month.get("proven").asBoolean()).isFalse();
        assertThat(month.at("/items/0/issued").asLong()).isEqualTo(40);
        assertThat(month.at("/items/0/counted").asLong()).isEqualTo(10);
        set(MARCH, forAll(100)).expect(200);
        assertIssued(MARCH, 40);
    }

    @Test
    void countsNeitherDeductionsNorReceiptsNorReservations() {
        set(MARCH, forAll(100)).expect(200);
        free(40).expect(201);
        String soap = community.goods(5, 10);
        community.collect(community.reserved(member, soap, 1)).expect(200);
        community.cancel(community.reserved(member, soap, 1)).expect(200);
        long deduction = community.deduct(member, 3).json().get("sequence").asLong();
        reverse(deduction).expect(201);

        assertIssued(MARCH, 40);
    }

    @Test
    void listsTheLatestMonthFirst() {
        set(FEBRUARY, forAll(10)).expect(200);
        set(MARCH, forAll(20), forTask(snow, 5)).expect(200);
        set(YearMonth.of(2027, 12), forTask(snow, 7)).expect(200);

        JsonNode whole = community.get("/budgets").expect(200).json();
        List<JsonNode> pages = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page =
                    community.get("/budgets?limit=1" + cursor).expect(200).json();
            assertThat(page.get("items")).hasSize(1);
            page.get("items").forEach(pages::add);
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        }

        assertThat(whole.get("items").findValuesAsText("month"))
                .containsExactly("2027-12", "2027-03", "2027-03", "2027-02");
        assertThat(pages).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(pages.get(i)).isEqualTo(whole.at("/items/" + i));
        }
        assertThat(community.get("/budgets?cursor=nonsense").code()).isEqualTo("invalid_cursor");
        assertThat(community.get("/budgets?limit=0").code()).isEqualTo("validation_failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"items\": null}",
                "{\"items\": [null]}",
                "{\"items\": [{}]}",
                "{\"items\": [{\"points\": 0}]}",
                "{\"items\": [{\"points\": 1000000000001}]}",
                "{\"items\": [{\"points\": 1.5}]}",
                "{\"items\": [{\"points\": \"5\"}]}",
                "{\"items\": [{\"points\": 5, \"taskId\": \"x\"}]}",
                "{\"items\": [{\"points\": 5, \"month\": \"2027-03\"}]}",
                "{\"items\": [{\"points\": 5}, {\"points\": 6}]}",
                "{\"items\": [{\"points\": 5, \"warnAtPercent\": 0}]}",
                "{\"items\": [{\"points\": 5, \"warnAtPercent\": 101}]}",
                "{\"items\": [{\"points\": 5, \"warnAtPercent\": 79.5}]}",
                "{\"items\": [{\"points\": 5, \"beyond\": \"take\"}]}",
                "{\"items\": [{\"points\": 5, \"beyond\": 1}]}",
            })
    void refusesWhatBreaksARule(String body) {
        Reply reply = admin.send("PUT", community.path("/budgets/2027-03"), body, null, Map.of());

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(month(MARCH).get("items")).isEmpty();
    }

    @Test
    void takesOnlyMonthsAndTasksOfItsOwn() {
        String elsewhere = aCommittee(admin).task(5, "hour");

        assertThat(set(MARCH, forTask(elsewhere, 5)).code()).isEqualTo("not_found");
        assertThat(set(MARCH, forTask(snow, 5), forTask(snow, 6))
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("duplicate");
        assertThat(put("2027-13", forAll(5)).status()).isEqualTo(404);
        assertThat(put("1999-12", forAll(5)).json().at("/errors/0/field").asText())
                .isEqualTo("month");
        assertThat(community.get("/budgets/March").status()).isEqualTo(404);
        assertThat(month(MARCH).get("items")).isEmpty();
    }

    @Test
    void takesMonthsFrom2000ToTwoYearsAhead() {
        put("2000-01", forAll(5)).expect(200);
        put("2029-03", forAll(5)).expect(200);

        assertOutside(put("1999-12", forAll(5)), "too_small", "不能小于 2000-01。");
        assertOutside(put("2029-04", forAll(5)), "too_large", "不能大于 2029-03。");
        assertOutside(put("9999-12", forAll(5)), "too_large", "不能大于 2029-03。");
        assertOutside(community.get("/budgets/1999-12"), "too_small", "不能小于 2000-01。");
    }

    private static void assertOutside(Reply reply, String violation, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("month");
        assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo(violation);
        assertThat(reply.json().at("/errors/0/message").asText()).isEqualTo(message);
    }

    @Test
    void leavesAClosedMonthAsItWas() throws Exception {
        set(FEBRUARY, forAll(10)).expect(200);
        Reply credit = credit(Map.of("points", 4, "effectiveOn", "2027-02-10")).expect(201);
        close(LocalDate.of(2027, 2, 28));

        assertThat(set(FEBRUARY, forAll(20)).code()).isEqualTo("period_closed");

        assertThat(month(FEBRUARY).at("/items/0/points").asLong()).isEqualTo(10);
        set(MARCH, forAll(20)).expect(200);
        reverse(credit.json().get("sequence").asLong()).expect(201);
        assertIssued(FEBRUARY, 0);
        assertIssued(MARCH, 0);
    }

    /** Two people read the same budgets, and set other ones: the second is told, and overwrites nothing. */
    @Test
    void isNotOverwrittenByWhoHasReadAnother() {
        String read = tag(get(MARCH));

        Reply first = setIf(MARCH, read, forAll(20)).expect(200);
        Reply second = setIf(MARCH, read, forAll(30));

        assertThat(second.status()).isEqualTo(412);
        assertThat(second.code()).isEqualTo("precondition_failed");
        assertThat(second.headers().firstValue("ETag")).isEmpty();
        assertThat(month(MARCH).at("/items/0/points").asLong()).isEqualTo(20);
        assertThat(tag(get(MARCH))).isEqualTo(tag(first));
        free(5).expect(201);
        assertThat(tag(get(MARCH))).as("whatever is issued").isEqualTo(tag(first));
        setIf(MARCH, "\"other\", " + tag(first), forAll(30), forTask(snow, 7)).expect(200);
        assertThat(setIf(MARCH, "W/" + tag(get(MARCH)), forAll(1)).status()).isEqualTo(412);
        setIf(MARCH, "*", forAll(31)).expect(200);
        set(MARCH, forAll(32)).expect(200);
        assertThat(tag(get(MARCH))).isNotEqualTo(tag(first));
    }

    @Test
    void goesToOneOfThoseWhoHaveReadTheSame() {
        String read = tag(get(MARCH));

        List<Integer> statuses = InParallel.times(
                        12, i -> setIf(MARCH, read, forAll(100 + i)).status())
                .stream()
                .sorted()
                .toList();

        assertThat(statuses.get(0)).isEqualTo(200);
        assertThat(statuses.subList(1, 12)).containsOnly(412);
    }

    private Reply get(YearMonth month) {
        return community.get("/budgets/" + month).expect(200);
    }

    private static String tag(Reply reply) {
        return reply.headers().firstValue("ETag").orElseThrow();
    }

    private Reply setIf(YearMonth month, String tag, Object... items) {
        return admin.send(
                "PUT",
                community.path("/budgets/" + month),
                Api.write(Map.of("items", List.of(items))),
                null,
                Map.of("If-Match", tag));
    }

    @Test
    void isForStaffOfTheCommunity() {
        String budgets = community.path("/budgets/2027-03");
        UUID id = UUID.fromString(member);

        Api staff = Api.asCommittee(community.slug());

        staff.put(budgets, "{\"items\": [{\"points\": 9}]}").expect(200);
        staff.get(budgets).expect(200);
        staff.get(community.path("/budgets")).expect(200);
        Api.asCommittee(aCommittee(admin).slug()).get(budgets).expect(403);
        Api.asIntegrator(community.slug()).get(budgets).expect(403);
        Api.asMember(community.slug(), id).get(budgets).expect(403);
        Api.asIntegrator(community.slug()).put(budgets, "{\"items\": []}").expect(403);
        assertThat(month(MARCH).at("/items/0/points").asLong()).isEqualTo(9);
    }

    private void close(LocalDate through) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        update book set closed_through = ?
                        where community_id = (select id from community where slug = ?)
                        """)) {
            statement.setObject(1, through);
            statement.setString(2, community.slug());
            statement.executeUpdate();
        }
    }

    private static Map<String, Object> forAll(long points) {
        return Map.of("points", points);
    }

    private static Map<String, Object> forTask(String task, long points) {
        return Map.of("taskId", task, "points", points);
    }

    private static Map<String, Object> with(Map<String, Object> budget, int warnAtPercent, String beyond) {
        Map<String, Object> all = new HashMap<>(budget);
        all.put("warnAtPercent", warnAtPercent);
        all.put("beyond", beyond);
        return all;
    }

    private static void assertPolicy(JsonNode budget, int warnAtPercent, String beyond) {
        assertThat(budget.get("warnAtPercent").asInt()).isEqualTo(warnAtPercent);
        assertThat(budget.get("beyond").asText()).isEqualTo(beyond);
    }

    /** A budget without the time when it was set. */
    private static JsonNode untimed(JsonNode budget) {
        return ((ObjectNode) budget.deepCopy()).without("setAt");
    }

    private Reply set(YearMonth month, Object... items) {
        return put(month.toString(), items);
    }

    private Reply put(String month, Object... items) {
        return admin.send(
                "PUT", community.path("/budgets/" + month), Api.write(Map.of("items", List.of(items))), null, Map.of());
    }

    private JsonNode month(YearMonth month) {
        return community.get("/budgets/" + month).expect(200).json();
    }

    /** The community's budget counts this, and the books say the same. */
    private void assertIssued(YearMonth month, long points) {
        JsonNode shown = month(month);
        assertThat(shown.get("proven").asBoolean()).as(shown.toString()).isTrue();
        assertThat(shown.get("issued").asLong()).isEqualTo(points);
        assertThat(shown.at("/items/0/issued").asLong()).isEqualTo(points);
    }

    private Map<String, Object> item(long points) {
        return Map.of("memberId", member, "points", points);
    }

    private Reply free(long points) {
        return credit(Map.of("points", points));
    }

    private Reply byTask(String task, long quantity) {
        return credit(Map.of("taskId", task, "quantity", quantity));
    }

    private Reply credit(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("memberId", member);
        return community.post("/credits", body);
    }

    private Reply reverse(long sequence) {
        return community.post("/transactions/" + sequence + "/reversal", Map.of("reason", "更正"));
    }

    private long earned() {
        return community.balance(member).get("earned").asLong();
    }
}
