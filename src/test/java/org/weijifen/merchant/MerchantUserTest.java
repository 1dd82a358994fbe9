package org.weijifen.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** What somebody who works for a merchant may see and do. */
@QuarkusTest
class MerchantUserTest {
    private static final Set<String> ALLOWED = Set.of(
            "createToken",
            "getMe",
            "updateMe",
            "changeOwnPassword",
            "enrolSecondFactor",
            "confirmSecondFactor",
            "removeOwnSecondFactor",
            "getMerchant",
            "listMerchantDues",
            "getMerchantStatement",
            "listSettlements",
            "getSettlement",
            "listSettlementEntries",
            "acceptSettlement",
            "rejectSettlement",
            "listRedemptions",
            "collectByPickupCode",
            "lookUpPickupCode");

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final String merchant = community.merchant();
    private final String other = community.merchant();
    private final String meal = community.packageOf(merchant, 18, 990);
    private final Api shop = Api.asMerchant(community.slug(), merchant);

    @Test
    void worksForOneMerchantOfOneCommunity() {
        assertThat(userWith(Map.of()).status()).isEqualTo(201);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("communities", List.of()),
                Map.of("communities", List.of("one", "two")),
                Map.of("merchantId", "none"),
                Map.of("role", "committee"),
                Map.of("role", "admin"))) {
            Reply reply = userWith(wrong);

            assertThat(reply.status()).as(wrong.toString()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("validation_failed");
        }
    }

    @Test
    void worksForAMerchantThatIsThere() {
        Committee elsewhere = aCommittee(admin);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("merchantId", UUID.randomUUID().toString()),
                Map.of("merchantId", elsewhere.merchant()),
                Map.of("communities", List.of("not-opened-yet")))) {
            Reply reply = userWith(wrong);

            assertThat(reply.status()).as(wrong.toString()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("not_found");
        }
        String path =
                "/v1/users/" + userWith(Map.of()).expect(201).json().get("id").asText();
        assertThat(admin.patch(path, Map.of("communities", List.of(elsewhere.slug())))
                        .code())
                .isEqualTo("not_found");
        admin.patch(path, Map.of("password", Api.PASSWORD)).expect(200);
        admin.post("/v1/users", Api.staff("staff-" + UUID.randomUUID(), "not-opened-yet"))
                .expect(201);
    }

    @Test
    void mayNotBeMovedToSeveralCommunities() {
        JsonNode user = userWith(Map.of()).expect(201).json();
        String path = "/v1/users/" + user.get("id").asText();

        assertThat(user.get("merchantId").asText()).isEqualTo(merchant);
        assertThat(admin.patch(path, Map.of("communities", List.of(community.slug(), "other")))
                        .status())
                .isEqualTo(400);
        assertThat(admin.patch(path, Map.of("merchantId", other)).status()).isEqualTo(400);
        assertThat(admin.patch(path, Map.of("status", "disabled"))
                        .expect(200)
                        .json()
                        .get("merchantId"))
                .isEqualTo(user.get("merchantId"));
    }

    @Test
    void mayDoNothingThatIsNotListedHere() throws IOException {
        Set<String> open = new TreeSet<>();
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Api.here().get("/q/openapi").expect(200).body());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!Set.of("get", "post", "patch", "put", "delete").contains(method.getKey())) {
                        return;
                    }
                    // It would be the last thing that this token does.
                    if (path.getKey().equals("/v1/tokens/current")) {
                        return;
                    }
                    String resolved = path.getKey()
                            .replace("{community}", community.slug())
                            .replace("{merchantId}", merchant)
                            .replace("{month}", "2026-10")
                            .replace("{sequence}", "1")
                            .replaceAll("\\{[A-Za-z]+}", UUID.randomUUID().toString());
                    JsonNode body = method.getValue().at("/requestBody/content");
                    Reply reply = shop.send(
                            method.getKey().toUpperCase(),
                            resolved,
                            body.isObject() ? "{}" : null,
                            "a-key",
                            body.isObject()
                                    ? Map.of("Content-Type", body.fieldNames().next())
                                    : Map.of());
                    if (reply.status() != 403) {
                        open.add(method.getValue().get("operationId").asText());
                    }
                }));

        assertThat(open).isEqualTo(new TreeSet<>(ALLOWED));
    }

    @Test
    void mayNotGuessCodes() {
        String member = community.aMemberWith(100);
        String code = code(reserve(member, Map.of(meal, 2)));
        String wrong = code.equals("00000000") ? "00000001" : "00000000";

        for (int i = 0; i < 20; i++) {
            assertThat(lookUp(shop, wrong).status()).isEqualTo(404);
        }

        assertThat(collect(shop, code, "guessed").status()).isEqualTo(429);
        assertThat(lookUp(shop, code).code()).isEqualTo("too_many_requests");
        assertThat(lookUp(admin, wrong).status()).isEqualTo(404);
    }

    @Test
    void handsOutWhatIsTheirsByItsCode() {
        String member = community.aMemberWith(100);
        String code = code(reserve(member, Map.of(meal, 2)));

        JsonNode seen = lookUp(shop, code).expect(200).json();
        JsonNode collected = collect(shop, code, "first").expect(200).json();
        Reply retried = collect(shop, code, "first");
        Reply again = collect(shop, code, "second");

        assertThat(seen.get("status").asText()).isEqualTo("reserved");
        assertThat(seen.at("/lines/0/quantity").asLong()).isEqualTo(2);
        assertThat(collected.get("status").asText()).isEqualTo("collected");
        assertThat(retried.expect(200).json()).isEqualTo(collected);
        assertThat(again.code()).isEqualTo("already_collected");
        assertThat(community.balance(member).get("spent").asLong()).isEqualTo(36);
        community.verify();
    }

    @Test
    void learnsNothingOfTheMember() {
        String member = community.aMember(Map.of("displayName", "不可见", "phone", "000 0000 1234", "household", "9-909"));
        community.credit(member, 100);
        Map<String, Object> body = new HashMap<>(redemption(member, Map.of(meal, 1)));
        body.put("note", "不可见的备注");
        String code = code(community.post("/redemptions", body).expect(201).json());

        String lookedUp = lookUp(shop, code).expect(200).body();
        String collected = collect(shop, code, "key").expect(200).body();
        String listed = shop.get(community.path("/redemptions")).expect(200).body();

        assertThat(List.of(lookedUp, collected, listed)).allSatisfy(answer -> assertThat(answer)
                .contains(meal)
                .doesNotContain(member, "不可见", "000 0000", "9-909", "pickupCode", "memberId"));
        assertThat(listed).doesNotContain(code);
    }

    @Test
    void learnsThatAMemberMayNotCollectAndNothingElse() {
        String frozen = community.aMember(Map.of("memberNo", "number-of-theirs"));
        community.credit(frozen, 100);
        String code = code(reserve(frozen, Map.of(meal, 1)));
        community.patch("/members/" + frozen, Map.of("status", "frozen")).expect(200);

        Reply reply = collect(shop, code, "key");

        assertThat(reply.code()).isEqualTo("member_frozen");
        assertThat(reply.body()).doesNotContain("number-of-theirs", frozen, "（frozen");
    }

    @Test
    void findsNoCodeOfAnythingElse() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        String foreign = code(reserve(member, Map.of(community.packageOf(other, 1, 1), 1)));
        String goods = code(reserve(member, Map.of(soap, 1)));
        String mixed = code(reserve(member, Map.of(meal, 1, soap, 1)));

        JsonNode nowhere = lookUp(shop, "00000000").expect(404).json();
        for (String code : List.of(foreign, goods, mixed)) {
            Reply seen = lookUp(shop, code);

            assertThat(seen.status()).isEqualTo(404);
            assertThat(seen.json().get("detail")).isEqualTo(nowhere.get("detail"));
            assertThat(collect(shop, code, "key-" + code).json().get("detail")).isEqualTo(nowhere.get("detail"));
        }
        assertThat(community.balance(member).get("spent").asLong()).isZero();
        community.post("/pickups", Map.of("pickupCode", mixed)).expect(200);
        assertThat(dues(shop, merchant))
                .extracting(due -> due.get("amountFen").asLong())
                .containsExactly(990L);
    }

    @Test
    void seesOnlyTheirOwnLines() {
        String member = community.aMemberWith(100);
        String soap = community.goods(5, 10);
        reserve(member, Map.of(soap, 1));
        reserve(member, Map.of(meal, 2, soap, 1));

        JsonNode items =
                shop.get(community.path("/redemptions")).expect(200).json().get("items");

        assertThat(items).hasSize(1);
        assertThat(items.at("/0/lines").findValuesAsText("rewardId")).containsExactly(meal);
        assertThat(items.at("/0/points").asLong()).isEqualTo(36);
        assertThat(shop.get(community.path("/redemptions?memberId=" + member)).status())
                .isEqualTo(403);
        assertThat(shop.get(community.path("/redemptions?merchantId=" + other)).status())
                .isEqualTo(403);
        assertThat(community
                        .get("/redemptions?merchantId=" + merchant)
                        .expect(200)
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void pagesThroughTheirRedemptionsByAFilter() {
        String member = community.aMemberWith(500);
        String soup = community.packageOf(merchant, 5, 300);
        String foreign = community.packageOf(other, 1, 500);
        String soap = community.goods(5, 10);
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            wanted.add(
                    0,
                    reserve(member, Map.of(meal, 1, soup, 2, soap, 1)).get("id").asText());
            community.reserved(member, foreign, 1);
            community.cancel(community.reserved(member, meal, 1)).expect(200);
            wanted.add(0, community.reserved(member, soup, 1));
        }
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        String filter = "status=reserved&from=" + today.minusDays(40) + "&to=" + today.plusDays(1);

        for (int limit : List.of(1, 3, 10, 200)) {
            assertThat(pages(shop, filter + "&limit=" + limit))
                    .as("limit " + limit)
                    .isEqualTo(wanted);
            assertThat(pages(shop, "status=reserved&limit=" + limit)).isEqualTo(wanted);
        }
        assertThat(pages(shop, "limit=4")).hasSize(15);
        String asStaff = filter + "&limit=3&merchantId=" + merchant;
        assertThat(pages(admin, asStaff)).isEqualTo(wanted);
        assertThat(pages(admin, asStaff + "&memberId=" + member)).isEqualTo(wanted);
        assertThat(pages(admin, asStaff + "&memberId=" + community.aMember())).isEmpty();
        assertThat(pages(shop, "from=" + today.plusDays(1) + "&to=" + today.plusDays(9)))
                .isEmpty();
        assertThat(pages(shop, "stationId=main&limit=7")).hasSize(15);
    }

    /** The ids of all pages of a list. */
    private List<String> pages(Api caller, String filter) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = caller.get(community.path("/redemptions?" + filter + cursor))
                    .expect(200)
                    .json();
            page.get("items").forEach(item -> ids.add(item.get("id").asText()));
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        }
        return ids;
    }

    @Test
    void seesNothingOfAnotherMerchant() {
        String member = community.aMemberWith(100);
        community.handedOut(member, community.packageOf(other, 1, 500), 1);
        String settlement = Committee.id(community.post("/settlements", Map.of("merchantId", other)));
        community.post("/settlements/" + settlement + "/submit", null).expect(200);

        for (String path : List.of("", "/dues", "/statements/2026-10")) {
            assertThat(shop.get(community.path("/merchants/" + other + path)).status())
                    .isEqualTo(403);
        }
        assertThat(shop.get(community.path("/settlements?merchantId=" + other)).status())
                .isEqualTo(403);
        assertThat(shop.get(community.path("/settlements")).json().get("items")).isEmpty();
        assertThat(shop.get(community.path("/settlements/" + settlement)).status())
                .isEqualTo(404);
        assertThat(shop.get(community.path("/settlements/" + settlement + "/entries"))
                        .status())
                .isEqualTo(404);
        assertThat(shop.post(community.path("/settlements/" + settlement + "/accept"), null)
                        .status())
                .isEqualTo(404);
        assertThat(shop.post(community.path("/settlements/" + settlement + "/reject"), Map.of("reason", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(shop.get("/v1/communities/fuxi/settlements").status()).isEqualTo(403);
    }

    @Test
    void seesNothingThatWasNotSubmitted() {
        String member = community.aMemberWith(100);
        community.handedOut(member, meal, 1);
        String draft = community.path(
                "/settlements/" + Committee.id(community.post("/settlements", Map.of("merchantId", merchant))));

        for (int i = 0; i < 2; i++) {
            assertThat(shop.get(community.path("/settlements")).json().get("items"))
                    .isEmpty();
            assertThat(shop.get(community.path("/settlements?status=draft&merchantId=" + merchant))
                            .json()
                            .get("items"))
                    .isEmpty();
            shop.get(draft).expect(404);
            shop.get(draft + "/entries").expect(404);
            shop.post(draft + "/accept", null).expect(404);
            admin.get(draft).expect(200);
            // The second time as one that was thrown away.
            admin.post(draft + "/cancel", null);
        }
    }

    private Reply userWith(Map<String, Object> changes) {
        Map<String, Object> user = new HashMap<>(Map.of(
                "username",
                "shop-" + UUID.randomUUID(),
                "password",
                Api.FIRST_PASSWORD,
                "role",
                "merchant",
                "communities",
                List.of(community.slug()),
                "merchantId",
                merchant));
        user.putAll(changes);
        if ("none".equals(user.get("merchantId"))) {
            user.remove("merchantId");
        }
        return admin.post("/v1/users", user);
    }

    private JsonNode reserve(String member, Map<String, Integer> rewards) {
        return community
                .post("/redemptions", redemption(member, rewards))
                .expect(201)
                .json();
    }

    private static Map<String, Object> redemption(String member, Map<String, Integer> rewards) {
        List<Map<String, Object>> lines = new ArrayList<>();
        rewards.forEach((reward, quantity) -> lines.add(Map.of("rewardId", reward, "quantity", quantity)));
        return Map.of("memberId", member, "lines", lines);
    }

    private static String code(JsonNode redemption) {
        return redemption.get("pickupCode").asText();
    }

    private Reply lookUp(Api caller, String code) {
        return caller.post(community.path("/pickups/lookup"), Map.of("pickupCode", code), null);
    }

    private Reply collect(Api caller, String code, String key) {
        return caller.post(community.path("/pickups"), Map.of("pickupCode", code), key);
    }

    private JsonNode dues(Api caller, String whose) {
        return caller.get(community.path("/merchants/" + whose + "/dues"))
                .expect(200)
                .json()
                .get("items");
    }
}
