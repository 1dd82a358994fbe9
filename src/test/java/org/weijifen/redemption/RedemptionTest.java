package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.MovableClock;

@QuarkusTest
class RedemptionTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Inject
    PickupExpiryJob job;

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void reservesPointsAndGoodsTogether() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        String haircut = community.reward("service", 20, Map.of());

        JsonNode redemption = community
                .post(
                        "/redemptions",
                        Map.of(
                                "memberId",
                                member,
                                "lines",
                                List.of(
                                        Map.of("rewardId", soap, "quantity", 3),
                                        Map.of("rewardId", haircut, "quantity", 1)),
                                "note",
                                "下午来取"))
                .expect(201)
                .json();

        assertThat(redemption.get("status").asText()).isEqualTo("reserved");
        assertThat(redemption.get("points").asLong()).isEqualTo(35);
        assertThat(redemption.get("pickupCode").asText()).matches("[0-9]{8}");
        assertThat(redemption.get("pickupBy").asText())
                .isEqualTo(LocalDate.now(SHANGHAI).plusDays(7).toString());
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(65);
        assertThat(community.balance(member).get("held").asLong()).isEqualTo(35);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(7);
        assertThat(community.stock(haircut).get("reserved").asLong()).isEqualTo(1);
        assertThat(community
                        .get("/redemptions/" + redemption.get("id").asText())
                        .json())
                .isEqualTo(redemption);
    }

    @Test
    void reservesAllLinesOrNone() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        String rare = community.goods(5, 1);

        Reply reply = community.post(
                "/redemptions",
                Map.of(
                        "memberId",
                        member,
                        "lines",
                        List.of(Map.of("rewardId", soap, "quantity", 3), Map.of("rewardId", rare, "quantity", 2))));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("out_of_stock");
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(100);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
    }

    @Test
    void collectsByCodeOnce() {
        String member = community.aMemberWith(20);
        String soap = community.goods(5, 10);
        JsonNode redemption = community.redeem(member, soap, 2).expect(201).json();
        Map<String, String> pickup =
                Map.of("pickupCode", redemption.get("pickupCode").asText());

        JsonNode collected =
                community.post("/pickups", pickup, "first").expect(200).json();
        Reply again = community.post("/pickups", pickup, "second");
        Reply retried = community.post("/pickups", pickup, "first");

        assertThat(collected.get("status").asText()).isEqualTo("collected");
        assertThat(again.code()).isEqualTo("already_collected");
        assertThat(retried.expect(200).json()).isEqualTo(collected);
        assertThat(community.balance(member).get("spent").asLong()).isEqualTo(10);
        assertThat(community.stock(soap).get("handedOut").asLong()).isEqualTo(2);
        assertThat(community.cancel(redemption.get("id").asText()).code()).isEqualTo("already_collected");
    }

    @Test
    void knowsNoCodeOfAnotherCommunity() {
        Committee other = aCommittee(admin);
        String code = community
                .redeem(community.aMemberWith(20), community.goods(5, 10), 1)
                .expect(201)
                .json()
                .get("pickupCode")
                .asText();

        Reply reply = other.post("/pickups", Map.of("pickupCode", code));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("not_found");
    }

    @Test
    void cancelGivesEverythingBack() {
        String member = community.aMemberWith(20);
        String soap = community.goods(5, 10);
        String redemption = community.reserved(member, soap, 2);

        community.cancel(redemption).expect(200);

        assertThat(community.balance(member).get("available").asLong()).isEqualTo(20);
        assertThat(community.balance(member).get("held").asLong()).isZero();
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        assertThat(community.cancel(redemption).code()).isEqualTo("already_cancelled");
        assertThat(community.collect(redemption).code()).isEqualTo("already_cancelled");
    }

    @Test
    void returnGivesEverythingBackOnce() {
        String member = community.aMemberWith(20);
        String soap = community.goods(5, 10);
        String redemption = community.reserved(member, soap, 2);
        assertThat(community.takeBack(redemption).code()).isEqualTo("wrong_redemption_status");
        community.collect(redemption).expect(200);

        JsonNode returned = community.takeBack(redemption).expect(200).json();

        assertThat(returned.get("status").asText()).isEqualTo("returned");
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(20);
        assertThat(community.balance(member).get("spent").asLong()).isZero();
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        assertThat(community.takeBack(redemption).code()).isEqualTo("already_reversed");
        community.verify();
    }

    @Test
    void paysArrearsFirstWithWhatComesBack() {
        String member = community.aMemberWith(20);
        String redemption = community.reserved(member, community.goods(5, 10), 3);
        community.deduct(member, 12);

        community.cancel(redemption).expect(200);

        assertThat(community.balance(member).get("arrears").asLong()).isZero();
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(8);
        community.verify();
    }

    @Test
    void expiresWhatIsNotCollectedInTime() {
        String member = community.aMemberWith(20);
        String soap = community.goods(5, 10);
        JsonNode redemption = community.redeem(member, soap, 2).expect(201).json();
        String id = redemption.get("id").asText();
        MovableClock.advance(Duration.ofDays(8));

        assertThat(community.collect(id).code()).isEqualTo("pickup_code_expired");
        InParallel.times(4, i -> {
            job.run();
            return i;
        });

        assertThat(community.get("/redemptions/" + id).json().get("status").asText())
                .isEqualTo("expired");
        assertThat(community.cancel(id).code()).isEqualTo("pickup_code_expired");
        assertThat(community.balance(member).get("available").asLong()).isEqualTo(20);
        assertThat(community.stock(soap).get("onShelf").asLong()).isEqualTo(10);
        assertThat(community
                        .post(
                                "/pickups",
                                Map.of(
                                        "pickupCode",
                                        redemption.get("pickupCode").asText()))
                        .status())
                .isEqualTo(410);
        assertThat(community.get("/transactions?kind=pickup-expiry").json().get("items"))
                .hasSize(1);
        community.verify();
    }

    @Test
    void leavesWhatCanStillBeCollected() {
        String member = community.aMemberWith(20);
        String id = community.reserved(member, community.goods(5, 10), 2);
        MovableClock.advance(Duration.ofDays(6));

        job.run();

        assertThat(community.collect(id).status()).isEqualTo(200);
    }

    @Test
    void refusesAMemberWhoIsNotActive() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        String open = community.reserved(member, soap, 1);
        community.patch("/members/" + member, Map.of("status", "frozen")).expect(200);

        assertThat(community.redeem(member, soap, 1).code()).isEqualTo("member_frozen");
        assertThat(community.collect(open).code()).isEqualTo("member_frozen");
        assertThat(community.cancel(open).status()).isEqualTo(200);
    }

    @Test
    void refusesGroupsThatMayNotRedeem() {
        String reward = community.reward("service", 5, Map.of("groups", List.of("courier")));
        String resident = community.aMember(Map.of("group", "resident"));
        String courier = community.aMember(Map.of("group", "courier"));
        community.credit(resident, 10);
        community.credit(courier, 10);

        assertThat(community.redeem(resident, reward, 1).code()).isEqualTo("not_eligible");
        assertThat(community.redeem(courier, reward, 1).status()).isEqualTo(201);
    }

    @Test
    void limitsUnitsOfAMonth() {
        String reward = community.reward("service", 1, Map.of("limitPerMonth", 2));
        String member = community.aMemberWith(100);
        String first = community.reserved(member, reward, 1);
        community.reserved(member, reward, 1);

        assertThat(community.redeem(member, reward, 1).code()).isEqualTo("limit_exceeded");
        community.cancel(first).expect(200);
        assertThat(community.redeem(member, reward, 1).status()).isEqualTo(201);
        MovableClock.advance(Duration.ofDays(32));
        assertThat(community.redeem(member, reward, 2).status()).isEqualTo(201);
    }

    @Test
    void limitHoldsInParallel() {
        String reward = community.reward("service", 1, Map.of("limitPerMonth", 3));
        String member = community.aMemberWith(1000);

        List<Reply> replies = InParallel.times(50, i -> community.redeem(member, reward, 1));

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(3);
        assertThat(replies).filteredOn(reply -> reply.status() != 201).allMatch(reply -> reply.code()
                .equals("limit_exceeded"));
    }

    @Test
    void refusesWhatIsNotThere() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        String nobody = UUID.randomUUID().toString();

        assertThat(community.redeem(nobody, soap, 1).status()).isEqualTo(404);
        assertThat(community.redeem(member, nobody, 1).status()).isEqualTo(404);
        assertThat(community.collect(nobody).status()).isEqualTo(404);
        assertThat(community.get("/redemptions/" + nobody).status()).isEqualTo(404);
        assertThat(community.get("/redemptions/not-an-id").status()).isEqualTo(404);
    }

    @Test
    void dryRunLeavesNothing() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        long before = community.verify().get("sequence").asLong();

        Reply reply = community.post("/redemptions?dryRun=true", Committee.redemption(member, soap, 2), null);
        Reply refused = community.post("/redemptions?dryRun=true", Committee.redemption(member, soap, 11), null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("points").asLong()).isEqualTo(10);
        assertThat(reply.json().has("pickupCode")).isFalse();
        assertThat(refused.code()).isEqualTo("out_of_stock");
        assertThat(community.verify().get("sequence").asLong()).isEqualTo(before);
        assertThat(community.get("/redemptions").json().get("items")).isEmpty();
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        String member = community.aMemberWith(100);
        String other = community.aMemberWith(100);
        String soap = community.goods(1, 100);
        for (int i = 0; i < 5; i++) {
            community.reserved(member, soap, 1);
        }
        community.cancel(community.reserved(other, soap, 1)).expect(200);

        Set<String> seen = new HashSet<>();
        JsonNode page = community.get("/redemptions?limit=2&memberId=" + member).json();
        while (true) {
            page.get("items").forEach(item -> seen.add(item.get("id").asText()));
            if (!page.hasNonNull("nextCursor")) {
                break;
            }
            page = community
                    .get("/redemptions?limit=2&memberId=" + member + "&cursor="
                            + page.get("nextCursor").asText())
                    .json();
        }

        assertThat(seen).hasSize(5);
        assertThat(community.get("/redemptions?status=cancelled").json().get("items"))
                .hasSize(1);
        assertThat(community.get("/redemptions?status=nonsense").status()).isEqualTo(400);
        assertThat(community.get("/redemptions?cursor=nonsense").code()).isEqualTo("invalid_cursor");
        String today = LocalDate.now(SHANGHAI).toString();
        assertThat(community
                        .get("/redemptions?from=" + today + "&to=" + today)
                        .json()
                        .get("items"))
                .hasSize(6);
        assertThat(community.get("/redemptions?from=2026-02-01&to=2026-01-01").status())
                .isEqualTo(400);
        assertThat(community.get("/redemptions?to=2020-01-01").json().get("items"))
                .isEmpty();
    }

    /** What was imported has an old day and a new id. */
    @Test
    void listsPeriodsInTheOrderOfIdsWhicheverDaysTheseHave() {
        setDay("2026-01-10");
        Committee past = aCommittee(Api.asAdmin());
        String member = past.aMember(Map.of("memberNo", "a-1"));
        past.credit(member, 100);
        String soap = past.reward("goods", 5, Map.of("code", "soap"));
        past.post("/rewards/" + soap + "/receipts", Map.of("quantity", 20)).expect(201);
        String first = past.reserved(member, soap, 1);
        setDay("2026-01-12");
        String second = past.reserved(member, soap, 1);
        setDay("2026-02-01");
        String third = past.reserved(member, soap, 1);
        String imported = imported(past, "编号,商品编号,日期,结果\na-1,soap,2026-01-11,已领取\n");

        assertThat(listed(past, "from=2026-01-10&to=2026-01-12")).containsExactly(imported, second, first);
        assertThat(listed(past, "from=2026-01-10&to=2026-01-12&memberId=" + member))
                .containsExactly(imported, second, first);
        assertThat(listed(past, "from=2026-01-10&to=2026-01-12&status=reserved"))
                .containsExactly(second, first);
        assertThat(listed(past, "from=2026-01-11&to=2026-01-11")).containsExactly(imported);
        assertThat(listed(past, "from=2026-01-12&to=2026-01-12")).containsExactly(second);
        assertThat(listed(past, "from=2026-02-01&to=2026-02-01")).containsExactly(third);
        assertThat(listed(past, "from=2026-01-13&to=2026-01-31")).isEmpty();
        assertThat(listed(past, "from=2026-01-12")).containsExactly(third, second);
        assertThat(listed(past, "to=2026-01-11")).containsExactly(imported, first);
        assertThat(listed(past, "from=2020-01-01&to=2030-01-01")).containsExactly(imported, third, second, first);
    }

    private static String imported(Committee community, String csv) {
        Api api = Api.asAdmin();
        String location = api.postFile(
                        community.path("/imports?kind=redemptions&mode=atomic"),
                        csv.getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get(location).expect(200).json().get("status").asText(), "done"::equals);
        return api.get(location + "/rows?outcome=accepted")
                .expect(200)
                .json()
                .at("/items/0/id")
                .asText();
    }

    /** The ids of a list, page by page. */
    private static List<String> listed(Committee community, String filter) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = community
                    .get("/redemptions?limit=1&" + filter + cursor)
                    .expect(200)
                    .json();
            page.get("items").forEach(item -> ids.add(item.get("id").asText()));
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        }
        return ids;
    }

    private static void setDay(String day) {
        MovableClock.set(
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(SHANGHAI).toInstant());
    }
}
