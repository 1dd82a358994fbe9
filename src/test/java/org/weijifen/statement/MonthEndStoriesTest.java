package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;

/** What reaches from one month into the next. Every figure is worked out by hand, beside the facts it comes from. */
@QuarkusTest
class MonthEndStoriesTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalTime NINE = LocalTime.of(9, 0);

    private final Api admin = Api.asAdmin();
    private Committee committee;

    @BeforeEach
    void beginInMarch() {
        itIs("2026-03-10", NINE);
        committee = aCommittee(admin);
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void aReceiptReversedInTheMonthAfterStaysInItsOwn() {
        String soap = committee.reward("goods", 5, Map.of("costFen", 450));
        receive(soap, 10);
        itIs("2026-03-30", NINE);
        long mistake = receive(soap, 4);
        itIs("2026-04-02", NINE);
        close("2026-03");
        long reversal = committee
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "多录一箱"))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();

        // 10 + 4 came in in March, and the 4 were taken out again in April.
        JsonNode march = statement("2026-03");
        assertGoods(march, soap, Map.of("opening", 0L, "received", 14L, "reversed", 0L, "closing", 14L));
        JsonNode april = statement("2026-04");
        assertGoods(april, soap, Map.of("opening", 14L, "received", 0L, "reversed", -4L, "closing", 10L));
        assertThat(followed(april, "goods-reversed?rewardId=" + soap)).containsExactly(Map.entry(reversal, -4L));
        assertThat(followed(march, "goods-received?rewardId=" + soap)).containsEntry(mistake, 4L);
    }

    @Test
    void aTransferBeforeMidnightOnTheLastDayBelongsToThatMonth() {
        String member = committee.aMemberWith(20);
        String east = Committee.id(committee.post("/stations", Map.of("code", "east", "title", "东门")));
        String soap = committee.goods(5, 10);
        itIs("2026-03-31", LocalTime.of(23, 55));
        long there = transfer(Map.of("rewardId", soap, "quantity", 6, "toStationId", east));
        itIs("2026-04-01", LocalTime.of(0, 5));
        long back = transfer(Map.of("rewardId", soap, "quantity", 2, "fromStationId", east));
        Map<String, Object> order = Map.of(
                "memberId", member, "stationId", east, "lines", List.of(Map.of("rewardId", soap, "quantity", 1)));
        committee.collect(Committee.id(committee.post("/redemptions", order))).expect(200);

        // 6 went to the east gate and 2 came back: over both there are 10 until one is handed out in April.
        JsonNode march = statement("2026-03");
        assertGoods(march, soap, Map.of("received", 10L, "transferred", 6L, "handedOut", 0L, "closing", 10L));
        JsonNode april = statement("2026-04");
        assertGoods(april, soap, Map.of("opening", 10L, "transferred", 2L, "handedOut", 1L, "closing", 9L));
        assertThat(followed(march, "goods-transferred?rewardId=" + soap)).containsExactly(Map.entry(there, 6L));
        assertThat(followed(april, "goods-transferred?rewardId=" + soap)).containsExactly(Map.entry(back, 2L));
    }

    @Test
    void aSettlementMayComeToLessThanNothing() {
        String member = committee.aMemberWith(100);
        String canteen = committee.merchant();
        String meal = committee.packageOf(canteen, 18, 990);
        String uneaten = committee.handedOut(member, meal, 2);
        committee.handedOut(member, meal, 1);
        itIs("2026-03-30", NINE);
        long paid = settle(canteen, 2970);
        itIs("2026-04-03", NINE);
        committee
                .post("/redemptions/" + uneaten + "/return", Map.of("counterEntry", true))
                .expect(200);
        committee.handedOut(member, meal, 1);
        itIs("2026-04-10", NINE);
        long setOff = settle(canteen, -990);

        // March: 3 meals of 990 handed out and paid. April: 1 handed out, 2 returned that had been paid.
        JsonNode march = statement("2026-03");
        assertDues(march, canteen, 0, 2970, 0, 2970, 0);
        assertThat(march.at("/cost/costFen").asLong()).isEqualTo(2970);
        JsonNode april = statement("2026-04");
        assertDues(april, canteen, 0, 990, 1980, -990, 0);
        assertThat(april.at("/cost/costFen").asLong()).isEqualTo(-990);
        // 100 points less 3 × 18; then 2 × 18 came back and 18 more were spent.
        assertThat(march.at("/points/closing").asLong()).isEqualTo(46);
        assertThat(april.at("/points/closing").asLong()).isEqualTo(64);
        assertThat(followed(march, "dues-settled?merchantId=" + canteen)).containsExactly(Map.entry(paid, 2970L));
        assertThat(followed(april, "dues-settled?merchantId=" + canteen)).containsExactly(Map.entry(setOff, -990L));
        JsonNode line = committee
                .get("/merchants/" + canteen + "/statements/2026-04")
                .expect(200)
                .json()
                .at("/settlements/0");
        assertThat(line.get("paidFen").asLong()).isEqualTo(990);
        assertThat(line.get("setOffFen").asLong()).isEqualTo(1980);
        committee.verify();
    }

    @Test
    void aStocktakeUpwardsAddsWhatWasFound() {
        String member = committee.aMemberWith(20);
        String soap = committee.goods(5, 10);
        committee.reserved(member, soap, 2);
        itIs("2026-03-31", NINE);
        long found = count(soap, 13);
        itIs("2026-04-08", NINE);
        long missing = count(soap, 12);
        itIs("2026-04-20", NINE);
        long missingAgain = count(soap, 11);

        // 10 were there, 2 of them reserved, and 13 were found: 3 more. In April 1 and 1 less; the last count tells.
        JsonNode march = statement("2026-03");
        assertGoods(
                march, soap, Map.of("received", 10L, "adjusted", 3L, "closing", 13L, "counted", 13L, "reserved", 2L));
        JsonNode april = statement("2026-04");
        assertGoods(april, soap, Map.of("opening", 13L, "adjusted", -2L, "closing", 11L, "counted", 11L));
        assertThat(followed(march, "goods-adjusted?rewardId=" + soap)).containsExactly(Map.entry(found, 3L));
        assertThat(followed(april, "goods-adjusted?rewardId=" + soap))
                .containsExactly(Map.entry(missing, -1L), Map.entry(missingAgain, -1L));
    }

    @Test
    void aMerchantWhoIsPaidAndPaysBackInOneMonthIsNamed() {
        String canteen = committee.merchant();
        String meal = committee.packageOf(canteen, 18, 990);
        String uneaten = committee.handedOut(committee.aMemberWith(20), meal, 1);
        String submitted = submit(canteen);
        committee
                .post("/redemptions/" + uneaten + "/return", Map.of("counterEntry", true))
                .expect(200);
        itIs("2026-04-03", NINE);
        long paid = pay(canteen, submitted, 990);
        long paidBack = settle(canteen, -990);

        // Nothing was owed when April began or ended, and what was paid came back; but it was paid.
        JsonNode april = statement("2026-04");
        assertDues(april, canteen, 0, 0, 0, 0, 0);
        assertThat(followed(april, "dues-settled?merchantId=" + canteen))
                .containsExactly(Map.entry(paid, 990L), Map.entry(paidBack, -990L));
        itIs("2026-05-03", NINE);
        assertThat(statement("2026-05").get("dues")).isEmpty();
    }

    @Test
    void goodsThatAreFoundAndLostInOneMonthAreNamed() {
        String soap = committee.goods(5, 0);
        long found = count(soap, 1);
        long lost = count(soap, 0);

        JsonNode march = statement("2026-03");
        assertGoods(march, soap, Map.of("opening", 0L, "adjusted", 0L, "closing", 0L, "counted", 0L));
        assertThat(followed(march, "goods-adjusted?rewardId=" + soap))
                .containsExactly(Map.entry(found, 1L), Map.entry(lost, -1L));
        itIs("2026-04-03", NINE);
        assertThat(statement("2026-04").get("goods")).isEmpty();
    }

    private void close(String month) {
        committee.post("/closings", Map.of("month", month)).expect(201);
        Api.asCommittee(committee.slug())
                .post(committee.path("/closings/" + month + "/sign"), committee.closing(month))
                .expect(200);
    }

    private long receive(String reward, long units) {
        return committee
                .post("/rewards/" + reward + "/receipts", Map.of("quantity", units, "unitCostFen", 430))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    private long transfer(Map<String, Object> load) {
        return committee
                .post("/transfers", load)
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    private long count(String reward, long units) {
        List<Map<String, Object>> lines = List.of(Map.of("rewardId", reward, "counted", units));
        return committee
                .post("/stocktakes", Map.of("reason", "盘点", "lines", lines))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
    }

    /** Settles all that a merchant is owed, and answers the number of the transaction. */
    private long settle(String merchant, long amountFen) {
        return pay(merchant, submit(merchant), amountFen);
    }

    /** The id of a settlement that the merchant is to accept. */
    private String submit(String merchant) {
        String id = Committee.id(committee.post("/settlements", Map.of("merchantId", merchant)));
        committee.post("/settlements/" + id + "/submit", null).expect(200);
        return id;
    }

    private long pay(String merchant, String settlement, long amountFen) {
        String path = "/settlements/" + settlement;
        Api.asMerchant(committee.slug(), merchant)
                .post(committee.path(path + "/accept"), null)
                .expect(200);
        JsonNode settled = committee.post(path + "/settle", null).expect(200).json();
        assertThat(settled.get("amountFen").asLong()).isEqualTo(amountFen);
        return settled.get("transaction").asLong();
    }

    /** The statement of a month, which proves itself. */
    private JsonNode statement(String month) {
        JsonNode statement = committee.get("/statements/" + month).expect(200).json();
        assertThat(statement.at("/proof/valid").asBoolean())
                .as(statement.get("proof").toPrettyString())
                .isTrue();
        return statement;
    }

    /** The amounts of a line by transaction, once all lines have been added up. */
    private Map<Long, Long> followed(JsonNode statement, String line) {
        return FollowedDown.lines(admin, statement).get(line);
    }

    private static void assertGoods(JsonNode statement, String reward, Map<String, Long> figures) {
        JsonNode goods = line(statement.get("goods"), "rewardId", reward);
        figures.forEach((field, units) ->
                assertThat(goods.get(field).asLong()).as(field + " of " + goods).isEqualTo(units));
    }

    /** In the committee's statement, and in the merchant's own. */
    private void assertDues(
            JsonNode statement, String merchant, long opening, long earned, long returned, long settled, long closing) {
        JsonNode dues = line(statement.get("dues"), "merchantId", merchant);
        JsonNode own = committee
                .get("/merchants/" + merchant + "/statements/"
                        + statement.get("month").asText())
                .expect(200)
                .json();
        assertThat(List.of("opening", "earned", "returned", "settled", "closing"))
                .extracting(field -> dues.get(field).asLong())
                .containsExactly(opening, earned, returned, settled, closing);
        assertThat(List.of("openingFen", "earnedFen", "returnedFen", "settledFen", "closingFen"))
                .extracting(field -> own.get(field).asLong())
                .containsExactly(opening, earned, returned, settled, closing);
        assertThat(own.at("/proof/holds").asBoolean()).isTrue();
    }

    private static JsonNode line(JsonNode lines, String field, String id) {
        for (JsonNode line : lines) {
            if (line.get(field).asText().equals(id)) {
                return line;
            }
        }
        throw new AssertionError("no line of " + id + " in " + lines);
    }

    private void itIs(String day, LocalTime time) {
        MovableClock.set(LocalDate.parse(day).atTime(time).atZone(SHANGHAI).toInstant());
    }
}
