package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;

/**
 * March at one committee, from the balances it brought along to the signed closing, and what came late in April. Every figure
 * is worked out by hand, beside the fact it comes from.
 */
@QuarkusTest
class CommitteeMonthStoryTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private Committee committee;
    private String wang;
    private String li;
    private String zhao;
    private String patrol;
    private String soap;
    private String canteen;
    private String meal;
    private String firstMeal;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void fromOpeningBalancesToASignedClosing() {
        march();
        statementOfMarch(committee.get("/statements/2026-03").expect(200).json());
        closing();
        april();
    }

    private void march() {
        day("2026-03-01");
        committee = aCommittee(Api.asAdmin());
        wang = committee.aMember(Map.of("memberNo", "w-1", "household", "1-101"));
        li = committee.aMember(Map.of("memberNo", "l-1", "household", "1-101"));
        zhao = committee.aMember(Map.of("memberNo", "z-1", "household", "2-202"));
        patrol = committee.task(3, "hour");
        soap = committee.reward("goods", 5, Map.of("costFen", 250));
        canteen = committee.merchant();
        meal = committee.packageOf(canteen, 18, 990);

        // 30 points of one resident and 20 of another come along from the old table.
        bringAlong("居民编号,积分\nw-1,30\nl-1,20\n");

        day("2026-03-02");
        committee
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 20, "unitCostFen", 250))
                .expect(201);

        // Three hours of patrol make 9 points; 30 are given freely; 7 are given by mistake and taken back.
        day("2026-03-03");
        committee
                .post("/credits", Map.of("memberId", wang, "taskId", patrol, "quantity", 3))
                .expect(201);
        committee.credit(zhao, 30);
        long mistake = committee.credit(wang, 7).json().get("sequence").asLong();
        committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "记错人"))
                .expect(201);
        committee.deduct(li, 1);

        // Two bars of soap for 10 points; a meal for 18; a bar of soap for 5, which comes back.
        day("2026-03-06");
        committee.handedOut(wang, soap, 2);
        firstMeal = committee.handedOut(li, meal, 1);
        String broughtBack = committee.handedOut(zhao, soap, 1);
        day("2026-03-09");
        committee.takeBack(broughtBack).expect(200);

        // 18 bars should lie there; one is missing.
        day("2026-03-20");
        Reply stocktake = committee.post(
                "/stocktakes", Map.of("reason", "破损", "lines", List.of(Map.of("rewardId", soap, "counted", 17))));
        assertThat(stocktake.expect(201).json().at("/lines/0/expected").asLong())
                .isEqualTo(18);

        // The canteen is paid for the one meal so far; another one is eaten later.
        day("2026-03-25");
        settle();
        day("2026-03-28");
        committee.handedOut(zhao, meal, 1);
    }

    private void statementOfMarch(JsonNode statement) {
        JsonNode points = statement.get("points");
        assertThat(points.get("opening").asLong()).isZero();
        assertThat(points.get("broughtForward").asLong()).isEqualTo(30 + 20);
        assertThat(points.get("issued").asLong()).isEqualTo(9 + 30 + 7);
        assertThat(points.get("reversed").asLong()).isEqualTo(-7);
        assertThat(points.get("deducted").asLong()).isEqualTo(1);
        assertThat(points.get("redeemed").asLong()).isEqualTo(10 + 18 + 5 + 18);
        assertThat(points.get("returned").asLong()).isEqualTo(5);
        assertThat(points.get("expired").asLong()).isZero();
        // Wang 30 + 9 - 10, Li 20 - 1 - 18, Zhao 30 - 18.
        assertThat(points.get("closing").asLong()).isEqualTo(29 + 1 + 12);
        assertThat(points.at("/tasks/0/points").asLong()).isEqualTo(9);
        assertThat(points.at("/tasks/0/quantity").asLong()).isEqualTo(3);

        JsonNode bars = line(statement.get("goods"), "rewardId", soap);
        assertThat(bars.get("opening").asLong()).isZero();
        assertThat(bars.get("received").asLong()).isEqualTo(20);
        assertThat(bars.get("handedOut").asLong()).isEqualTo(2 + 1);
        assertThat(bars.get("returned").asLong()).isEqualTo(1);
        assertThat(bars.get("adjusted").asLong()).isEqualTo(-1);
        assertThat(bars.get("closing").asLong()).isEqualTo(20 - 3 + 1 - 1);
        assertThat(bars.get("counted").asLong()).isEqualTo(17);
        assertThat(line(statement.get("goods"), "rewardId", meal)
                        .get("handedOut")
                        .asLong())
                .isEqualTo(2);

        JsonNode dues = line(statement.get("dues"), "merchantId", canteen);
        assertThat(dues.get("earned").asLong()).isEqualTo(990 + 990);
        assertThat(dues.get("settled").asLong()).isEqualTo(990);
        assertThat(dues.get("closing").asLong()).isEqualTo(990);
        assertThat(dues.get("title").asText()).isNotEmpty();

        // Two bars kept of three, and two meals.
        assertThat(statement.at("/cost/costFen").asLong()).isEqualTo(2 * 250 + 2 * 990);
        // Wang and Zhao were credited; all three, of two households, collected something.
        assertThat(statement.at("/people/membersCredited").asLong()).isEqualTo(2);
        assertThat(statement.at("/people/membersServed").asLong()).isEqualTo(3);
        assertThat(statement.at("/people/householdsServed").asLong()).isEqualTo(2);
        JsonNode collections = Api.asAdmin()
                .get(statement.at("/people/links/membersServed").asText())
                .expect(200)
                .json()
                .get("items");
        Set<String> served = new HashSet<>();
        collections.forEach(collection -> collection.get("postings").forEach(posting -> {
            if (posting.get("asset").asText().equals("points")) {
                served.add(posting.at("/to/owner").asText());
            }
        }));
        assertThat(served).hasSize(3);
        assertThat(statement.at("/proof/valid").asBoolean()).isTrue();
    }

    private void closing() {
        day("2026-03-31");
        String forgotten = Committee.id(committee.post("/stocktakes", Map.of("open", true, "lines", List.of())));
        day("2026-04-02");
        String counting = Committee.id(committee.post("/stocktakes", Map.of("open", true, "lines", List.of())));

        // What was begun in March and forgotten keeps it open; what was begun in April does not.
        Reply refused = committee.post("/closings", Map.of("month", "2026-03"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().findValuesAsText("code")).contains("stocktakes_open");
        committee.post("/stocktakes/" + forgotten + "/cancel", null).expect(200);

        JsonNode prepared = committee
                .post("/closings", Map.of("month", "2026-03"))
                .expect(201)
                .json();
        statementOfMarch(prepared.get("statement"));
        Map<String, String> figures = committee.closing("2026-03");
        assertThat(committee.post("/closings/2026-03/sign", figures).code()).isEqualTo("self_approval");
        Api colleague = Api.asCommittee(committee.slug());
        JsonNode signed = colleague
                .post(committee.path("/closings/2026-03/sign"), figures)
                .expect(200)
                .json();
        assertThat(signed.get("hash")).isEqualTo(committee.get("/books").json().get("hash"));
        committee.post("/stocktakes/" + counting + "/cancel", null).expect(200);
    }

    private void april() {
        // An hour of patrol on 30 March comes to light: it goes to April, and says when it was.
        day("2026-04-03");
        Map<String, Object> late = Map.of("memberId", wang, "taskId", patrol, "effectiveOn", "2026-03-30");
        assertThat(committee.post("/credits", late).code()).isEqualTo("period_closed");
        committee
                .post("/credits", Map.of("memberId", wang, "taskId", patrol, "occurredOn", "2026-03-30"))
                .expect(201);

        // So does a box of soap that came in on 31 March and was forgotten.
        assertThat(committee
                        .post("/rewards/" + soap + "/receipts", Map.of("quantity", 4, "effectiveOn", "2026-03-31"))
                        .code())
                .isEqualTo("period_closed");
        committee
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 4, "occurredOn", "2026-03-31"))
                .expect(201);

        // Li's meal was never eaten. It is settled, so it only goes back by a counter-entry.
        assertThat(committee.takeBack(firstMeal).status()).isEqualTo(409);
        committee
                .post("/redemptions/" + firstMeal + "/return", Map.of("reason", "未用餐", "counterEntry", true))
                .expect(200);

        JsonNode april = committee.get("/statements/2026-04").expect(200).json();
        assertThat(april.at("/points/opening").asLong()).isEqualTo(42);
        assertThat(april.at("/points/issued").asLong()).isEqualTo(3);
        assertThat(april.at("/points/returned").asLong()).isEqualTo(18);
        assertThat(april.at("/points/closing").asLong()).isEqualTo(42 + 3 + 18);
        JsonNode bars = line(april.get("goods"), "rewardId", soap);
        assertThat(bars.get("received").asLong()).isEqualTo(4);
        assertThat(bars.get("closing").asLong()).isEqualTo(17 + 4);
        JsonNode dues = line(april.get("dues"), "merchantId", canteen);
        assertThat(dues.get("opening").asLong()).isEqualTo(990);
        assertThat(dues.get("returned").asLong()).isEqualTo(990);
        assertThat(dues.get("closing").asLong()).isZero();
        assertThat(april.at("/cost/costFen").asLong()).isEqualTo(-990);
        assertThat(april.at("/proof/valid").asBoolean()).isTrue();

        // March stays as it was signed, and its sheet still fits the books.
        statementOfMarch(committee.get("/statements/2026-03").expect(200).json());
        assertThat(committee
                        .get("/closings/2026-03/verification")
                        .expect(200)
                        .json()
                        .get("valid")
                        .asBoolean())
                .isTrue();
        committee.verify();
    }

    private void bringAlong(String table) {
        Reply sent = Api.asAdmin()
                .postFile(
                        committee.path("/imports?kind=opening-balances&mode=atomic"),
                        table.getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202);
        String path = "/imports/" + sent.json().get("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> committee.get(path).json().get("status").asText().equals("done"));
        assertThat(committee.get(path).json().at("/rows/accepted").asLong()).isEqualTo(2);
    }

    private void settle() {
        String settlement = Committee.id(committee.post("/settlements", Map.of("merchantId", canteen)));
        committee.post("/settlements/" + settlement + "/submit", null).expect(200);
        Api.asMerchant(committee.slug(), canteen)
                .post(committee.path("/settlements/" + settlement + "/accept"), null)
                .expect(200);
        committee
                .post("/settlements/" + settlement + "/settle", Map.of("reference", "转账-1"))
                .expect(200);
    }

    private void day(String day) {
        MovableClock.set(LocalDate.parse(day).atTime(9, 0).atZone(SHANGHAI).toInstant());
        if (committee != null) {
            committee = Committee.of(Api.asAdmin(), committee.slug());
        }
    }

    private static JsonNode line(JsonNode lines, String key, String id) {
        for (JsonNode line : lines) {
            if (line.get(key).asText().equals(id)) {
                return line;
            }
        }
        throw new AssertionError("no line of " + id + " in " + lines);
    }
}
