package org.weijifen.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

/** What merchants are owed, and how it is settled with them. */
@QuarkusTest
class SettlementTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final String member = community.aMemberWith(10_000);
    private final String merchant = community.merchant();
    private final String meal = community.packageOf(merchant, 18, 990);
    private Api colleague;

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void owesAMerchantWhenTheRewardIsHandedOut() {
        String redemption = community.reserved(member, meal, 2);
        assertThat(dues()).isEmpty();

        JsonNode collected = community.collect(redemption).expect(200).json();

        JsonNode due = dues().get(0);
        long sequence = collected.at("/transactions/collection").asLong();
        assertThat(due.get("sequence").asLong()).isEqualTo(sequence);
        assertThat(due.get("redemptionId").asText()).isEqualTo(redemption);
        assertThat(due.get("rewardId").asText()).isEqualTo(meal);
        assertThat(due.get("quantity").asLong()).isEqualTo(2);
        assertThat(due.get("amountFen").asLong()).isEqualTo(1980);
        JsonNode posting = community
                .get("/transactions/" + sequence)
                .json()
                .get("postings")
                .get(due.get("position").asInt());
        assertThat(posting.get("asset").asText()).isEqualTo("CNY");
        assertThat(posting.get("amount").asLong()).isEqualTo(1980);
        assertThat(posting.at("/to/owner").asText()).isEqualTo(merchant);
        assertThat(totals()).containsExactly(1980L, 1980L, 0L);
        community.verify();
    }

    @Test
    void makesOnePostingForEachLineThatCostsSomething() {
        String free = community.packageOf(merchant, 1, 0);
        String own = community.reward("service", 1, Map.of("costFen", 700));
        String second = community.merchant();
        String theirs = community.packageOf(second, 1, 300);
        String redemption = Committee.id(community.post(
                "/redemptions",
                Map.of(
                        "memberId",
                        member,
                        "lines",
                        List.of(line(meal, 1), line(free, 1), line(own, 1), line(theirs, 3), line(meal, 2)))));

        community.collect(redemption).expect(200);

        assertThat(dues()).extracting(due -> due.get("amountFen").asLong()).containsExactly(1980L, 990L);
        assertThat(dues(second))
                .extracting(due -> due.get("amountFen").asLong())
                .containsExactly(900L);
        assertThat(totals()).containsExactly(3870L, 3870L, 0L);
        community.verify();
    }

    @Test
    void owesTheMerchantAndCostOfTheReservation() {
        String redemption = community.reserved(member, meal, 1);
        community
                .patch("/rewards/" + meal, Map.of("merchantId", community.merchant(), "costFen", 1))
                .expect(200);

        community.collect(redemption).expect(200);

        assertThat(dues()).extracting(due -> due.get("amountFen").asLong()).containsExactly(990L);
    }

    @Test
    void takesBackWhatWasOwedWithAReturn() {
        String redemption = community.handedOut(member, meal, 2);

        community.takeBack(redemption).expect(200);

        assertThat(dues()).extracting(due -> due.get("amountFen").asLong()).containsExactly(-1980L, 1980L);
        assertThat(dues()).extracting(due -> due.get("quantity").asLong()).containsExactly(-2L, 2L);
        assertThat(totals()).containsExactly(0L, 0L, 0L);
        community.verify();
    }

    @Test
    void owesNothingForWhatIsCancelled() {
        community.cancel(community.reserved(member, meal, 1)).expect(200);

        assertThat(dues()).isEmpty();
        assertThat(totals()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void refusesToOweMoreThanTheBooksCanKeep() {
        String dear = community.packageOf(merchant, 1, 1_000_000_000_000L);
        IntStream.range(0, 9).forEach(i -> community.handedOut(member, dear, 1000));

        Reply reply = community.redeem(member, dear, 1000);

        assertThat(reply.code()).isEqualTo("limit_exceeded");
        assertThat(dues()).hasSize(9);
        community.verify();
    }

    @Test
    void goesFromDraftToPaid() {
        community.handedOut(member, meal, 2);
        community.handedOut(member, meal, 1);
        Api shop = Api.asMerchant(community.slug(), merchant);

        Reply drafted = draft();
        String id = Committee.id(drafted);
        step(id, "submit").expect(200);
        shop.post(community.path("/settlements/" + id + "/accept"), null).expect(200);
        JsonNode settled = community
                .post("/settlements/" + id + "/settle", Map.of("reference", "T-1"))
                .expect(200)
                .json();

        assertThat(drafted.json().get("status").asText()).isEqualTo("draft");
        assertThat(drafted.json().get("amountFen").asLong()).isEqualTo(2970);
        assertThat(drafted.json().get("entries").asLong()).isEqualTo(2);
        assertThat(settled.get("status").asText()).isEqualTo("settled");
        JsonNode transaction = community
                .get("/transactions/" + settled.get("transaction").asLong())
                .json();
        assertThat(transaction.get("kind").asText()).isEqualTo("settlement");
        assertThat(transaction.get("subject").asText()).isEqualTo("settlement/" + id);
        assertThat(transaction.get("reference").asText()).isEqualTo("T-1");
        assertThat(totals()).containsExactly(2970L, 0L, 2970L);
        assertThat(community.get("/settlements/" + id).json()).isEqualTo(settled);
        assertThat(shop.get(community.path("/settlements/" + id)).json()).isEqualTo(settled);
        community.verify();
    }

    @Test
    void isTheMerchantsToReject() {
        String redemption = community.handedOut(member, meal, 2);
        String id = Committee.id(draft());
        step(id, "submit").expect(200);
        Api shop = Api.asMerchant(community.slug(), merchant);

        JsonNode rejected = shop.post(community.path("/settlements/" + id + "/reject"), Map.of("reason", "少一份"))
                .expect(200)
                .json();

        assertThat(rejected.get("status").asText()).isEqualTo("rejected");
        assertThat(rejected.get("reason").asText()).isEqualTo("少一份");
        assertThat(community.takeBack(redemption).status()).isEqualTo(200);
        assertThat(step(id, "reject").code()).isEqualTo("wrong_settlement_status");
        assertThat(shop.post(community.path("/settlements/" + id + "/reject"), Map.of())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesOnlyStepsThatFollow() {
        community.handedOut(member, meal, 1);
        String id = Committee.id(draft());

        assertRefused(id, "accept", "reject", "settle");
        assertThat(step(id, "settle").json().get("detail").asText()).isEqualTo("结算单目前的状态是“草稿”，不能这样处理。");
        step(id, "submit").expect(200);
        assertRefused(id, "submit", "cancel", "settle");
        stepAsOther(id, "accept").expect(200);
        assertRefused(id, "submit", "cancel", "accept", "reject");
        step(id, "settle").expect(200);
        assertRefused(id, "submit", "cancel", "accept", "reject", "settle");
        assertThat(totals()).containsExactly(990L, 0L, 990L);
    }

    @Test
    void letsNobodyAcceptWhatTheySubmitted() {
        community.handedOut(member, meal, 1);
        String id = Committee.id(draft());
        step(id, "submit").expect(200);

        assertThat(step(id, "accept").code()).isEqualTo("self_approval");
        assertThat(stepAsOther(id, "accept").status()).isEqualTo(200);
    }

    @Test
    void leavesTheCommitteesStepsToTheCommittee() {
        community.handedOut(member, meal, 1);
        String id = Committee.id(draft());
        Api shop = Api.asMerchant(community.slug(), merchant);

        for (String step : List.of("submit", "cancel", "settle")) {
            assertThat(shop.post(community.path("/settlements/" + id + "/" + step), null)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(shop.post(community.path("/settlements"), Map.of("merchantId", merchant))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void givesEntriesToOneLiveSettlementOnly() {
        community.handedOut(member, meal, 1);
        String first = Committee.id(draft());

        assertThat(draft().code()).isEqualTo("nothing_to_settle");
        step(first, "cancel").expect(200);
        String second = Committee.id(draft());
        step(second, "submit").expect(200);
        assertThat(draft().code()).isEqualTo("nothing_to_settle");
        community
                .post("/settlements/" + second + "/reject", Map.of("reason", "少一份"))
                .expect(200);
        JsonNode third = draft().expect(201).json();

        assertThat(third.get("amountFen").asLong()).isEqualTo(990);
        JsonNode rejected = community.get("/settlements/" + second).json();
        assertThat(rejected.get("status").asText()).isEqualTo("rejected");
        assertThat(rejected.get("reason").asText()).isEqualTo("少一份");
        assertThat(rejected.get("amountFen").asLong()).isEqualTo(990);
        assertThat(community.get("/settlements/" + second + "/entries").json().get("items"))
                .isEmpty();
        community.verify();
    }

    @Test
    void bringsADraftUpToDateWhenItIsSubmitted() {
        String returned = community.handedOut(member, meal, 2);
        community.handedOut(member, meal, 3);
        String id = Committee.id(draft());
        community.takeBack(returned).expect(200);
        community.handedOut(member, meal, 1);

        JsonNode submitted = step(id, "submit").expect(200).json();

        assertThat(submitted.get("entries").asLong()).isEqualTo(4);
        assertThat(submitted.get("earnedFen").asLong()).isEqualTo(6 * 990);
        assertThat(submitted.get("returnedFen").asLong()).isEqualTo(2 * 990);
        assertThat(submitted.get("amountFen").asLong()).isEqualTo(4 * 990);
        assertThat(dues()).allMatch(due -> due.get("settlementId").asText().equals(id));
    }

    @Test
    void paysNothingThatHasComeBackAfterItsLastDay() {
        LocalDate today = LocalDate.now(SHANGHAI);
        String returned = community.handedOut(member, meal, 2);
        community.handedOut(member, meal, 1);
        String id = Committee.id(draft());
        MovableClock.advance(Duration.ofDays(1));
        Committee tomorrow = Committee.of(Api.asAdmin(), community.slug());
        tomorrow.takeBack(returned).expect(200);

        JsonNode submitted = tomorrow.post("/settlements/" + id + "/submit", null)
                .expect(200)
                .json();

        assertThat(submitted.get("through").asText()).isEqualTo(today.toString());
        assertThat(submitted.get("amountFen").asLong()).isEqualTo(990);
        tomorrow.verify();
    }

    @Test
    void leavesWhatIsAfterItsLastDay() {
        LocalDate today = LocalDate.now(SHANGHAI);
        community.handedOut(member, meal, 1);
        MovableClock.advance(Duration.ofDays(1));
        Committee tomorrow = Committee.of(Api.asAdmin(), community.slug());
        tomorrow.handedOut(member, meal, 5);

        JsonNode drafted = tomorrow.post("/settlements", Map.of("merchantId", merchant, "through", today.toString()))
                .expect(201)
                .json();

        assertThat(drafted.get("through").asText()).isEqualTo(today.toString());
        assertThat(drafted.get("amountFen").asLong()).isEqualTo(990);
        assertThat(tomorrow.post("/settlements", Map.of("merchantId", merchant))
                        .expect(201)
                        .json()
                        .get("amountFen")
                        .asLong())
                .isEqualTo(5 * 990);
    }

    @Test
    void refusesASettlementOfNothing() {
        String empty = community.merchant();
        community.handedOut(member, meal, 1);

        Reply nothing = community.post("/settlements", Map.of("merchantId", empty));
        Reply before = community.post("/settlements", Map.of("merchantId", merchant, "through", "2020-01-01"));
        Reply later = community.post(
                "/settlements",
                Map.of(
                        "merchantId",
                        merchant,
                        "through",
                        LocalDate.now(SHANGHAI).plusDays(1).toString()));
        Reply nobody = community.post(
                "/settlements", Map.of("merchantId", UUID.randomUUID().toString()));

        assertThat(nothing.code()).isEqualTo("nothing_to_settle");
        assertThat(before.code()).isEqualTo("nothing_to_settle");
        assertThat(later.json().at("/errors/0/field").asText()).isEqualTo("through");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(community.get("/settlements").json().get("items")).isEmpty();
    }

    @Test
    void returnsWhatIsLockedByACounterEntryOnly() {
        String redemption = community.handedOut(member, meal, 2);
        String first = Committee.id(draft());
        step(first, "submit").expect(200);

        Reply plain = community.takeBack(redemption);
        community.handedOut(member, meal, 1);
        Reply counter = community.post("/redemptions/" + redemption + "/return", Map.of("counterEntry", true));
        stepAsOther(first, "accept").expect(200);
        step(first, "settle").expect(200);
        JsonNode next = draft().expect(201).json();

        assertThat(plain.code()).isEqualTo("redemption_settled");
        assertThat(plain.json().get("detail").asText()).contains(redemption, first, "counterEntry");
        assertThat(counter.expect(200).json().get("status").asText()).isEqualTo("returned");
        assertThat(next.get("earnedFen").asLong()).isEqualTo(990);
        assertThat(next.get("returnedFen").asLong()).isEqualTo(1980);
        assertThat(next.get("amountFen").asLong()).isEqualTo(-990);
        assertThat(totals()).containsExactly(990L, -990L, 1980L);
        pay(next.get("id").asText());
        assertThat(totals()).containsExactly(990L, 0L, 990L);
        community.verify();
    }

    @Test
    void returnsWhatWasPaidByACounterEntryOnly() {
        String redemption = community.handedOut(member, meal, 2);
        pay(Committee.id(draft()));

        assertThat(community.takeBack(redemption).code()).isEqualTo("redemption_settled");
        community
                .post("/redemptions/" + redemption + "/return", Map.of("counterEntry", true, "reason", "退"))
                .expect(200);

        assertThat(totals()).containsExactly(0L, -1980L, 1980L);
        String next = Committee.id(draft());
        pay(next);
        assertThat(totals()).containsExactly(0L, 0L, 0L);
        assertThat(community.get("/settlements/" + next).json().get("amountFen").asLong())
                .isEqualTo(-1980);
        community.verify();
    }

    @Test
    void setsOffOnlyWhatHasBeenPaid() {
        String redemption = community.handedOut(member, meal, 2);
        String first = Committee.id(draft());
        step(first, "submit").expect(200);
        stepAsOther(first, "accept").expect(200);
        community
                .post("/redemptions/" + redemption + "/return", Map.of("counterEntry", true))
                .expect(200);
        String second = Committee.id(draft());
        step(second, "submit").expect(200);
        stepAsOther(second, "accept").expect(200);

        assertThat(step(second, "settle").code()).isEqualTo("earlier_settlement_unpaid");
        step(first, "settle").expect(200);
        assertThat(step(second, "settle").status()).isEqualTo(200);
        assertThat(totals()).containsExactly(0L, 0L, 0L);
        community.verify();
    }

    @Test
    void bindsAPaymentsNumberToOneSettlement() {
        community.handedOut(member, meal, 1);
        String first = accepted();
        community.handedOut(member, meal, 1);
        String second = accepted();
        Map<String, String> number = Map.of("reference", "T-1");

        community.post("/settlements/" + first + "/settle", number).expect(200);

        assertThat(community.post("/settlements/" + second + "/settle", number).code())
                .isEqualTo("duplicate_reference");
        assertThat(community.get("/settlements/" + second).json().get("status").asText())
                .isEqualTo("accepted");
    }

    @Test
    void answersARetryAsTheFirstTime() {
        community.handedOut(member, meal, 1);
        Map<String, String> wanted = Map.of("merchantId", merchant);

        Reply first = community.post("/settlements", wanted, "draft");
        Reply again = community.post("/settlements", wanted, "draft");
        String id = Committee.id(first);
        List<Reply> submitted =
                InParallel.times(8, i -> community.post("/settlements/" + id + "/submit", null, "submit"));
        Reply other = community.post("/settlements/" + id + "/cancel", null, "submit");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(submitted).extracting(Reply::status).containsOnly(200);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(community.post("/settlements", wanted, null).code()).isEqualTo("idempotency_key_required");
    }

    @Test
    void dryRunsLeaveNothing() {
        String redemption = community.handedOut(member, meal, 1);
        Map<String, String> wanted = Map.of("merchantId", merchant);

        Reply drafted = community.post("/settlements?dryRun=true", wanted, null);
        String id = Committee.id(draft());
        Reply submitted = community.post("/settlements/" + id + "/submit?dryRun=true", null, null);
        community.takeBack(redemption).expect(200);
        step(id, "submit").expect(200);
        stepAsOther(id, "accept").expect(200);
        long sequence = community.verify().get("sequence").asLong();
        Reply settled = community.post("/settlements/" + id + "/settle?dryRun=true", null, null);

        assertThat(drafted.status()).isEqualTo(200);
        assertThat(drafted.json().has("id")).isFalse();
        assertThat(submitted.json().get("status").asText()).isEqualTo("submitted");
        assertThat(settled.json().get("status").asText()).isEqualTo("settled");
        assertThat(settled.json().has("transaction")).isFalse();
        assertThat(community.get("/settlements").json().get("items")).hasSize(1);
        assertThat(community.get("/settlements/" + id).json().get("status").asText())
                .isEqualTo("accepted");
        assertThat(community.verify().get("sequence").asLong()).isEqualTo(sequence);
    }

    @Test
    void listsTheNewestFirstAndTheirEntriesPageByPage() {
        community.handedOut(member, meal, 1);
        String first = accepted();
        for (int i = 0; i < 5; i++) {
            community.handedOut(member, meal, 1);
        }
        String second = Committee.id(draft());
        String elsewhere = community.merchant();
        community.handedOut(member, community.packageOf(elsewhere, 1, 1), 1);
        Committee.id(community.post("/settlements", Map.of("merchantId", elsewhere)));

        assertThat(community
                        .get("/settlements?merchantId=" + merchant)
                        .json()
                        .get("items")
                        .findValuesAsText("id"))
                .containsExactly(second, first);
        assertThat(community
                        .get("/settlements?status=accepted")
                        .json()
                        .get("items")
                        .findValuesAsText("id"))
                .containsExactly(first);
        assertThat(community.get("/settlements?status=nonsense").status()).isEqualTo(400);
        assertThat(community.get("/settlements?cursor=nonsense").code()).isEqualTo("invalid_cursor");
        JsonNode page = community.get("/settlements?limit=2").json();
        assertThat(community
                        .get("/settlements?limit=2&cursor="
                                + page.get("nextCursor").asText())
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(entries(second)).hasSize(5);
        assertThat(community
                        .get("/merchants/" + merchant + "/dues?open=true")
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void knowsNoSettlementOfAnotherCommunity() {
        community.handedOut(member, meal, 1);
        String id = Committee.id(draft());
        Committee other = aCommittee(admin);

        assertThat(other.get("/settlements/" + id).status()).isEqualTo(404);
        assertThat(other.get("/settlements/" + id + "/entries").status()).isEqualTo(404);
        for (String step : List.of("submit", "accept", "cancel", "settle")) {
            assertThat(other.post("/settlements/" + id + "/" + step, null).status())
                    .as(step)
                    .isEqualTo(404);
        }
        assertThat(other.post("/settlements", Map.of("merchantId", merchant)).status())
                .isEqualTo(404);
    }

    @Test
    void settlementsAtOnceNeverShareAnEntry() {
        for (int i = 0; i < 10; i++) {
            community.handedOut(member, meal, 1);
        }
        List<String> open = IntStream.range(0, 30)
                .mapToObj(i -> community.reserved(member, meal, 1))
                .toList();

        List<Reply> replies = InParallel.times(60, i -> i % 2 == 0 ? draft() : community.collect(open.get(i / 2)));

        Set<List<Long>> seen = new HashSet<>();
        long sum = 0;
        for (Reply reply : IntStream.range(0, 60)
                .filter(i -> i % 2 == 0)
                .mapToObj(replies::get)
                .toList()) {
            if (reply.status() == 201) {
                sum += reply.json().get("amountFen").asLong();
                for (JsonNode entry : entries(reply.json().get("id").asText())) {
                    assertThat(seen.add(List.of(
                                    entry.get("sequence").asLong(),
                                    entry.get("position").asLong())))
                            .isTrue();
                }
            } else {
                assertThat(reply.code()).isEqualTo("nothing_to_settle");
            }
        }
        assertThat(sum).isEqualTo(seen.size() * 990L);
        long left = draft().json().path("entries").asLong();
        assertThat(seen.size() + left).isEqualTo(40);
        community.verify();
    }

    @Test
    void aReturnThatRacesASubmissionIsInItOrRefused() {
        for (int round = 0; round < 10; round++) {
            List<String> redemptions = IntStream.range(0, 12)
                    .mapToObj(i -> community.handedOut(member, meal, 1))
                    .toList();
            String id = Committee.id(draft());

            List<Reply> replies = InParallel.times(
                    13, i -> i == 6 ? step(id, "submit") : community.takeBack(redemptions.get(i < 6 ? i : i - 1)));

            JsonNode submitted = replies.get(6).expect(200).json();
            long returned =
                    replies.stream().filter(reply -> reply.status() == 200).count() - 1;
            assertThat(replies)
                    .allMatch(reply -> reply.status() == 200 || reply.code().equals("redemption_settled"));
            assertThat(submitted.get("earnedFen").asLong()).isEqualTo(12 * 990L);
            assertThat(submitted.get("returnedFen").asLong()).isEqualTo(returned * 990);
            stepAsOther(id, "accept").expect(200);
            step(id, "settle").expect(200);
        }
        assertThat(totals().get(1)).isZero();
        community.verify();
    }

    @Test
    void statesAMonthSoThatItAddsUp() {
        YearMonth month = YearMonth.now(SHANGHAI);
        String returned = community.handedOut(member, meal, 2);
        community.handedOut(member, meal, 3);
        pay(Committee.id(draft()));
        MovableClock.advance(Duration.ofDays(40));
        Committee later = Committee.of(Api.asAdmin(), community.slug());
        later.post("/redemptions/" + returned + "/return", Map.of("counterEntry", true))
                .expect(200);
        String soup = later.packageOf(merchant, 1, 500);
        later.handedOut(member, soup, 1);
        YearMonth next = YearMonth.from(LocalDate.ofInstant(Instant.now().plus(MovableClock.offset()), SHANGHAI));

        JsonNode first = statement(later, month);
        JsonNode second = statement(later, next);
        JsonNode before = statement(later, month.minusMonths(1));

        assertStatement(before, 0, 0, 0, 0, 0);
        assertStatement(first, 0, 5 * 990, 0, 5 * 990, 0);
        assertStatement(second, 0, 500, 1980, 0, 500 - 1980);
        assertThat(first.at("/earned/0/quantity").asLong()).isEqualTo(5);
        assertThat(first.at("/earned/0/rewardId").asText()).isEqualTo(meal);
        assertThat(later.get(first.at("/earned/0/entries")
                                .asText()
                                .substring(later.path("").length()))
                        .expect(200)
                        .json()
                        .get("items")
                        .findValuesAsText("quantity"))
                .containsExactly("3", "2");
        JsonNode paid = first.at("/settlements/0");
        assertThat(later.get("/transactions/" + paid.get("sequence").asLong())
                        .json()
                        .get("kind")
                        .asText())
                .isEqualTo("settlement");
        assertThat(paid.get("settlementId").asText()).isNotEmpty();
        assertThat(second.at("/returned/0/quantity").asLong()).isEqualTo(2);
        assertThat(second.at("/proof/owedFen").asLong()).isEqualTo(500 - 1980);
        later.verify();
    }

    private static void assertStatement(
            JsonNode statement, long opening, long earned, long returned, long settled, long closing) {
        assertThat(List.of("openingFen", "earnedFen", "returnedFen", "settledFen", "closingFen"))
                .extracting(field -> statement.get(field).asLong())
                .containsExactly(opening, earned, returned, settled, closing);
        assertThat(statement.at("/proof/holds").asBoolean()).isTrue();
    }

    private JsonNode statement(Committee who, YearMonth month) {
        return who.get("/merchants/" + merchant + "/statements/" + month)
                .expect(200)
                .json();
    }

    private Reply draft() {
        return community.post("/settlements", Map.of("merchantId", merchant));
    }

    private Reply step(String settlement, String step) {
        return community.post("/settlements/" + settlement + "/" + step, bodyOf(step));
    }

    /** As somebody else of the committee. */
    private Reply stepAsOther(String settlement, String step) {
        if (colleague == null) {
            colleague = Api.asCommittee(community.slug());
        }
        return colleague.post(community.path("/settlements/" + settlement + "/" + step), bodyOf(step));
    }

    private static Map<String, String> bodyOf(String step) {
        return step.equals("reject") ? Map.of("reason", "不对") : null;
    }

    private String accepted() {
        String id = Committee.id(draft());
        step(id, "submit").expect(200);
        stepAsOther(id, "accept").expect(200);
        return id;
    }

    private void pay(String settlement) {
        step(settlement, "submit").expect(200);
        stepAsOther(settlement, "accept").expect(200);
        step(settlement, "settle").expect(200);
    }

    private void assertRefused(String settlement, String... steps) {
        for (String step : steps) {
            assertThat(stepAsOther(settlement, step).code()).as(step).isEqualTo("wrong_settlement_status");
        }
    }

    private JsonNode dues() {
        return dues(merchant);
    }

    private JsonNode dues(String whose) {
        return community.get("/merchants/" + whose + "/dues").expect(200).json().get("items");
    }

    /** All entries of a settlement, by small pages. */
    private List<JsonNode> entries(String settlement) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = community
                    .get("/settlements/" + settlement + "/entries?limit=3" + cursor)
                    .expect(200)
                    .json();
            page.get("items").forEach(all::add);
            if (!page.hasNonNull("nextCursor")) {
                return all;
            }
            cursor = "&cursor=" + page.get("nextCursor").asText();
        }
    }

    /** Payable, owed and settled. */
    private List<Long> totals() {
        JsonNode totals = community.get("/books").expect(200).json().at("/totals/dues");
        return List.of(
                totals.get("payableFen").asLong(),
                totals.get("owedFen").asLong(),
                totals.get("settledFen").asLong());
    }

    private static Map<String, Object> line(String reward, int quantity) {
        return Map.of("rewardId", reward, "quantity", quantity);
    }
}
