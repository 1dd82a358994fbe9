package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;
import static org.weijifen.fixture.Committee.id;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.points.PointsExpiry;
import org.weijifen.redemption.PickupExpiryJob;

/**
 * The clock goes wrong by hours or months, and is put right. The books go on from where they are: everything that can be done
 * is done by their own time, and everything that can be asked is answered.
 */
@QuarkusTest
class MovedClockTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final long CREDIT = 1000;
    private static final long LIMIT = 2;

    @Inject
    PointsExpiry pointsExpiry;

    @Inject
    PickupExpiryJob pickupExpiry;

    private Committee committee;
    private String member;
    private String task;
    private String limited;
    private String soap;
    private String merchant;
    private String meal;
    private String station;
    private int serial;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "-PT1H", "P31D", "-P31D"})
    void doesAndAnswersEverythingMeanwhileAndAfterwards(Duration wrong) {
        open(Map.of());
        aDaysWork();
        MovableClock.advance(wrong);
        aDaysWork();
        MovableClock.reset();
        aDaysWork();

        JsonNode balance = committee.balance(member);
        assertThat(balance.get("earned").asLong()).isEqualTo(3 * (CREDIT + 2 * 10 + 2 * 7));
        assertThat(balance.get("spent").asLong()).isEqualTo(3 * 18);
        assertThat(balance.get("held").asLong()).isZero();
        assertThat(balance.get("available").asLong()).isEqualTo(3 * (CREDIT + 2 * 10 + 2 * 7 - 5 - 18));
        assertThat(committee.stock(soap).get("onShelf").asLong()).isEqualTo(3 * 10 + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P31D", "-P31D"})
    void expiresPointsMeanwhileAndAfterwards(Duration wrong) {
        open(Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        aDaysWork();
        MovableClock.advance(wrong);
        aDaysWork();
        MovableClock.reset();
        aDaysWork();

        JsonNode balance = committee.balance(member);
        assertThat(balance.get("earned").asLong()).isEqualTo(3 * (CREDIT + 2 * 10 + 2 * 7));
        assertThat(balance.get("available").asLong()
                        + balance.get("spent").asLong()
                        + balance.get("expired").asLong())
                .isEqualTo(balance.get("earned").asLong() - 3 * 5);
    }

    @Test
    void countsMonthlyLimitsByTheMonthOfTheBooks() {
        open(Map.of());
        committee.credit(member, CREDIT);
        MovableClock.advance(Duration.ofDays(40));
        committee.redeem(member, limited, 1).expect(201);
        MovableClock.reset();

        // It is still the month in which the first was asked for.
        committee.redeem(member, limited, LIMIT - 1).expect(201);
        assertThat(committee.redeem(member, limited, 1).code()).isEqualTo("limit_exceeded");

        // Once it really is that month, it is none too early.
        MovableClock.advance(Duration.ofDays(40));
        assertThat(committee.redeem(member, limited, 1).code()).isEqualTo("limit_exceeded");
        MovableClock.advance(Duration.ofDays(31));
        committee.redeem(member, limited, LIMIT).expect(201);
    }

    private void open(Map<String, Object> settings) {
        committee = aCommittee(Api.asAdmin(), settings);
        member = committee.aMember(Map.of("memberNo", "m-1"));
        committee.aMember(Map.of("memberNo", "old-1"));
        task = id(committee.post("/tasks", Map.of("code", "patrol", "title", "巡查", "points", 10, "per", "occurrence")));
        limited = committee.reward("goods", 1, Map.of("limitPerMonth", LIMIT));
        committee
                .post("/rewards/" + limited + "/receipts", Map.of("quantity", 1000))
                .expect(201);
        soap = committee.reward("goods", 5, Map.of("code", "soap"));
        merchant = committee.merchant();
        meal = committee.packageOf(merchant, 18, 990);
        station = id(committee.post("/stations", Map.of("code", "east", "title", "东站")));
    }

    /** Every kind of thing that moves something, once at least, and every kind of question. */
    private void aDaysWork() {
        serial++;
        credits();
        goods();
        redemptions();
        settlement();
        edits();
        pointsExpiry.run();
        pickupExpiry.run();
        questions();
        committee.verify();
    }

    private void credits() {
        long sequence = committee.credit(member, CREDIT).json().get("sequence").asLong();
        committee.post("/credits", Map.of("memberId", member, "taskId", task)).expect(201);
        committee
                .post(
                        "/credits/bulk",
                        Map.of("mode", "independent", "items", List.of(Map.of("memberId", member, "taskId", task))))
                .expect(200);
        long mistake = committee.credit(member, 7).json().get("sequence").asLong();
        committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "记错"))
                .expect(201);
        committee.credit(member, 7);
        committee.credit(member, 7);
        committee.deduct(member, 5);
        assertThat(sequence).isPositive();
        served(committee.post(
                "/credits", Map.of("memberId", committee.aMember(), "points", 1, "effectiveOn", today().toString())));
        imported("activities", "居民编号,任务编号,日期,单号\nold-1,patrol," + today() + ",a-" + serial + "\n");
        imported("opening-balances", "居民编号,积分,单号\nold-1,100,o-" + serial + "\n");
        imported("redemptions", "居民编号,奖品编号,数量,日期,结果,单号\nold-1,soap,1," + today() + ",collected,b-" + serial + "\n");
    }

    private void goods() {
        committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 11)).expect(201);
        committee
                .post("/transfers", Map.of("rewardId", soap, "quantity", 1, "toStationId", station))
                .expect(201);
        long shelf = committee.stock(soap).get("onShelf").asLong();
        JsonNode counted = committee
                .post(
                        "/stocktakes",
                        Map.of("reason", "破损", "lines", List.of(Map.of("rewardId", soap, "counted", 10 * serial))))
                .expect(201)
                .json();
        assertThat(shelf).isPositive();
        served(committee.post(
                "/stocktakes",
                Map.of(
                        "reason",
                        "破损",
                        "countedOn",
                        today().minusDays(1).toString(),
                        "lines",
                        List.of(Map.of("rewardId", limited, "counted", 1000)))));
        String open = id(committee.post("/stocktakes", Map.of("open", true, "lines", List.of())));
        committee.post("/stocktakes/" + open + "/cancel", null).expect(200);
        committee.get("/stocktakes/" + counted.get("id").asText()).expect(200);
    }

    private void redemptions() {
        String cancelled = committee.reserved(member, limited, 1);
        committee.cancel(cancelled).expect(200);
        committee.takeBack(committee.handedOut(member, limited, 1)).expect(200);
        Reply reserved = committee.redeem(member, meal, 1).expect(201);
        String code = reserved.json().get("pickupCode").asText();
        committee.post("/pickups/lookup", Map.of("pickupCode", code)).expect(200);
        committee.post("/pickups", Map.of("pickupCode", code)).expect(200);
        committee.get("/redemptions/" + id(reserved)).expect(200);
    }

    private void settlement() {
        String settlement = id(committee.post("/settlements", Map.of("merchantId", merchant)));
        committee.post("/settlements/" + settlement + "/submit", null).expect(200);
        Api.asMerchant(committee.slug(), merchant)
                .post(committee.path("/settlements/" + settlement + "/accept"), null)
                .expect(200);
        committee
                .post("/settlements/" + settlement + "/settle", Map.of("reference", "转账-" + serial))
                .expect(200);
        committee.get("/settlements/" + settlement + "/entries").expect(200);
    }

    private void edits() {
        committee
                .patch("/members/" + member, Map.of("displayName", "居民" + serial))
                .expect(200);
        committee.patch("/tasks/" + task, Map.of("title", "任务" + serial)).expect(200);
        committee.patch("/rewards/" + soap, Map.of("title", "肥皂" + serial)).expect(200);
        committee
                .patch("/merchants/" + merchant, Map.of("title", "商户" + serial))
                .expect(200);
        committee.patch("/stations/" + station, Map.of("title", "东站" + serial)).expect(200);
        committee.patch("", Map.of("name", "社区" + serial)).expect(200);
        committee.post("/members/" + member + "/tokens", null).expect(200);
        YearMonth month = YearMonth.from(today());
        Api.asAdmin()
                .send(
                        "PUT",
                        committee.path("/budgets/" + month),
                        Api.write(Map.of("items", List.of(Map.of("points", 1_000_000)))),
                        null,
                        Map.of())
                .expect(200);
        served(committee.post("/closings", Map.of("month", month.minusMonths(1).toString())));
        served(committee.get("/closings/" + month.minusMonths(1)));
    }

    private void questions() {
        for (String path : List.of(
                "",
                "/books",
                "/books/export",
                "/books/verification",
                "/budgets",
                "/closings",
                "/coverage",
                "/exports/members?format=csv",
                "/exports/transactions?format=csv",
                "/exports/redemptions?format=csv",
                "/exports/stock-movements?format=csv",
                "/exports/sign-up-lists?format=csv",
                "/imports",
                "/members",
                "/members/" + member,
                "/members/" + member + "/balance",
                "/members/" + member + "/balance/explanation",
                "/members/" + member + "/statement",
                "/merchants",
                "/merchants/" + merchant + "/dues",
                "/redemptions",
                "/rewards",
                "/settlements",
                "/stations",
                "/stock",
                "/stock/movements",
                "/stocktakes",
                "/tasks",
                "/transactions",
                "/transactions/1")) {
            committee.get(path).expect(200);
        }
        for (int days : List.of(-31, 0, 31)) {
            LocalDate day = today().plusDays(days);
            served(committee.get("/members/" + member + "/balance?at=" + day));
            served(committee.get("/members/" + member + "/balance/explanation?at=" + day));
            YearMonth month = YearMonth.from(day);
            Reply statement = served(committee.get("/statements/" + month));
            assertThat(statement.json().at("/proof/valid").asBoolean(true))
                    .as(statement.body())
                    .isTrue();
            served(committee.get("/budgets/" + month));
            served(committee.get("/exports/statements?format=csv&month=" + month));
            served(committee.get("/merchants/" + merchant + "/statements/" + month));
        }
        served(committee.get("/statements/quarters/" + today().getYear() + "-Q1"));
        served(committee.get("/statements/years/" + today().getYear()));
        served(Api.asAdmin()
                .postFile(
                        committee.path("/reconciliations?kind=credits&from=" + today() + "&to=" + today()),
                        ("居民编号,积分,日期\nm-1,1000," + today() + "\n").getBytes(StandardCharsets.UTF_8),
                        "text/csv"));
    }

    /** The day it is by the clock, right or wrong. */
    private static LocalDate today() {
        return LocalDate.ofInstant(Instant.now().plus(MovableClock.offset()), SHANGHAI);
    }

    /** Done or refused by a rule, but not failed. */
    private static Reply served(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isLessThan(500);
        return reply;
    }

    private void imported(String kind, String table) {
        Reply sent = served(Api.asAdmin()
                .postFile(
                        committee.path("/imports?kind=" + kind + "&mode=independent"),
                        table.getBytes(StandardCharsets.UTF_8),
                        "text/csv"));
        String path = "/imports/" + sent.expect(202).json().get("id").asText();
        await().atMost(Duration.ofSeconds(60)).until(() -> List.of("done", "failed")
                .contains(committee.get(path).json().get("status").asText()));
        assertThat(committee.get(path).json().get("status").asText()).isEqualTo("done");
        served(committee.get(path + "/rows"));
    }
}
