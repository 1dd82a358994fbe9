package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

@QuarkusTest
class PointsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Object> THIRTEEN_MONTHS =
            Map.of("expiryPolicy", Map.of("type", "after-months", "months", 13));

    @Inject
    PointsExpiry job;

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void creditsByTheRuleOfATask() {
        String member = community.aMember();
        String snow = community.task(6, "hour");

        Reply reply = community.post("/credits", Map.of("memberId", member, "taskId", snow, "quantity", 3));

        assertThat(reply.expect(201).json().get("points").asLong()).isEqualTo(18);
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(18);
        String location = reply.headers().firstValue("Location").orElseThrow();
        JsonNode transaction = admin.get(location).expect(200).json();
        assertThat(transaction.get("kind").asText()).isEqualTo("credit");
        assertThat(transaction.get("quantity").asLong()).isEqualTo(3);
        assertThat(transaction.get("subject").asText()).isEqualTo("task/" + snow);
    }

    @Test
    void givesNoNumberInADryRun() {
        String member = community.aMemberWith(9);

        JsonNode deduction = community
                .post("/deductions?dryRun=true", Map.of("memberId", member, "points", 1, "reason", "更正"))
                .expect(200)
                .json();
        JsonNode reversal = community
                .post("/transactions/1/reversal?dryRun=true", Map.of("reason", "更正"))
                .expect(200)
                .json();

        assertThat(deduction.has("sequence")).isFalse();
        assertThat(reversal.has("sequence")).isFalse();
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(9);
    }

    @Test
    void refusesCreditsThatMakeNoSense() {
        String member = community.aMember();
        String task = community.task(6, "hour");
        String tomorrow = LocalDate.now(SHANGHAI).plusDays(2).toString();

        assertThat(community.post("/credits", Map.of("memberId", member)).code())
                .isEqualTo("validation_failed");
        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", 1, "taskId", task))
                        .code())
                .isEqualTo("validation_failed");
        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", 1, "quantity", 2))
                        .code())
                .isEqualTo("validation_failed");
        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", 1, "effectiveOn", tomorrow))
                        .code())
                .isEqualTo("validation_failed");
        assertThat(community
                        .post("/credits", Map.of("memberId", UUID.randomUUID(), "points", 1))
                        .code())
                .isEqualTo("not_found");
        assertThat(community
                        .post("/credits", Map.of("memberId", member, "taskId", UUID.randomUUID()))
                        .code())
                .isEqualTo("not_found");
        assertThat(community.balance(member).get("earned").asLong()).isZero();
    }

    @Test
    void refusesAReferenceThatCameBefore() {
        String member = community.aMember();
        Map<String, Object> credit = Map.of("memberId", member, "points", 5, "reference", "A-1");
        community.post("/credits", credit).expect(201);

        Reply again = community.post("/credits", credit);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("duplicate_reference");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(5);
    }

    @Test
    void takesAReferenceOnceInParallel() {
        String member = community.aMember();
        Map<String, Object> credit = Map.of("memberId", member, "points", 5, "reference", "A-1");

        List<Reply> replies = InParallel.times(50, i -> community.post("/credits", credit));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() != 201).allMatch(reply -> reply.code()
                .equals("duplicate_reference"));
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(5);
    }

    @Test
    void frozenMembersStillEarnAndThoseWhoLeftDoNot() {
        String member = community.aMember();
        Map<String, Object> credit = Map.of("memberId", member, "points", 5);

        community.patch("/members/" + member, Map.of("status", "frozen")).expect(200);
        assertThat(community.post("/credits", credit).status()).isEqualTo(201);
        community.patch("/members/" + member, Map.of("status", "left")).expect(200);
        assertThat(community.post("/credits", credit).code()).isEqualTo("member_frozen");
    }

    @Test
    void deductionLeavesArrearsThatTheNextCreditsPay() {
        String member = community.aMemberWith(10);

        JsonNode deduction = community.deduct(member, 25).json();
        JsonNode credit = community.credit(member, 12).json();
        JsonNode last = community.credit(member, 12).json();

        assertThat(deduction.get("arrearsAdded").asLong()).isEqualTo(15);
        assertThat(credit.get("arrearsPaid").asLong()).isEqualTo(12);
        assertThat(last.get("arrearsPaid").asLong()).isEqualTo(3);
        assertThat(last.get("available").asLong()).isEqualTo(9);
        assertThat(community.balance(member).get("arrears").asLong()).isZero();
        community.verify();
    }

    @Test
    void reversesACreditOnceAndLinksBothWays() {
        String member = community.aMember();
        long credit = community.credit(member, 10).json().get("sequence").asLong();

        JsonNode reversal = reverse(credit).expect(201).json();
        Reply again = reverse(credit);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("already_reversed");
        assertThat(community
                        .get("/transactions/" + credit)
                        .json()
                        .get("reversedBy")
                        .asLong())
                .isEqualTo(reversal.get("sequence").asLong());
        assertThat(community
                        .get("/transactions/" + reversal.get("sequence").asLong())
                        .json()
                        .get("reverses")
                        .asLong())
                .isEqualTo(credit);
        assertThat(community.balance(member).get("earned").asLong()).isZero();
        assertThat(community.balance(member).get("available").asLong()).isZero();
        assertThat(reverse(reversal.get("sequence").asLong()).code()).isEqualTo("not_reversible");
        community.verify();
    }

    @Test
    void aReversedCreditThatIsSpentBecomesArrears() {
        String member = community.aMember();
        long credit = community.credit(member, 10).json().get("sequence").asLong();
        community.collect(community.reserved(member, community.goods(8, 5), 1)).expect(200);

        reverse(credit).expect(201);

        JsonNode balance = community.balance(member);
        assertThat(balance.get("available").asLong()).isZero();
        assertThat(balance.get("arrears").asLong()).isEqualTo(8);
        assertThat(balance.get("earned").asLong()).isZero();
        assertThat(balance.get("spent").asLong()).isEqualTo(8);
        community.verify();
    }

    @Test
    void aReversedDeductionGivesBackWhatItTook() {
        String member = community.aMemberWith(10);
        long deduction = community.deduct(member, 15).json().get("sequence").asLong();
        community.credit(member, 3);

        reverse(deduction).expect(201);

        JsonNode balance = community.balance(member);
        assertThat(balance.get("available").asLong()).isEqualTo(13);
        assertThat(balance.get("arrears").asLong()).isZero();
        assertThat(balance.get("deducted").asLong()).isZero();
        community.verify();
    }

    @Test
    void aReversedReceiptTakesUnitsOffTheShelf() {
        String soap = community.goods(5, 10);
        long receipt = community
                .post("/rewards/" + soap + "/receipts", Map.of("quantity", 4))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        String member = community.aMemberWith(100);
        String open = community.reserved(member, soap, 12);

        assertThat(reverse(receipt).code()).isEqualTo("out_of_stock");
        community.cancel(open).expect(200);
        reverse(receipt).expect(201);

        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        community.verify();
    }

    @Test
    void pointsExpireAtTheEndOfTheirLastDay() {
        Committee expiring = aCommittee(admin, THIRTEEN_MONTHS);
        String member = expiring.aMember();
        LocalDate today = LocalDate.now(SHANGHAI);
        LocalDate earned = today.minusMonths(13).plusDays(1);
        creditOn(expiring, member, 10, earned);
        creditOn(expiring, member, 20, today);
        LocalDate firstExpiry = earned.plusMonths(13);
        assertThat(expiring.balance(member)
                        .get("expirations")
                        .get(0)
                        .get("expiresOn")
                        .asText())
                .isEqualTo(firstExpiry.toString());

        MovableClock.advance(Duration.ofDays(firstExpiry.toEpochDay() - today.toEpochDay()));
        job.run();
        assertThat(expiring.balance(member).get("available").asLong()).isEqualTo(30);
        MovableClock.advance(Duration.ofDays(1));
        assertThat(expiring.balance(member).get("available").asLong()).isEqualTo(20);
        assertThat(expiring.redeem(member, expiring.goods(25, 1), 1).code()).isEqualTo("insufficient_points");
        InParallel.times(4, i -> {
            job.run();
            return i;
        });

        JsonNode balance = expiring.balance(member);
        assertThat(balance.get("available").asLong()).isEqualTo(20);
        assertThat(balance.get("expired").asLong()).isEqualTo(10);
        JsonNode expiries =
                expiring.get("/transactions?kind=points-expiry").json().get("items");
        assertThat(expiries).hasSize(1);
        assertThat(expiries.get(0).get("effectiveOn").asText()).isEqualTo(firstExpiry.toString());
        expiring.verify();
    }

    @Test
    void spendsTheEarliestExpiryFirstAndGivesItBackThere() {
        Committee expiring = aCommittee(admin, THIRTEEN_MONTHS);
        String member = expiring.aMember();
        LocalDate today = LocalDate.now(SHANGHAI);
        creditOn(expiring, member, 10, today);
        creditOn(expiring, member, 10, today.minusMonths(6));
        creditOn(expiring, member, 10, today.minusMonths(12));
        JsonNode before = expiring.balance(member).get("expirations");

        String open = expiring.reserved(member, expiring.goods(15, 5), 1);

        JsonNode during = expiring.balance(member).get("expirations");
        assertThat(during).hasSize(2);
        assertThat(during.get(0).get("points").asLong()).isEqualTo(5);
        assertThat(during.get(0).get("expiresOn").asText())
                .isEqualTo(today.minusMonths(6).plusMonths(13).toString());
        expiring.cancel(open).expect(200);
        assertThat(expiring.balance(member).get("expirations")).isEqualTo(before);
        expiring.verify();
    }

    @Test
    void heldPointsWhoseDayPassedExpireWhenTheyComeBack() {
        Committee expiring = aCommittee(admin, THIRTEEN_MONTHS);
        String member = expiring.aMember();
        LocalDate today = LocalDate.now(SHANGHAI);
        creditOn(expiring, member, 10, today.minusMonths(13).plusDays(3));
        String open = expiring.reserved(member, expiring.goods(10, 5), 1);
        MovableClock.advance(Duration.ofDays(6));
        job.run();
        assertThat(expiring.balance(member).get("held").asLong()).isEqualTo(10);

        expiring.cancel(open).expect(200);

        JsonNode balance = expiring.balance(member);
        assertThat(balance.get("available").asLong()).isZero();
        assertThat(balance.get("expired").asLong()).isEqualTo(10);
        assertThat(balance.get("held").asLong()).isZero();
        expiring.verify();
    }

    /** The outcome is the same whether or not the job has posted the expiry yet. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReversedCreditThatExpiredTakesNoOtherPoints(boolean posted) {
        Committee expiring = aCommittee(admin, THIRTEEN_MONTHS);
        String member = expiring.aMember();
        LocalDate today = LocalDate.now(SHANGHAI);
        long lapsed = expiring.post(
                        "/credits",
                        Map.of(
                                "memberId",
                                member,
                                "points",
                                40,
                                "effectiveOn",
                                today.minusMonths(20).toString()))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        creditOn(expiring, member, 7, today);
        if (posted) {
            job.run();
        }

        expiring.post("/transactions/" + lapsed + "/reversal", Map.of("reason", "记错了"))
                .expect(201);

        JsonNode balance = expiring.balance(member);
        assertThat(balance.get("available").asLong()).isEqualTo(7);
        assertThat(balance.get("earned").asLong()).isEqualTo(7);
        assertThat(balance.get("expired").asLong()).isZero();
        JsonNode expiries =
                expiring.get("/transactions?kind=points-expiry").json().get("items");
        assertThat(expiries.findValuesAsText("effectiveOn"))
                .containsExactly(today.minusMonths(7).toString());
        expiring.verify();
    }

    @Test
    void bulkIsAllOrNothingWhenAtomic() {
        String member = community.aMember();
        List<Map<String, Object>> items = List.of(
                Map.of("memberId", member, "points", 1, "reference", "B-1"),
                Map.of("memberId", UUID.randomUUID(), "points", 2),
                Map.of("memberId", member, "points", 3, "reference", "B-1"));

        Reply reply = community.post("/credits/bulk", Map.of("mode", "atomic", "items", items));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().get("errors")).hasSize(2);
        assertThat(reply.json().get("errors").get(0).get("field").asText()).isEqualTo("items[1]");
        assertThat(reply.json().get("errors").get(1).get("code").asText()).isEqualTo("duplicate_reference");
        assertThat(community.balance(member).get("earned").asLong()).isZero();
        community.verify();
    }

    @Test
    void bulkTellsEachOutcomeWhenIndependent() {
        String member = community.aMember();
        List<Map<String, Object>> items = List.of(
                Map.of("memberId", member, "points", 1),
                Map.of("memberId", UUID.randomUUID(), "points", 2),
                Map.of("memberId", member, "points", 3));

        Reply reply = community.post("/credits/bulk", Map.of("mode", "independent", "items", items), "bulk");
        Reply again = community.post("/credits/bulk", Map.of("mode", "independent", "items", items), "bulk");

        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json().get("credited").asInt()).isEqualTo(2);
        assertThat(reply.json().get("refused").asInt()).isEqualTo(1);
        assertThat(reply.json().get("items").get(1).get("problem").get("code").asText())
                .isEqualTo("not_found");
        assertThat(again.body()).isEqualTo(reply.body());
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(4);
        community.verify();
    }

    @Test
    void bulkHasAtMostAThousandItems() {
        String member = community.aMember();
        Map<String, Object> item = Map.of("memberId", member, "points", 1);

        Reply most =
                community.post("/credits/bulk", Map.of("mode", "atomic", "items", Collections.nCopies(1000, item)));
        Reply more =
                community.post("/credits/bulk", Map.of("mode", "atomic", "items", Collections.nCopies(1001, item)));

        assertThat(most.status()).isEqualTo(200);
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.code()).isEqualTo("validation_failed");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(1000);
        community.verify();
    }

    @Test
    void refusesABalanceBeyondWhatJsonKeepsExact() {
        String member = community.aMember();
        String task = community.task(1_000_000, "occurrence");
        for (int i = 0; i < 3; i++) {
            community
                    .post("/credits", Map.of("memberId", member, "taskId", task, "quantity", 10_000))
                    .expect(201);
        }

        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", Long.MAX_VALUE))
                        .code())
                .isEqualTo("validation_failed");
        assertThat(community.balance(member).get("earned").asLong()).isEqualTo(30_000_000_000L);
    }

    private Reply reverse(long sequence) {
        return community.post("/transactions/" + sequence + "/reversal", Map.of("reason", "记错了"));
    }

    private static void creditOn(Committee community, String member, long points, LocalDate day) {
        community
                .post("/credits", Map.of("memberId", member, "points", points, "effectiveOn", day.toString()))
                .expect(201);
    }
}
