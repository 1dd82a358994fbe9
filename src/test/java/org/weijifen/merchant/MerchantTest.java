package org.weijifen.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** Merchants, and which rewards are theirs. */
@QuarkusTest
class MerchantTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    @Test
    void keepsWhatIsKnownOfAMerchant() {
        Map<String, String> given = Map.of("code", "canteen", "title", "食堂", "contact", "前台", "phone", "000 0000 0800");

        Reply added = community.post("/merchants", given);

        JsonNode merchant = added.expect(201).json();
        String path = community.path("/merchants/" + merchant.get("id").asText());
        assertThat(added.headers().firstValue("Location")).contains(path);
        given.forEach((field, value) -> assertThat(merchant.get(field).asText()).isEqualTo(value));
        assertThat(merchant.get("status").asText()).isEqualTo("active");
        assertThat(admin.get(path).expect(200).json()).isEqualTo(merchant);
    }

    @Test
    void changesAMerchantByAMergePatch() {
        String path = "/merchants/" + community.merchant();
        community.patch(path, Map.of("contact", "前台", "phone", "000 0000 0800")).expect(200);
        Map<String, Object> patch = new HashMap<>(Map.of("title", "新食堂"));
        patch.put("phone", null);

        JsonNode changed = community.patch(path, patch).expect(200).json();

        assertThat(changed.get("title").asText()).isEqualTo("新食堂");
        assertThat(changed.get("contact").asText()).isEqualTo("前台");
        assertThat(changed.has("phone")).isFalse();
        assertThat(community.patch(path, Map.of("code", "other")).code()).isEqualTo("validation_failed");
    }

    @ParameterizedTest
    @CsvSource({"code, Canteen, pattern", "title, '', text", "phone, abc, pattern", "contact, '', text"})
    void refusesAMerchantWith(String field, String value, String violation) {
        Map<String, Object> wrong = new HashMap<>(Map.of("code", "canteen", "title", "食堂"));
        wrong.put(field, value);

        Reply reply = community.post("/merchants", wrong);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo(violation);
        assertThat(community.get("/merchants").json().get("items")).isEmpty();
    }

    @Test
    void givesACodeOnceInACommunity() {
        Map<String, String> canteen = Map.of("code", "canteen", "title", "食堂");
        community.post("/merchants", canteen).expect(201);

        assertThat(community.post("/merchants", canteen).code()).isEqualTo("code_taken");
        assertThat(aCommittee(admin).post("/merchants", canteen).status()).isEqualTo(201);
    }

    @Test
    void listsMerchantsInOrderOfTheirCodesPageByPage() {
        for (String code : List.of("b", "c", "a")) {
            community.post("/merchants", Map.of("code", code, "title", "商户")).expect(201);
        }

        JsonNode first = community.get("/merchants?limit=2").expect(200).json();
        JsonNode second = community
                .get("/merchants?limit=2&cursor=" + first.get("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.get("items").findValuesAsText("code")).containsExactly("a", "b");
        assertThat(second.get("items").findValuesAsText("code")).containsExactly("c");
        assertThat(second.has("nextCursor")).isFalse();
    }

    @Test
    void knowsNoMerchantOfAnotherCommunity() {
        Committee other = aCommittee(admin);
        String merchant = other.merchant();

        assertThat(community.get("/merchants/" + merchant).status()).isEqualTo(404);
        assertThat(community
                        .patch("/merchants/" + merchant, Map.of("title", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(community.get("/merchants/" + merchant + "/dues").status()).isEqualTo(404);
        assertThat(community
                        .get("/merchants/" + merchant + "/statements/2026-10")
                        .status())
                .isEqualTo(404);
        assertThat(reward("merchant-package", merchant).status()).isEqualTo(404);
    }

    @Test
    void isNoBusinessOfMembersAndIntegrators() {
        String member = community.aMember();
        for (Api other : List.of(Api.asMember(community.slug(), member), Api.asIntegrator(community.slug()))) {
            assertThat(other.get(community.path("/merchants")).status()).isEqualTo(403);
            assertThat(other.post(community.path("/merchants"), Map.of("code", "x", "title", "x"))
                            .status())
                    .isEqualTo(403);
            assertThat(other.get(community.path("/settlements")).status()).isEqualTo(403);
        }
    }

    @Test
    void tellsWhoseAPackageIs() {
        String merchant = community.merchant();
        String meal = community.packageOf(merchant, 18, 990);
        community.packageOf(community.merchant(), 18, 990);

        JsonNode own =
                community.get("/rewards?merchantId=" + merchant).expect(200).json();

        assertThat(own.get("items").findValuesAsText("id")).containsExactly(meal);
        assertThat(own.get("items").findValuesAsText("merchantId")).containsExactly(merchant);
    }

    @Test
    void givesGoodsToNoMerchant() {
        Reply reply = reward("goods", community.merchant());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/field").asText()).isEqualTo("merchantId");
        assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("not_for_goods");
        String soap = community.goods(5, 0);
        assertThat(community
                        .patch("/rewards/" + soap, Map.of("merchantId", community.merchant()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void givesARetiredMerchantNoFurtherReward() {
        String merchant = community.merchant();
        String meal = community.packageOf(merchant, 18, 990);
        String haircut = community.reward("service", 10, Map.of());
        community.patch("/merchants/" + merchant, Map.of("status", "retired")).expect(200);

        assertThat(reward("service", merchant).code()).isEqualTo("merchant_retired");
        assertThat(community
                        .patch("/rewards/" + haircut, Map.of("merchantId", merchant))
                        .code())
                .isEqualTo("merchant_retired");
        assertThat(community.patch("/rewards/" + meal, Map.of("points", 20)).status())
                .isEqualTo(200);
    }

    @Test
    void refusesAMerchantThatIsNotThere() {
        assertThat(reward("service", UUID.randomUUID().toString()).status()).isEqualTo(404);
    }

    private Reply reward(String kind, String merchant) {
        return community.post(
                "/rewards",
                Map.of("code", "x-" + kind, "title", "x", "kind", kind, "points", 1, "merchantId", merchant));
    }
}
