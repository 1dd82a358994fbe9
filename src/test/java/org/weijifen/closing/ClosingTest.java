package org.weijifen.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.ledger.HashChain;
import org.weijifen.points.PointsExpiry;

@QuarkusTest
class ClosingTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Inject
    PointsExpiry expiry;

    @Inject
    MeterRegistry meters;

    private final Api admin = Api.asAdmin();
    private Committee community;
    private String member;
    private Api second;

    /** A community that credited 10 points on 10 February; now it is 2 March. */
    @BeforeEach
    void openCommunity() {
        open(Map.of());
    }

    private void open(Map<String, Object> settings) {
        setDay("2026-02-10");
        community = aCommittee(admin, settings);
        member = community.aMemberWith(10);
        setDay("2026-03-02");
        second = Api.asCommittee(community.slug());
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void takesAMonthFromItsPreparationToASecondPersonsSignature() {
        JsonNode prepared = prepare("2026-02").expect(201).json();
        JsonNode unsigned = verification("2026-02");
        JsonNode signed = sign("2026-02").expect(200).json();

        assertThat(prepared.at("/closing/status").asText()).isEqualTo("prepared");
        assertThat(prepared.get("checks").findValuesAsText("outcome")).containsOnly("passed");
        assertThat(prepared.at("/statement/points/issued").asLong()).isEqualTo(10);
        assertThat(unsigned.get("valid").asBoolean()).isTrue();
        assertThat(unsigned.properties())
                .extracting(Map.Entry::getKey)
                .doesNotContain("hashStands", "sequence", "hash", "hashNow");
        assertThat(signed.get("status").asText()).isEqualTo("signed");
        assertThat(signed.get("signedBy").asText())
                .isNotEqualTo(signed.get("preparedBy").asText());
        JsonNode books = community.get("/books").json();
        assertThat(books.get("closedThrough").asText()).isEqualTo("2026-02-28");
        assertThat(signed.get("sequence")).isEqualTo(books.get("sequence"));
        assertThat(signed.get("hash")).isEqualTo(books.get("hash"));
        JsonNode read = community.get("/closings/2026-02").expect(200).json();
        assertThat(read.get("hashStands").asBoolean()).isTrue();
        assertThat(read.at("/figures/points/closing").asLong()).isEqualTo(10);
        assertThat(statement("2026-02").get("status").asText()).isEqualTo("signed");
        community.verify();
    }

    @Test
    void recordsFiguresWhoseHashAnyoneCanWorkOut() throws Exception {
        prepare("2026-02").expect(201);

        JsonNode read = community.get("/closings/2026-02").expect(200).json();

        assertThat(HashChain.sha256(canonical(read.get("figures"))))
                .isEqualTo(read.get("figuresHash").asText());
    }

    @Test
    void refusesTheSignatureOfWhoPreparedIt() {
        prepare("2026-02").expect(201);

        Reply refused = community.post("/closings/2026-02/sign", community.closing("2026-02"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("self_approval");
        assertThat(community.get("/books").json().has("closedThrough")).isFalse();
        sign("2026-02").expect(200);
    }

    @Test
    void refusesASignatureOnceSomethingWasPostedIntoTheMonth() {
        prepare("2026-02").expect(201);
        credit("2026-02-28").expect(201);

        Reply refused = sign("2026-02");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("closing_overtaken");
        prepare("2026-02").expect(201);
        assertThat(sign("2026-02").expect(200).json().get("sequence").asLong()).isEqualTo(2);
    }

    @Test
    void refusesASignatureOfFiguresThatHaveBeenPreparedAgain() {
        prepare("2026-02").expect(201);
        Map<String, String> seen = community.closing("2026-02");
        credit("2026-02-28").expect(201);
        prepare("2026-02").expect(201);

        Reply refused = second.post(community.path("/closings/2026-02/sign"), seen);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("closing_figures_changed");
        assertThat(community.get("/books").json().has("closedThrough")).isFalse();
        sign("2026-02").expect(200);
    }

    @Test
    void signsAlthoughSomethingWasPostedOnALaterDay() {
        prepare("2026-02").expect(201);
        credit("2026-03-01").expect(201);

        JsonNode signed = sign("2026-02").expect(200).json();

        assertThat(signed.get("preparedAtSequence").asLong()).isEqualTo(1);
        assertThat(signed.get("sequence").asLong()).isEqualTo(2);
        assertThat(verification("2026-02").get("valid").asBoolean()).isTrue();
    }

    @Test
    void takesNothingIntoAClosedMonthAndSaysHowToSendIt() {
        long credit =
                community.get("/transactions").json().at("/items/0/sequence").asLong();
        close("2026-02");

        Reply refused = Api.asAdmin()
                .send(
                        "POST",
                        community.path("/credits"),
                        Api.write(creditOn("2026-02-28")),
                        UUID.randomUUID().toString(),
                        Map.of("Accept-Language", "en"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("period_closed");
        assertThat(refused.json().get("detail").asText())
                .contains("effectiveOn 2026-03-01")
                .contains("occurredOn");
        assertThat(community
                        .post(
                                "/credits/bulk",
                                Map.of(
                                        "mode",
                                        "atomic",
                                        "items",
                                        List.of(creditOn("2026-03-01"), creditOn("2026-02-01"))))
                        .code())
                .isEqualTo("period_closed");
        JsonNode reversal = community
                .post("/transactions/" + credit + "/reversal", Map.of("reason", "更正"))
                .expect(201)
                .json();
        assertThat(reversal.get("effectiveOn").asText()).isEqualTo("2026-03-02");
        assertThat(statement("2026-02").at("/points/closing").asLong()).isEqualTo(10);
        assertThat(statement("2026-03").at("/points/reversed").asLong()).isEqualTo(-10);
        assertThat(verification("2026-02").get("valid").asBoolean()).isTrue();
    }

    @Test
    void takesALateFactIntoTheOpenMonthAndKeepsTheDayItHappened() {
        open(Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        close("2026-02");
        Map<String, Object> late = new HashMap<>(creditOn("2026-03-01"));
        late.put("occurredOn", "2026-02-20");

        JsonNode credit = community.post("/credits", late).expect(201).json();
        JsonNode deduction = community
                .post(
                        "/deductions",
                        Map.of("memberId", member, "points", 1, "reason", "更正", "occurredOn", "2026-02-21"))
                .expect(201)
                .json();

        assertThat(credit.get("occurredOn").asText()).isEqualTo("2026-02-20");
        assertThat(credit.get("expiresOn").asText()).isEqualTo("2026-04-01");
        assertThat(deduction.get("occurredOn").asText()).isEqualTo("2026-02-21");
        assertThat(transaction(credit).get("occurredOn").asText()).isEqualTo("2026-02-20");
        assertThat(transaction(deduction).get("occurredOn").asText()).isEqualTo("2026-02-21");
        assertThat(transaction(deduction).get("effectiveOn").asText()).isEqualTo("2026-03-02");
        assertThat(explanation("zh-CN")).contains("（2026-02-20 发生，补记），获得 5 分", "扣减积分（更正）（2026-02-21 发生，补记）");
        assertThat(explanation("en")).contains("(happened on 2026-02-20): 5 points", "(更正) (happened on 2026-02-21)");
        assertThat(statement("2026-03").at("/points/issued").asLong()).isEqualTo(5);
        community.verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01", "2026-03-02", "1999-12-31"})
    void refusesALateFactThatHappenedNoEarlierThanItTakesEffect(String occurredOn) {
        Map<String, Object> late = new HashMap<>(creditOn("2026-03-01"));
        late.put("occurredOn", occurredOn);

        Reply refused = community.post("/credits", late);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("occurredOn");
        assertThat(community
                        .post(
                                "/deductions",
                                Map.of("memberId", member, "points", 1, "reason", "更正", "occurredOn", "2026-03-02"))
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("not_before");
    }

    @Test
    void expiresPointsOnTheFirstOpenDayWhereTheirOwnIsClosed() {
        // Given by an operation that reaches back: the expiry of its points lies in the closed month.
        open(Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
        setDay("2026-03-20");
        prepareBlocked("2026-02", "points_not_expired", false);
        close("2026-02");
        setDay("2026-04-02");
        prepareBlocked("2026-03", "points_not_expired", true);
        // As a committee does that closes its month in the minutes before the job runs.
        community.closeThrough("2026-03-31");

        expiry.run();

        JsonNode posted =
                community.get("/transactions?kind=points-expiry").json().at("/items/0");
        assertThat(posted.get("effectiveOn").asText()).isEqualTo("2026-04-01");
        assertThat(posted.get("occurredOn").asText()).isEqualTo("2026-03-10");
        assertThat(community.balance(member).get("expired").asLong()).isEqualTo(10);
        assertThat(statement("2026-04").at("/points/expired").asLong()).isEqualTo(10);
    }

    private String explanation(String language) {
        String path = community.path("/members/" + member + "/balance/explanation");
        return admin.with("Accept-Language", language).get(path).expect(200).body();
    }

    @Test
    void refusesAMonthBeforeAnyBooks() {
        Reply refused = prepare("1999-12");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("month");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("too_small");
        assertThat(refused.json().at("/errors/0/message").asText()).isEqualTo("不能小于 2000-01。");
    }

    @Test
    void refusesAMonthThatIsNotOver() {
        Reply refused = prepare("2026-03");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("not_over");
    }

    @Test
    void refusesAMonthWhileAnEarlierOneWithTransactionsIsOpen() {
        credit("2026-03-01").expect(201);
        setDay("2026-04-02");

        prepareBlocked("2026-03", "earlier_month_open", true);
        close("2026-02");
        close("2026-03");

        assertThat(community.get("/books").json().get("closedThrough").asText()).isEqualTo("2026-03-31");
    }

    @Test
    void closesEmptyMonthsBeforeItAlongWithIt() {
        setDay("2026-05-02");
        close("2026-02");
        prepare("2026-03").expect(201);
        close("2026-04");

        assertThat(sign("2026-03").code()).isEqualTo("month_closed");
        assertThat(prepare("2026-03").code()).isEqualTo("month_closed");
        assertThat(credit("2026-03-15").code()).isEqualTo("period_closed");
    }

    @Test
    void refusesWhileRedemptionsAreOverdueAndNotesThoseThatAreOpen() {
        setDay("2026-02-20");
        String soap = community.goods(1, 5);
        community.reserved(member, soap, 1);
        setDay("2026-02-27");
        community.reserved(member, soap, 1);
        setDay("2026-03-02");

        Reply refused = prepare("2026-02");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/errors").findValuesAsText("code")).containsExactly("redemptions_overdue");
        JsonNode overdue = community.get("/redemptions?status=reserved").json().at("/items/1");
        community.cancel(overdue.get("id").asText()).expect(200);
        JsonNode checks = prepare("2026-02").expect(201).json().get("checks");
        assertThat(checks.findValuesAsText("outcome")).containsOnlyOnce("noted").doesNotContain("failed");
        assertThat(sign("2026-02").expect(200).json().get("status").asText()).isEqualTo("signed");
        assertThat(statement("2026-02").at("/points/outstanding/held").asLong()).isEqualTo(2);
    }

    @Test
    void refusesBooksThatWereChangedBehindTheServicesBack() throws Exception {
        tamper("update ledger_transaction set reason = 'x' where sequence = 1");

        assertThat(prepare("2026-02").json().at("/errors").findValuesAsText("code"))
                .containsExactly("books_not_valid");
    }

    @Test
    void isCalledOffBeforeItIsSignedAndPreparedAgain() {
        prepare("2026-02").expect(201);

        JsonNode withdrawn = second.post(community.path("/closings/2026-02/withdraw"), null)
                .expect(200)
                .json();

        assertThat(withdrawn.get("status").asText()).isEqualTo("withdrawn");
        assertThat(sign("2026-02").code()).isEqualTo("wrong_closing_status");
        assertThat(community.post("/closings/2026-02/withdraw", null).code()).isEqualTo("wrong_closing_status");
        close("2026-02");
        assertThat(community.post("/closings/2026-02/withdraw", null).code()).isEqualTo("wrong_closing_status");
        assertThat(prepare("2026-02").code()).isEqualTo("month_closed");
        assertThat(sign("2026-02").code()).isEqualTo("wrong_closing_status");
    }

    @Test
    void answersARetryWithTheFirstAnswerAndADryRunLeavesNothing() {
        Map<String, String> february = Map.of("month", "2026-02");
        community.post("/closings?dryRun=true", february).expect(200);
        assertThat(community.get("/closings/2026-02").status()).isEqualTo(404);

        Reply first = community.post("/closings", february, "prepare-1").expect(201);
        assertThat(community.post("/closings", february, "prepare-1").body()).isEqualTo(first.body());
        assertThat(community
                        .post("/closings", Map.of("month", "2026-01"), "prepare-1")
                        .status())
                .isEqualTo(422);
        second.post(community.path("/closings/2026-02/sign?dryRun=true"), community.closing("2026-02"))
                .expect(200);
        assertThat(community.get("/books").json().has("closedThrough")).isFalse();
        Map<String, String> figures = community.closing("2026-02");
        Reply signed = second.post(community.path("/closings/2026-02/sign"), figures, "sign-1")
                .expect(200);
        Reply again = second.post(community.path("/closings/2026-02/sign"), figures, "sign-1");
        assertThat(again.body()).isEqualTo(signed.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void isOfItsOwnCommunityOnly() {
        prepare("2026-02").expect(201);
        Committee other = aCommittee(admin);

        assertThat(other.get("/closings/2026-02").status()).isEqualTo(404);
        assertThat(other.post("/closings/2026-02/sign", community.closing("2026-02"))
                        .status())
                .isEqualTo(404);
        assertThat(Api.asCommittee(other.slug())
                        .post(community.path("/closings/2026-02/sign"), community.closing("2026-02"))
                        .status())
                .isEqualTo(403);
        assertThat(Api.asIntegrator(community.slug())
                        .post(community.path("/closings"), Map.of("month", "2026-02"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void isListedByMonthTheNewestFirst() {
        setDay("2026-05-02");
        close("2026-02");
        close("2026-03");
        prepare("2026-04").expect(201);

        JsonNode first = community.get("/closings?limit=2").expect(200).json();
        JsonNode rest = community
                .get("/closings?limit=2&cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.get("items").findValuesAsText("month")).containsExactly("2026-04", "2026-03");
        assertThat(first.get("items").findValuesAsText("status")).containsExactly("prepared", "signed");
        assertThat(rest.get("items").findValuesAsText("month")).containsExactly("2026-02");
        assertThat(rest.has("nextCursor")).isFalse();
    }

    @Test
    void tellsWhenWhatWasRecordedNoLongerStands() throws Exception {
        close("2026-02");
        assertThat(verification("2026-02").get("valid").asBoolean()).isTrue();

        tamper("update ledger_transaction set hash = repeat('a', 64) where sequence = 1");
        assertThat(community.get("/closings/2026-02").json().get("hashStands").asBoolean())
                .isFalse();
        assertThat(verification("2026-02").get("hashStands").asBoolean()).isFalse();
        assertThat(verification("2026-02").get("figuresStand").asBoolean()).isTrue();
        assertThat(verification("2026-02").get("valid").asBoolean()).isFalse();

        tamper("update posting set amount = 11 where sequence = 1");
        assertThat(verification("2026-02").get("figuresStand").asBoolean()).isFalse();
        assertThat(statement("2026-02").at("/proof/valid").asBoolean()).isFalse();

        tamper("update closing set figures = replace(figures, '10', '11')");
        assertThat(verification("2026-02").get("figuresIntact").asBoolean()).isFalse();
    }

    @Test
    void neverLetsALatePostingSlipInWhileItIsSigned() {
        for (int round = 0; round < 5; round++) {
            open(Map.of());
            prepare("2026-02").expect(201);

            List<Reply> replies = InParallel.times(
                    40, i -> i == 20 ? sign("2026-02") : credit(i % 2 == 0 ? "2026-02-28" : "2026-03-01"));

            Reply signature = replies.get(20);
            if (signature.status() == 409) {
                prepare("2026-02").expect(201);
                signature = sign("2026-02");
            }
            long closedAt = signature.expect(200).json().get("sequence").asLong();
            long booked = 0;
            for (JsonNode credit : community
                    .get("/transactions?limit=200&kind=credit&to=2026-02-28")
                    .json()
                    .get("items")) {
                assertThat(credit.get("sequence").asLong()).isLessThanOrEqualTo(closedAt);
                booked += credit.at("/postings/0/amount").asLong();
            }
            assertThat(community
                            .get("/closings/2026-02")
                            .json()
                            .at("/figures/points/issued")
                            .asLong())
                    .isEqualTo(booked);
            assertThat(verification("2026-02").get("valid").asBoolean()).isTrue();
            community.verify();
        }
    }

    /**
     * Figures are read before the lock. What was posted after that, and before the batch with the preparation, must not slip
     * past a signature in the same batch, of figures that were the same when they were prepared before.
     */
    @Test
    void refusesTheSignatureOfAPreparationThatWasOvertakenBeforeItsBatch() throws Exception {
        prepare("2026-02").expect(201);
        Map<String, String> figures = community.closing("2026-02");

        Reply late;
        Reply prepared;
        Reply signed;
        try (Connection superuser = TestDatabase.asSuperuser()) {
            superuser.setAutoCommit(false);
            HeldBooks.lock(superuser, community);
            CompletableFuture<Reply> credited = CompletableFuture.supplyAsync(() -> credit("2026-02-28"));
            Awaitility.await().until(() -> HeldBooks.somebodyWaits(superuser));
            CompletableFuture<Reply> preparing = CompletableFuture.supplyAsync(() -> prepare("2026-02"));
            Awaitility.await().until(() -> queued() == 1);
            CompletableFuture<Reply> signing =
                    CompletableFuture.supplyAsync(() -> second.post(community.path("/closings/2026-02/sign"), figures));
            Awaitility.await().until(() -> queued() == 2);
            superuser.rollback();
            late = credited.join();
            prepared = preparing.join();
            signed = signing.join();
        }

        late.expect(201);
        assertThat(prepared.expect(201).json().at("/closing/figuresHash").asText())
                .isEqualTo(figures.get("figuresHash"));
        assertThat(signed.status()).isEqualTo(409);
        assertThat(community.get("/books").json().has("closedThrough")).isFalse();
        assertThat(sign("2026-02").status()).isEqualTo(409);
        prepare("2026-02").expect(201);
        sign("2026-02").expect(200);
        assertThat(verification("2026-02").get("valid").asBoolean()).isTrue();
    }

    /** Operations that wait for the batch after the running one. */
    private double queued() {
        return meters.find("weijifen.ledger.queue").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    @Test
    void addsClosedMonthsUpToAQuarterAndAYearAndNamesThoseThatAreMissing() {
        String patrol = community.task(3, "hour");
        community
                .post(
                        "/credits",
                        Map.of("memberId", member, "taskId", patrol, "quantity", 2, "effectiveOn", "2026-02-20"))
                .expect(201);
        setDay("2026-03-10");
        community
                .post("/credits", Map.of("memberId", member, "taskId", patrol, "quantity", 5))
                .expect(201);
        community.deduct(member, 4);
        setDay("2026-04-02");
        close("2026-02");

        JsonNode begun =
                community.get("/statements/quarters/2026-Q1").expect(200).json();
        close("2026-03");
        JsonNode whole =
                community.get("/statements/quarters/2026-Q1").expect(200).json();
        JsonNode year = community.get("/statements/years/2026").expect(200).json();

        assertThat(begun.get("complete").asBoolean()).isFalse();
        assertThat(begun.get("months").findValuesAsText("state")).containsExactly("empty", "closed", "missing");
        assertThat(begun.at("/points/issued").asLong()).isEqualTo(16);
        assertThat(whole.get("complete").asBoolean()).isTrue();
        assertThat(whole.at("/points/opening").asLong()).isZero();
        assertThat(whole.at("/points/issued").asLong()).isEqualTo(31);
        assertThat(whole.at("/points/deducted").asLong()).isEqualTo(4);
        assertThat(whole.at("/points/closing").asLong()).isEqualTo(27);
        assertThat(whole.at("/topTasks/0/points").asLong()).isEqualTo(21);
        assertThat(whole.at("/topTasks/0/quantity").asLong()).isEqualTo(7);
        assertThat(whole.at("/topTasks/0/taskId").asText()).isEqualTo(patrol);
        assertThat(year.get("complete").asBoolean()).isFalse();
        assertThat(year.get("months")).hasSize(12);
        assertThat(year.at("/points/closing").asLong()).isEqualTo(27);
        assertThat(community.get("/statements/years/2025").json().has("points")).isFalse();
    }

    @Test
    void takesCostsFromTheBooksAndNotFromWhatStandsBesideThem() {
        String soap = community.reward("goods", 5, Map.of("costFen", 250));
        community.post("/rewards/" + soap + "/receipts", Map.of("quantity", 4)).expect(201);
        String redemption = community.reserved(member, soap, 2);
        community.collect(redemption).expect(200);

        tamper("update redemption_line set cost_fen = 1");

        assertThat(statement("2026-03").at("/cost/costFen").asLong()).isEqualTo(500);
        community.takeBack(redemption).expect(200);
        JsonNode line = community
                .get("/statements/2026-03/lines/cost/transactions")
                .expect(200)
                .json()
                .get("items");
        assertThat(line.get(0).get("amount").asLong()).isEqualTo(500);
        assertThat(line.get(0).at("/transaction/costFen").asLong()).isEqualTo(500);
        assertThat(line.get(1).get("amount").asLong()).isEqualTo(-500);
        assertThat(statement("2026-03").at("/cost/costFen").asLong()).isZero();
    }

    @Test
    void refusesACursorOfAnotherMonth() {
        setDay("2026-02-20");
        community.credit(member, 1).expect(201);
        setDay("2026-03-02");
        String issued = "/lines/issued/transactions?limit=1";
        String cursor = community
                .get("/statements/2026-02" + issued)
                .expect(200)
                .json()
                .get("nextCursor")
                .asText();

        assertThat(community
                        .get("/statements/2026-02" + issued + "&cursor=" + cursor)
                        .status())
                .isEqualTo(200);
        assertThat(community
                        .get("/statements/2026-03" + issued + "&cursor=" + cursor)
                        .code())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void carriesWhatStoodThroughAQuarterInWhichNothingMoved() {
        String soap = community.goods(5, 7);
        setDay("2026-07-02");
        community.credit(member, 3).expect(201);
        setDay("2026-08-02");
        close("2026-02");
        close("2026-03");
        close("2026-07");

        JsonNode quarter =
                community.get("/statements/quarters/2026-Q2").expect(200).json();

        assertThat(quarter.get("complete").asBoolean()).isTrue();
        assertThat(quarter.at("/points/opening").asLong()).isEqualTo(10);
        assertThat(quarter.at("/points/issued").asLong()).isZero();
        assertThat(quarter.at("/points/closing").asLong()).isEqualTo(10);
        assertThat(quarter.at("/goods/0/rewardId").asText()).isEqualTo(soap);
        assertThat(quarter.at("/goods/0/opening").asLong()).isEqualTo(7);
        assertThat(quarter.at("/goods/0/received").asLong()).isZero();
        assertThat(quarter.at("/goods/0/closing").asLong()).isEqualTo(7);
        assertThat(quarter.get("costFen").asLong()).isZero();
    }

    private Reply prepare(String month) {
        return community.post("/closings", Map.of("month", month));
    }

    private Reply sign(String month) {
        return Api.here()
                .with(second.token())
                .post(community.path("/closings/" + month + "/sign"), community.closing(month));
    }

    private void close(String month) {
        prepare(month).expect(201);
        second = Api.asCommittee(community.slug());
        sign(month).expect(200);
    }

    private void prepareBlocked(String month, String check, boolean blocked) {
        List<String> codes = community
                .post("/closings?dryRun=true", Map.of("month", month))
                .json()
                .at("/errors")
                .findValuesAsText("code");
        if (blocked) {
            assertThat(codes).containsExactly(check);
        } else {
            assertThat(codes).isEmpty();
        }
    }

    private Map<String, Object> creditOn(String day) {
        return Map.of("memberId", member, "points", 5, "effectiveOn", day);
    }

    private Reply credit(String day) {
        return community.post("/credits", creditOn(day));
    }

    private JsonNode statement(String month) {
        return community.get("/statements/" + month).expect(200).json();
    }

    private JsonNode verification(String month) {
        return community.get("/closings/" + month + "/verification").expect(200).json();
    }

    private JsonNode transaction(JsonNode posted) {
        return community
                .get("/transactions/" + posted.get("sequence").asLong())
                .expect(200)
                .json();
    }

    /** RFC 8785 for objects of whole numbers and plain texts. */
    private static String canonical(JsonNode node) throws Exception {
        var mapper = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        return mapper.writeValueAsString(mapper.convertValue(node, Object.class));
    }

    /** Changes rows of this community as superuser. */
    private void tamper(String change) {
        String condition = (change.contains(" where ") ? " and " : " where ")
                + "community_id = (select c.id from community c where c.slug = ?)";
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(change + condition)) {
            statement.setString(1, community.slug());
            assertThat(statement.executeUpdate()).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void setDay(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
