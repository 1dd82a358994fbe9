package org.weijifen.platform.http;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;

/** Blanks at the ends of texts count nowhere. */
@QuarkusTest
class BlanksTest {
    private final Api api = Api.asAdmin();
    private final Committee community = aCommittee(api);

    private Map<String, Object> credit(String member, String reference) {
        return Map.of("memberId", member, "points", 5, "reason", " 清扫\u3000", "reference", reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"N1 ", " N1", "N1\u3000", "\u00A0N1", "N1\u200B", "\uFEFFN1\u2003"})
    void oneReferenceIsOneDocumentHoweverItIsTyped(String typed) {
        String member = community.aMember();
        String goods = community.goods(5, 0);
        Map<String, Object> receipt = new HashMap<>(Map.of("quantity", 3, "reference", "N1"));
        community.post("/credits", credit(member, "N1")).expect(201);
        community.post("/rewards/" + goods + "/receipts", receipt).expect(201);

        assertThat(community.post("/credits", credit(member, typed)).expect(409).code())
                .isEqualTo("duplicate_reference");
        receipt.put("reference", typed);
        assertThat(community
                        .post("/rewards/" + goods + "/receipts", receipt)
                        .expect(409)
                        .code())
                .isEqualTo("duplicate_reference");
    }

    @Test
    void oneReferenceIsOneTransfer() {
        String goods = community.goods(5, 5);
        String station = Committee.id(community.post("/stations", Map.of("code", "east", "title", "东门")));
        Map<String, Object> load =
                new HashMap<>(Map.of("rewardId", goods, "quantity", 1, "toStationId", station, "reference", "T1"));
        community.post("/transfers", load).expect(201);

        load.put("reference", "T1 ");

        assertThat(community.post("/transfers", load).expect(409).code()).isEqualTo("duplicate_reference");
    }

    @Test
    void aRequestIsTheSameWithThemUnderItsKey() {
        String member = community.aMember();
        String key = UUID.randomUUID().toString();
        JsonNode first = community
                .post("/credits", credit(member, "K1"), key)
                .expect(201)
                .json();

        JsonNode again = community
                .post("/credits", credit(member, "K1 "), key)
                .expect(201)
                .json();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void namesAreKeptAndFoundWithoutThem() {
        String member =
                community.aMember(Map.of("memberNo", "n1", "displayName", "\u3000王芳 ", "household", " 3栋\u00A0"));
        String changed = community.aMember(Map.of("memberNo", "n2"));
        community
                .patch("/members/" + changed, Map.of("displayName", "李明\u3000"))
                .expect(200);

        JsonNode view = community.get("/members/" + member).json();
        assertThat(view.get("displayName").asText()).isEqualTo("王芳");
        assertThat(view.get("household").asText()).isEqualTo("3栋");
        assertThat(community
                        .get("/members/" + changed)
                        .json()
                        .get("displayName")
                        .asText())
                .isEqualTo("李明");
        for (String query : List.of("query=n1 ", "query=王芳\u3000", "household= 3栋")) {
            String[] parts = query.split("=");

            assertThat(community
                            .get("/members", Map.of(parts[0], parts[1]))
                            .json()
                            .get("items"))
                    .as(query)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u3000", "\u200B", "N1\n", "\tN1"})
    void blanksAloneAndControlCharactersAreRefused(String reference) {
        JsonNode refused = community
                .post("/credits", credit(community.aMember(), reference))
                .expect(400)
                .json();

        assertThat(refused.at("/errors/0/field").asText()).isEqualTo("reference");
        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("text");
    }

    @Test
    void secretsKeepThem() {
        String username = "u" + UUID.randomUUID().toString().substring(0, 8);
        String password = " correct horse battery ";
        api.post(
                        "/v1/users",
                        Map.of("username", username, "password", password, "role", "admin", "communities", List.of()))
                .expect(201);

        assertThat(signIn(username, password)).isEqualTo(200);
        assertThat(signIn(username, password.strip())).isEqualTo(401);
    }

    private static int signIn(String username, String password) {
        return Api.here()
                .post("/v1/tokens", Map.of("username", username, "password", password))
                .status();
    }
}
