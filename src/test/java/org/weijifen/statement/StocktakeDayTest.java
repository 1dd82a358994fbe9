package org.weijifen.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

/** A stocktake belongs to the month it was taken for, although it is completed in the next one. */
@QuarkusTest
class StocktakeDayTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Object> ON_31_MARCH = Map.of("countedOn", "2026-03-31");

    @Inject
    MeterRegistry metrics;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String soap;
    private String member;
    private String east;

    /** 20 bars of soap came in on 2 March; now it is the evening of 31 March. */
    @BeforeEach
    void open() {
        at("2026-03-02T09:00");
        community = aCommittee(admin);
        soap = community.goods(5, 20);
        member = community.aMemberWith(500);
        east = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        at("2026-03-31T20:00");
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void isComparedWithTheEndOfItsDayAndCountsInItsMonth() {
        String reserved = community.reserved(member, soap, 4);
        String stocktake = begin(Map.of("open", true, "countedOn", "2026-03-31", "lines", List.of(counted(18))));

        // On 1 April: 4 + 3 bars go out, 5 to the eastern gate, 2 come in, 1 is reserved; March stays open until then.
        at("2026-04-01T09:00");
        community.collect(reserved).expect(200);
        community.handedOut(member, soap, 3);
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 5, "toStationId", east))
                .expect(201);
        receive(2).expect(201);
        community.reserved(member, soap, 1);
        assertThat(blocked("2026-03")).containsExactly("stocktakes_open");
        JsonNode completed =
                complete(stocktake, Map.of("reason", "受潮")).expect(200).json();

        assertThat(completed.get("countedOn").asText()).isEqualTo("2026-03-31");
        assertThat(completed.at("/lines/0/expected").asLong()).isEqualTo(20);
        assertThat(completed.at("/lines/0/difference").asLong()).isEqualTo(-2);
        JsonNode adjustment = community
                .get("/transactions/" + completed.get("sequence").asLong())
                .expect(200)
                .json();
        assertThat(adjustment.get("effectiveOn").asText()).isEqualTo("2026-03-31");
        // 20 + 2 - 4 - 3 - 5 - 1 reserved - 2 missing, and 5 at the eastern gate.
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(7 + 5);
        JsonNode march = statement("2026-03");
        assertThat(goods(march, "received", "handedOut", "adjusted", "closing", "counted", "reserved"))
                .containsExactly(20L, 0L, -2L, 18L, 18L, 4L);
        JsonNode april = statement("2026-04");
        assertThat(goods(april, "opening", "received", "handedOut", "adjusted", "closing"))
                .containsExactly(18L, 2L, 7L, 0L, 13L);
        assertThat(april.at("/goods/0").has("counted")).isFalse();
        assertThat(FollowedDown.check(admin, march)).isGreaterThan(7);
        assertThat(march.at("/goods/0/links/counted").asText()).contains("/stocktakes?");
        assertThat(close("2026-03").expect(200).json().get("status").asText()).isEqualTo("signed");
        assertThat(verified("2026-03")).isTrue();
        community.verify();
    }

    @Test
    void countsEachStationForItself() {
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 6, "toStationId", east))
                .expect(201);
        at("2026-04-01T09:00");
        community
                .post("/transfers", Map.of("rewardId", soap, "quantity", 2, "fromStationId", east))
                .expect(201);

        JsonNode there = stocktake(Map.of(
                        "stationId", east, "countedOn", "2026-03-31", "reason", "少1块", "lines", List.of(counted(5))))
                .expect(201)
                .json();
        JsonNode here = stocktake(Map.of("countedOn", "2026-03-31", "lines", List.of(counted(14))))
                .expect(201)
                .json();

        assertThat(there.at("/lines/0/expected").asLong()).isEqualTo(6);
        assertThat(here.at("/lines/0/expected").asLong()).isEqualTo(14);
        assertThat(here.has("sequence")).isFalse();
        JsonNode march = statement("2026-03");
        assertThat(goods(march, "adjusted", "closing", "counted")).containsExactly(-1L, 19L, 19L);
        assertThat(FollowedDown.check(admin, march)).isGreaterThan(7);
        community.verify();
    }

    @Test
    void isOfTheDayItIsCompletedUnlessItSaysOtherwise() {
        String unsaid = begin(Map.of("open", true, "lines", List.of(counted(20))));
        String said = begin(Map.of("open", true, "lines", List.of(counted(20))));
        String corrected = begin(Map.of("open", true, "countedOn", "2026-03-30", "lines", List.of(counted(20))));
        at("2026-04-01T09:00");

        assertThat(countedOn(complete(said, ON_31_MARCH))).isEqualTo("2026-03-31");
        assertThat(countedOn(complete(corrected, ON_31_MARCH))).isEqualTo("2026-03-31");
        assertThat(countedOn(complete(unsaid, null))).isEqualTo("2026-04-01");

        assertThat(listed("?from=2026-03-01&to=2026-03-31")).containsExactly(corrected, said);
        assertThat(listed("?from=2026-04-01")).containsExactly(unsaid);
        assertThat(listed("?to=2026-03-30")).isEmpty();
        assertThat(community.get("/stocktakes?from=2026-04-01&to=2026-03-01").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-02, in_future",
        "9999-12-31, in_future",
        "2026-02-28, too_small",
        "2000-01-01, too_small",
        "2026-02-30, not_a_day"
    })
    void refusesADayThatCannotBe(String day, String violation) {
        String stocktake = begin(Map.of("open", true, "lines", List.of(counted(20))));
        at("2026-04-01T09:00");
        Map<String, Object> given = Map.of("countedOn", day);

        List<Reply> replies = List.of(
                complete(stocktake, given),
                stocktake(Map.of("countedOn", day, "open", true)),
                stocktake(Map.of("countedOn", day, "lines", List.of(counted(20)))));

        assertThat(replies).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("countedOn");
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(violation);
        });
    }

    @Test
    void takesNothingIntoAClosedMonth() {
        String stocktake = begin(Map.of("open", true, "lines", List.of(counted(20))));
        at("2026-04-01T09:00");
        complete(stocktake, null).expect(200);
        close("2026-03").expect(200);
        String late = begin(Map.of("open", true, "lines", List.of(counted(20))));

        List<Reply> replies = List.of(
                complete(late, ON_31_MARCH),
                stocktake(Map.of("countedOn", "2026-03-31", "open", true)),
                stocktake(Map.of("countedOn", "2026-03-31", "lines", List.of(counted(20)))));

        assertThat(replies).extracting(Reply::status).containsOnly(409);
        assertThat(replies).extracting(Reply::code).containsOnly("period_closed");
        assertThat(replies)
                .allSatisfy(refused ->
                        assertThat(refused.json().get("detail").asText()).contains("2026-04-01"));
        assertThat(verified("2026-03")).isTrue();
    }

    @Test
    void leavesNoLessThanNothingOnTheShelf() {
        String reserved = community.reserved(member, soap, 4);
        at("2026-04-01T09:00");
        community.collect(reserved).expect(200);
        String open = community.reserved(member, soap, 14);
        Map<String, Object> sheet = Map.of("countedOn", "2026-03-31", "reason", "被盗", "lines", List.of(counted(17)));

        // 20 should have lain there; of what is left 14 are promised and 2 are on the shelf.
        Reply refused = stocktake(sheet);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("counted_below_shelf");
        assertThat(refused.json().get("detail").asText())
                .contains("17")
                .contains("20")
                .contains("2026-03-31");
        community.cancel(open).expect(200);
        stocktake(sheet).expect(201);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(13);
        community.verify();
    }

    /** What went out on 30 March came in before, but was recorded on 1 April. */
    @Test
    void mayHaveBeenLessThanNothingByTheBooks() {
        at("2026-04-01T09:00");
        receive(10).expect(201);
        handedOutInThePast("2026-03-30", 25);

        JsonNode completed = stocktake(
                        Map.of("countedOn", "2026-03-31", "reason", "入库晚记", "lines", List.of(counted(5))))
                .expect(201)
                .json();

        assertThat(completed.at("/lines/0/expected").asLong()).isEqualTo(-5);
        assertThat(completed.at("/lines/0/difference").asLong()).isEqualTo(10);
        assertThat(community.get("/stocktakes/" + completed.get("id").asText()).json())
                .isEqualTo(completed);
        assertThat(goods(statement("2026-03"), "closing", "counted")).containsExactly(5L, 5L);
        community.verify();
    }

    @Test
    void keepsItsOwnMonthOpenByTheCommunitysDays() {
        // Java knows this zone, PostgreSQL does not: 1 April, 07:00 UTC is 31 March, 23:00 there.
        MovableClock.set(
                LocalDateTime.parse("2026-03-10T00:00").atZone(ZoneId.of("UTC")).toInstant());
        community = aCommittee(admin, Map.of("timeZone", "SystemV/PST8"));
        soap = community.goods(5, 20);
        MovableClock.set(
                LocalDateTime.parse("2026-04-01T07:00").atZone(ZoneId.of("UTC")).toInstant());
        String march = begin(Map.of("open", true, "lines", List.of(counted(20))));
        MovableClock.set(
                LocalDateTime.parse("2026-04-01T08:30").atZone(ZoneId.of("UTC")).toInstant());
        String april = begin(Map.of("open", true, "lines", List.of(counted(20))));

        assertThat(blocked("2026-03")).containsExactly("stocktakes_open");
        community.post("/stocktakes/" + march + "/cancel", Map.of()).expect(200);
        assertThat(blocked("2026-03")).isEmpty();
        String late = begin(Map.of("open", true, "countedOn", "2026-03-31", "lines", List.of(counted(20))));
        assertThat(blocked("2026-03")).containsExactly("stocktakes_open");
        complete(late, null).expect(200);

        assertThat(blocked("2026-03")).isEmpty();
        assertThat(statement("2026-03").at("/goods/0/counted").asLong()).isEqualTo(20);
        complete(april, null).expect(200);
    }

    /** A count that agrees moves nothing, but is among the figures. */
    @Test
    void asksForNewFiguresOnceSomethingWasCounted() {
        at("2026-04-01T09:00");
        community.post("/closings", Map.of("month", "2026-03")).expect(201);
        begin(Map.of("countedOn", "2026-03-31", "lines", List.of(counted(20))));

        Reply refused = sign("2026-03");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("closing_overtaken");
        close("2026-03").expect(200);
        assertThat(verified("2026-03")).isTrue();
    }

    /** The stocktake is decided in one batch with what came in before it on 1 April. */
    @Test
    void knowsWhatTheSameBatchHasPostedBefore() throws SQLException {
        at("2026-04-01T09:00");
        List<CompletableFuture<Reply>> receipts = new ArrayList<>();
        CompletableFuture<Reply> stocktake;
        try (HeldBooks held = new HeldBooks(community, metrics)) {
            receipts.add(receiveLater());
            held.awaitFirst();
            for (int i = 0; i < 10; i++) {
                receipts.add(receiveLater());
            }
            held.awaitQueued(10);
            stocktake = admin.postLater(
                    community.path("/stocktakes"),
                    Map.of("countedOn", "2026-03-31", "reason", "盘点", "lines", List.of(counted(19))),
                    "batch");
            held.awaitQueued(11);
        }

        JsonNode completed = stocktake.join().expect(201).json();
        List<String> recordedAt = receipts.stream()
                .map(receipt ->
                        receipt.join().expect(201).json().get("recordedAt").asText())
                .toList();
        assertThat(recordedAt).contains(completed.get("closedAt").asText());
        assertThat(completed.at("/lines/0/expected").asLong()).isEqualTo(20);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(20 + 11 - 1);
        assertThat(goods(statement("2026-03"), "adjusted", "closing")).containsExactly(-1L, 19L);
        community.verify();
    }

    /** A count that agrees posts nothing; an earlier one behind it in the same batch is refused all the same. */
    @Test
    void isRefusedBehindALaterCountOfItsOwnBatch() throws SQLException {
        List<String> rewards = new ArrayList<>();
        at("2026-03-20T09:00");
        for (int i = 0; i < 20; i++) {
            rewards.add(community.goods(5, 20));
        }
        at("2026-04-01T09:00");
        List<CompletableFuture<Reply>> later = new ArrayList<>();
        List<CompletableFuture<Reply>> earlier = new ArrayList<>();
        try (HeldBooks held = new HeldBooks(community, metrics)) {
            receiveLater();
            held.awaitFirst();
            rewards.forEach(reward -> later.add(countLater(reward, "2026-03-31", 20)));
            held.awaitQueued(rewards.size());
            rewards.forEach(reward -> earlier.add(countLater(reward, "2026-03-29", 17)));
            held.awaitQueued(2 * rewards.size());
        }

        later.forEach(reply -> reply.join().expect(201));
        assertThat(earlier).allSatisfy(reply -> {
            assertThat(reply.join().status()).isEqualTo(409);
            assertThat(reply.join().json().get("detail").asText()).contains("2026-03-31");
        });
        rewards.forEach(reward ->
                assertThat(community.stock(reward).get("onShelf").asLong()).isEqualTo(20));
        community.verify();
    }

    private CompletableFuture<Reply> countLater(String reward, String day, long units) {
        return admin.postLater(
                community.path("/stocktakes"),
                Map.of(
                        "countedOn",
                        day,
                        "reason",
                        "盘点",
                        "lines",
                        List.of(Map.of("rewardId", reward, "counted", units))),
                UUID.randomUUID().toString());
    }

    /** What came in before a count and is entered after it says so. */
    @Test
    void isNamedByAReceiptThatIsEnteredBehindIt() {
        stocktake(Map.of("lines", List.of(counted(20)))).expect(201);
        at("2026-04-01T09:00");

        assertThat(receiveOn("2026-03-30").get("countedSince").asText()).isEqualTo("2026-03-31");
        assertThat(receiveOn("2026-03-31").get("countedSince").asText()).isEqualTo("2026-03-31");
        assertThat(receiveOn("2026-04-01").has("countedSince")).isFalse();
        assertThat(receive(1).expect(201).json().has("countedSince")).isFalse();
        soap = community.goods(5, 1);
        assertThat(receiveOn("2026-03-30").has("countedSince")).isFalse();
    }

    private JsonNode receiveOn(String day) {
        return community
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 1, "effectiveOn", day))
                .expect(201)
                .json();
    }

    @Test
    void staysRightWhileOthersHandOut() {
        List<String> reserved = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reserved.add(community.reserved(member, soap, 1));
        }
        String stocktake = begin(Map.of("open", true, "countedOn", "2026-03-31", "lines", List.of(counted(20))));
        at("2026-04-01T09:00");

        List<Reply> replies =
                InParallel.times(20, i -> i == 10 ? complete(stocktake, null) : community.collect(reserved.get(i)));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies.get(10).json().at("/lines/0/expected").asLong()).isEqualTo(20);
        assertThat(community.stock(soap).get("reserved").asLong()).isEqualTo(1);
        community.verify();
    }

    private void handedOutInThePast(String day, long units) {
        String memberNo =
                community.get("/members/" + member).json().get("memberNo").asText();
        String code = community.get("/rewards/" + soap).json().get("code").asText();
        String table = "memberNo,rewardCode,quantity,requestedOn,outcome\n" + memberNo + "," + code + "," + units + ","
                + day + ",collected\n";
        JsonNode sent = admin.postFile(
                        community.path("/imports?kind=redemptions&mode=atomic"),
                        table.getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202)
                .json();
        String path = "/imports/" + sent.get("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> community.get(path).json().get("status").asText().equals("done"));
    }

    /** The later count has put right what the earlier one would put right once more. */
    @ParameterizedTest
    @ValueSource(longs = {18, 20})
    void refusesACountOfADayAfterWhichItWasCountedAgain(long later) {
        at("2026-04-07T09:00");
        begin(Map.of("lines", List.of(counted(later))));
        at("2026-04-08T09:00");

        Reply refused = stocktake(Map.of("countedOn", "2026-03-31", "reason", "月末盘点", "lines", List.of(counted(18))));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).contains("2026-04-07").contains("2026-03-31");
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(later);
        String elsewhere = community.goods(5, 4);
        begin(Map.of("countedOn", "2026-03-31", "lines", List.of(Map.of("rewardId", elsewhere, "counted", 0))));
        community.verify();
    }

    /** What was told of late had left the shelf, or had come, on the day it happened, whatever its day in the books. */
    @Test
    void knowsOfWhatWasToldOfLate() {
        String reserved = community.reserved(member, soap, 2);
        at("2026-04-03T09:00");
        community
                .post("/redemptions/" + reserved + "/collect", Map.of("occurredOn", "2026-03-31"))
                .expect(200);
        community
                .post(
                        "/transfers",
                        Map.of("rewardId", soap, "quantity", 5, "toStationId", east, "occurredOn", "2026-03-30"))
                .expect(201);

        JsonNode there = stocktake(Map.of(
                        "stationId", east, "countedOn", "2026-03-31", "reason", "盘点", "lines", List.of(counted(5))))
                .expect(201)
                .json();
        JsonNode here = stocktake(Map.of("countedOn", "2026-03-31", "reason", "盘点", "lines", List.of(counted(13))))
                .expect(201)
                .json();

        assertThat(there.at("/lines/0/difference").asLong()).isZero();
        assertThat(here.at("/lines/0/difference").asLong()).isZero();
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(13 + 5);
    }

    @Test
    void notesWhatWasToldOfBehindACount() {
        stocktake(Map.of("reason", "盘点", "lines", List.of(counted(18)))).expect(201);
        String other = community.goods(5, 3);
        at("2026-04-01T09:00");
        community
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 5, "effectiveOn", "2026-03-10"))
                .expect(201);
        community
                .post("/rewards/" + other + "/receipts", Map.of("quantity", 5, "effectiveOn", "2026-03-10"))
                .expect(201);

        JsonNode checks = community
                .post("/closings", Map.of("month", "2026-03"))
                .expect(201)
                .json()
                .get("checks");

        assertThat(checks).anySatisfy(check -> {
            assertThat(check.get("name").asText()).isEqualTo("moved_behind_a_count");
            assertThat(check.get("outcome").asText()).isEqualTo("noted");
            assertThat(check.get("findings")).hasSize(1);
            assertThat(check.at("/findings/0").asText()).isEqualTo(soap);
        });
    }

    /** A sheet that was opened after the preparation would be shut out by the signature. */
    @Test
    void keepsAMonthOpenForASheetThatWasOpenedAfterItsPreparation() {
        at("2026-04-01T09:00");
        community.post("/closings", Map.of("month", "2026-03")).expect(201);
        String stocktake = begin(Map.of("open", true, "countedOn", "2026-03-31", "lines", List.of(counted(20))));

        assertThat(sign("2026-03").status()).isEqualTo(409);

        community.post("/stocktakes/" + stocktake + "/cancel", Map.of()).expect(200);
        sign("2026-03").expect(200);
    }

    private Map<String, Object> counted(long units) {
        return Map.of("rewardId", soap, "counted", units);
    }

    private Reply stocktake(Map<String, Object> sheet) {
        return community.post("/stocktakes", sheet);
    }

    private String begin(Map<String, Object> sheet) {
        Map<String, Object> explained = new HashMap<>(sheet);
        explained.putIfAbsent("reason", "盘点");
        return Committee.id(stocktake(explained));
    }

    private Reply complete(String stocktake, Object body) {
        return community.post("/stocktakes/" + stocktake + "/complete", body);
    }

    private static String countedOn(Reply completed) {
        return completed.expect(200).json().get("countedOn").asText();
    }

    private Reply receive(long units) {
        return community.post("/rewards/" + soap + "/receipts", Map.of("quantity", units));
    }

    private CompletableFuture<Reply> receiveLater() {
        return admin.postLater(
                community.path("/rewards/" + soap + "/receipts"),
                Map.of("quantity", 1),
                UUID.randomUUID().toString());
    }

    private List<String> listed(String query) {
        return community
                .get("/stocktakes" + query)
                .expect(200)
                .json()
                .get("items")
                .findValuesAsText("id");
    }

    private List<String> blocked(String month) {
        return community
                .post("/closings?dryRun=true", Map.of("month", month))
                .json()
                .at("/errors")
                .findValuesAsText("code");
    }

    private Reply close(String month) {
        community.post("/closings", Map.of("month", month)).expect(201);
        return sign(month);
    }

    private Reply sign(String month) {
        return Api.asCommittee(community.slug())
                .post(community.path("/closings/" + month + "/sign"), community.closing(month));
    }

    private boolean verified(String month) {
        return community
                .get("/closings/" + month + "/verification")
                .expect(200)
                .json()
                .get("valid")
                .asBoolean();
    }

    private JsonNode statement(String month) {
        JsonNode statement = community.get("/statements/" + month).expect(200).json();
        assertThat(statement.at("/proof/valid").asBoolean()).isTrue();
        return statement;
    }

    private static List<Long> goods(JsonNode statement, String... fields) {
        return Arrays.stream(fields)
                .map(field -> statement.at("/goods/0").path(field).asLong())
                .toList();
    }

    private static void at(String time) {
        MovableClock.set(LocalDateTime.parse(time).atZone(SHANGHAI).toInstant());
    }
}
