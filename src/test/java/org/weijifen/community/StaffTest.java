package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;

/** The names behind the ids of those who act. */
@QuarkusTest
class StaffTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final String username = "li." + UUID.randomUUID();

    @Test
    void namesWhoWorksHereAndNobodyElse() {
        String user = createUser(username, "王主任", community.slug());
        String client = createClient("小程序", community.slug());
        String stranger = createUser("别处主任", aCommittee(admin).slug());
        Api committee = Api.here().signInFirst(username);

        Map<String, JsonNode> staff = staff(committee);

        assertThat(staff.get(user).toString())
                .isEqualTo("{\"id\":\"" + user + "\",\"displayName\":\"王主任\",\"kind\":\"user\",\"active\":true}");
        assertThat(staff.get(client).get("displayName").asText()).isEqualTo("小程序");
        assertThat(staff.get(client).get("kind").asText()).isEqualTo("client");
        assertThat(staff).doesNotContainKey(stranger);
        assertThat(staff.values()).allSatisfy(one -> assertThat(one.size()).isEqualTo(4));
    }

    /** Their ids are in the books for ever. */
    @Test
    void namesWhoHasLeftAsNoLongerActive() {
        String other = aCommittee(admin).slug();
        String user = createUser("王主任", community.slug());
        String client = createClient("小程序", community.slug());
        String disabled = createUser("李主任", community.slug());

        admin.patch("/v1/users/" + user, Map.of("communities", List.of(other))).expect(200);
        admin.patch("/v1/users/" + user, Map.of("displayName", "王书记")).expect(200);
        admin.patch("/v1/clients/" + client, Map.of("communities", List.of())).expect(200);
        admin.patch("/v1/users/" + disabled, Map.of("status", "disabled")).expect(200);

        Map<String, JsonNode> staff = staff(admin);
        assertThat(List.of(user, client, disabled))
                .allSatisfy(id ->
                        assertThat(staff.get(id).get("active").asBoolean()).isFalse());
        assertThat(staff.get(user).get("displayName").asText()).isEqualTo("王书记");
        admin.patch("/v1/users/" + user, Map.of("communities", List.of(community.slug())))
                .expect(200);
        assertThat(staff(admin).get(user).get("active").asBoolean()).isTrue();
    }

    @Test
    void namesWhoeverStandsInTheBooksAndInClosings() {
        String user = createUser(username, "王主任", community.slug());
        Api committee = Api.here().signInFirst(username);
        Committee atWork = Committee.of(committee, community.slug());
        atWork.credit(atWork.aMember(), 5);
        JsonNode posted = committee
                .get(community.path("/transactions"))
                .expect(200)
                .json()
                .at("/items/0");

        assertThat(staff(committee)
                        .get(posted.get("actor").asText())
                        .get("displayName")
                        .asText())
                .isEqualTo("王主任");
        assertThat(posted.get("actor").asText()).isEqualTo(user);
    }

    @Test
    void exportsTheNameBesideTheActorOnRequest() {
        createUser(username, "王主任", community.slug());
        Api client = integrator("小程序");
        Committee atWork = Committee.of(Api.here().signInFirst(username), community.slug());
        String member = atWork.aMember();
        atWork.credit(member, 5);
        Committee.of(client, community.slug()).credit(member, 6);

        String table = admin.get(community.path("/exports/transactions?format=csv&columns=sequence,actor,actorName"))
                .expect(200)
                .body();

        assertThat(table.lines().toList()).hasSize(3);
        assertThat(table).contains(",王主任", ",小程序");
        assertThat(admin.get(community.path("/exports/transactions?format=csv"))
                        .expect(200)
                        .body())
                .doesNotContain("王主任");
    }

    @Test
    void pagesThrough() {
        for (int i = 0; i < 3; i++) {
            createClient("小程序" + i, community.slug());
        }
        int all = staff(admin).size();

        Map<String, JsonNode> seen = new HashMap<>();
        String cursor = null;
        do {
            JsonNode page = admin.get(community.path("/staff?limit=2" + (cursor == null ? "" : "&cursor=" + cursor)))
                    .expect(200)
                    .json();
            assertThat(page.get("items").size()).isLessThanOrEqualTo(2);
            page.get("items").forEach(one -> assertThat(seen.put(one.get("id").asText(), one))
                    .isNull());
            cursor = page.path("nextCursor").textValue();
        } while (cursor != null);

        assertThat(seen).hasSize(all);
    }

    @Test
    void isForTheStaffOfTheCommunity() {
        String elsewhere = aCommittee(admin).slug();

        assertThat(Api.asCommittee(elsewhere).get(community.path("/staff")).code())
                .isEqualTo("forbidden");
        assertThat(Api.asIntegrator(community.slug())
                        .get(community.path("/staff"))
                        .code())
                .isEqualTo("forbidden");
        assertThat(Api.asMember(community.slug(), community.aMember())
                        .get(community.path("/staff"))
                        .code())
                .isEqualTo("forbidden");
        assertThat(admin.get("/v1/communities/not-opened-yet/staff").code()).isEqualTo("not_found");
    }

    private Map<String, JsonNode> staff(Api caller) {
        Reply list = caller.get(community.path("/staff?limit=200")).expect(200);
        Map<String, JsonNode> staff = new HashMap<>();
        list.json().get("items").forEach(one -> staff.put(one.get("id").asText(), one));
        return staff;
    }

    private String createUser(String displayName, String slug) {
        return createUser("li." + UUID.randomUUID(), displayName, slug);
    }

    private String createUser(String name, String displayName, String slug) {
        Map<String, Object> user = new HashMap<>(Api.staff(name, slug));
        user.put("displayName", displayName);
        return Committee.id(admin.post("/v1/users", user));
    }

    private String createClient(String name, String slug) {
        return admin.post("/v1/clients", Map.of("name", name, "communities", List.of(slug)))
                .expect(201)
                .json()
                .get("clientId")
                .asText();
    }

    private Api integrator(String name) {
        JsonNode client = admin.post("/v1/clients", Map.of("name", name, "communities", List.of(community.slug())))
                .expect(201)
                .json();
        return Api.here()
                .with(Api.here()
                        .post(
                                "/v1/tokens",
                                Map.of(
                                        "clientId",
                                        client.get("clientId").asText(),
                                        "clientSecret",
                                        client.get("clientSecret").asText()))
                        .expect(200)
                        .json()
                        .get("accessToken")
                        .asText());
    }
}
