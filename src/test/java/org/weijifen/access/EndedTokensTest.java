package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.TestDatabase;

/** A token works until its account changes, its owner signs out, or a member ends it. */
@QuarkusTest
class EndedTokensTest {
    private final Api admin = Api.asAdmin();
    private final Committee community = Committee.aCommittee(admin);

    @Test
    void aDisabledAdminDoesNothingAtAll() throws Exception {
        Api second = Api.asSecondAdmin();
        String id = second.get("/v1/me").expect(200).json().get("id").asText();

        admin.patch("/v1/users/" + id, Map.of("status", "disabled")).expect(200);

        assertThat(second.patch("/v1/users/" + id, Map.of("status", "active"))
                        .expect(401)
                        .code())
                .isEqualTo("unauthenticated");
        List<String> open = new ArrayList<>();
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            if (!operation.id().equals("createToken")
                    && operation.replay(second).status() != 401) {
                open.add(operation.id());
            }
        }
        assertThat(open).isEmpty();
        assertThat(admin.get("/v1/users/" + id).json().get("status").asText()).isEqualTo("disabled");
    }

    @Test
    void everyChangeOfAUserEndsTheirTokens() {
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("status", "disabled"),
                Map.of("communities", List.of("fuxi")),
                Map.of("communities", List.of()),
                Map.of("password", "another-long-password-7"),
                Map.of("grants", List.of(Map.of("community", community.slug(), "permissions", List.of("counter")))))) {
            Api staff = Api.asCommittee(community.slug());
            String id = staff.get("/v1/me").expect(200).json().get("id").asText();
            staff.get(community.path("/members")).expect(200);

            admin.patch("/v1/users/" + id, change).expect(200);

            assertThat(staff.get(community.path("/members")).status())
                    .as(change.toString())
                    .isEqualTo(401);
            staff.post(community.path("/members/" + community.aMember() + "/tokens"), null)
                    .expect(401);
            staff.get(community.path("/exports/members")).expect(401);
        }
    }

    @Test
    void aPatchThatChangesNothingEndsNothing() {
        Api staff = Api.asCommittee(community.slug());
        String id = staff.get("/v1/me").expect(200).json().get("id").asText();

        admin.patch("/v1/users/" + id, Map.of("status", "active", "communities", List.of(community.slug())))
                .expect(200);

        staff.get("/v1/me").expect(200);
    }

    @Test
    void aDisabledClientTakesItsMembersAlong() {
        JsonNode created = admin.post("/v1/clients", Map.of("name", "x", "communities", List.of(community.slug())))
                .expect(201)
                .json();
        Api client = Api.here()
                .with(Api.here()
                        .post(
                                "/v1/tokens",
                                Map.of(
                                        "clientId", created.get("clientId").asText(),
                                        "clientSecret",
                                                created.get("clientSecret").asText()),
                                null)
                        .expect(200)
                        .json()
                        .get("accessToken")
                        .asText());
        String member = community.aMemberWith(10);
        Api phone = phone(client, member);
        phone.get(community.path("/members/me/balance")).expect(200);

        admin.patch("/v1/clients/" + created.get("clientId").asText(), Map.of("pointsPerDay", 5))
                .expect(200);
        client.get(community.path("/members")).expect(401);
        phone.get(community.path("/members/me/balance")).expect(200);

        admin.patch("/v1/clients/" + created.get("clientId").asText(), Map.of("status", "disabled"))
                .expect(200);
        phone.get(community.path("/members/me/balance")).expect(401);
        phone.post(community.path("/redemptions"), Committee.redemption(member, community.goods(1, 1), 1))
                .expect(401);
    }

    private Api phone(Api minter, String member) {
        return Api.here()
                .with(minter.post(community.path("/members/" + member + "/tokens"), null)
                        .expect(200)
                        .json()
                        .get("accessToken")
                        .asText());
    }

    @Test
    void tokensForMembersEndWithWhatTheirMinterMay() {
        String member = community.aMember();
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("communities", List.of()),
                Map.of("password", Api.FIRST_PASSWORD),
                Map.of("status", "disabled"))) {
            Api staff = Api.asCommittee(community.slug());
            String id = staff.get("/v1/me").json().get("id").asText();
            Api phone = phone(staff, member);
            phone.get(community.path("/members/me/balance")).expect(200);

            admin.patch("/v1/users/" + id, change).expect(200);
            assertThat(phone.get(community.path("/members/me/balance")).status())
                    .as(change.toString())
                    .isEqualTo(401);

            // Nothing brings it back.
            admin.patch("/v1/users/" + id, Map.of("status", "active", "communities", List.of(community.slug())))
                    .expect(200);
            phone.get(community.path("/members/me/balance")).expect(401);
        }
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("communities", List.of()), Map.of("scopes", List.of("members:read")))) {
            Api client = Api.asIntegrator(community.slug());
            Api phone = phone(client, member);

            admin.patch("/v1/clients/" + client.get("/v1/me").json().get("id").asText(), change)
                    .expect(200);
            phone.get(community.path("/members/me/balance")).expect(401);
        }
    }

    @Test
    void aPatchOfAClientThatChangesNothingEndsNothing() {
        Api client = Api.asIntegrator(community.slug());
        String path = "/v1/clients/" + client.get("/v1/me").json().get("id").asText();

        admin.patch(path, Map.of()).expect(200);
        admin.patch(path, Map.of("name", "another")).expect(200);

        client.get("/v1/me").expect(200);
    }

    /** Its headers came while the account was still good. */
    @Test
    void aBodyThatArrivesLateDoesNothing() throws Exception {
        Api second = Api.asSecondAdmin();
        String id = second.get("/v1/me").json().get("id").asText();
        String body = Api.write(Map.of("memberId", community.aMember(), "points", 77));
        try (Socket socket = new Socket("127.0.0.1", Api.here().port())) {
            OutputStream out = socket.getOutputStream();
            String head = "POST " + community.path("/credits") + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                    + second.token() + "\r\nContent-Type: application/json\r\nIdempotency-Key: late\r\nContent-Length: "
                    + body.length() + "\r\n\r\n";
            out.write((head + body.substring(0, 5)).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            admin.patch("/v1/users/" + id, Map.of("status", "disabled")).expect(200);
            out.write(body.substring(5).getBytes(StandardCharsets.US_ASCII));
            out.flush();

            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(answer).startsWith("HTTP/1.1 401");
        }
    }

    /** Not even in the seconds until an instance has read that an account was disabled. */
    @Test
    void whatLastsLooksTheAccountUp() throws Exception {
        String member = community.aMember();
        byte[] file = "memberNo\n1\n".getBytes(StandardCharsets.US_ASCII);
        int unaware = 0;
        for (int i = 0; i < 20 && unaware < 3; i++) {
            Api second = Api.asSecondAdmin();
            String id = second.get("/v1/me").json().get("id").asText();
            // As another instance would.
            try (Connection connection = TestDatabase.asSuperuser();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "update access_user set status = 'disabled', epoch = epoch + 1 where id = '" + id + "'");
            }
            boolean knows = second.get("/v1/me").status() == 401;

            second.patch("/v1/users/" + id, Map.of("status", "active")).expect(401);
            unaware += knows ? 0 : 1;
            // By now it knows.
            second.get("/v1/me").expect(401);
            second.get(community.path("/exports/members")).expect(401);
            second.postFile(community.path("/imports?kind=members&mode=atomic"), file, "text/csv")
                    .expect(401);
            second.post(community.path("/members/" + member + "/tokens"), null).expect(401);
        }
        // Some had not been read yet, or this would say nothing.
        assertThat(unaware).isPositive();
    }

    @Test
    void leavingAndEndingASessionDoNotWaitForEachOther() {
        Api client = Api.asIntegrator(community.slug());
        List<String> members = new ArrayList<>();
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String member = community.aMember();
            members.add(member);
            phone(client, member);
            sessions.add(community
                    .get("/members/" + member + "/sessions")
                    .json()
                    .at("/items/0/id")
                    .asText());
        }

        List<Reply> replies = InParallel.times(
                60,
                i -> i % 2 == 0
                        ? community.patch("/members/" + members.get(i / 2), Map.of("status", "left"))
                        : admin.send(
                                "DELETE",
                                community.path("/members/" + members.get(i / 2) + "/sessions/" + sessions.get(i / 2)),
                                null,
                                null,
                                Map.of()));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 204);
    }

    @Test
    void signingOutEndsThisTokenAndNoOther() {
        Map<String, Object> user = new HashMap<>(Api.staff("s-" + UUID.randomUUID(), community.slug()));
        Api one = Api.asNew(user);
        Api other = Api.again(user);

        assertThat(one.send("DELETE", "/v1/tokens/current", null, null, Map.of())
                        .expect(204)
                        .body())
                .isEmpty();

        one.get("/v1/me").expect(401);
        one.send("DELETE", "/v1/tokens/current", null, null, Map.of()).expect(401);
        other.get("/v1/me").expect(200);
    }

    @Test
    void aMemberEndsTheSessionOfALostPhone() {
        String member = community.aMember();
        Api client = Api.asIntegrator(community.slug());
        Api lost = phone(client, member);
        Api found = phone(client, member);
        String sessions = community.path("/members/me/sessions");

        JsonNode items = found.get(sessions).expect(200).json().get("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("current").asBoolean()).isTrue();
        assertThat(items.get(1).get("current").asBoolean()).isFalse();
        assertThat(items.get(1).get("by").asText())
                .isEqualTo("client/" + client.get("/v1/me").json().get("id").asText());

        String path = sessions + "/" + items.get(1).get("id").asText();
        found.send("DELETE", path, null, null, Map.of()).expect(204);
        found.send("DELETE", path, null, null, Map.of()).expect(204);

        lost.get(sessions).expect(401);
        assertThat(found.get(sessions).expect(200).json().get("items")).hasSize(1);
    }

    @Test
    void whoLeavesIsSignedOut() {
        String member = community.aMember();
        Api phone = phone(Api.asIntegrator(community.slug()), member);
        community.patch("/members/" + member, Map.of("status", "frozen")).expect(200);
        phone.get(community.path("/members/me/balance")).expect(200);

        community.patch("/members/" + member, Map.of("status", "left")).expect(200);

        // The instance that has ended it reads so with all the others.
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> phone.get(community.path("/members/me/balance")).status() == 401);
    }

    @Test
    void nobodyEndsTheSessionOfAnotherMember() {
        String member = community.aMember();
        String stranger = community.aMember();
        Api client = Api.asIntegrator(community.slug());
        Api phone = phone(client, member);
        String id = phone.get(community.path("/members/me/sessions"))
                .json()
                .at("/items/0/id")
                .asText();

        Api other = phone(client, stranger);
        other.send("DELETE", community.path("/members/" + member + "/sessions/" + id), null, null, Map.of())
                .expect(403);
        other.send("DELETE", community.path("/members/me/sessions/" + id), null, null, Map.of())
                .expect(404);
        Committee elsewhere = Committee.aCommittee(admin);
        Api.asIntegrator(elsewhere.slug())
                .send(
                        "DELETE",
                        elsewhere.path("/members/" + elsewhere.aMember() + "/sessions/" + id),
                        null,
                        null,
                        Map.of())
                .expect(404);

        phone.get(community.path("/members/me/sessions")).expect(200);
    }

    @Test
    void theBooksNameWhoGotATokenForAMember() {
        String member = community.aMemberWith(10);
        String reward = community.goods(1, 5);
        Api staff = Api.asCommittee(community.slug());
        String id = staff.get("/v1/me").json().get("id").asText();

        Reply redeemed = phone(staff, member)
                .post(community.path("/redemptions"), Committee.redemption(member, reward, 1), "once");
        // The same phone with its next token tries again.
        Reply again = phone(Api.asIntegrator(community.slug()), member)
                .post(community.path("/redemptions"), Committee.redemption(member, reward, 1), "once");

        assertThat(again.expect(201).header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.json()).isEqualTo(redeemed.expect(201).json());
        JsonNode newest = community.get("/transactions").json().at("/items/0");
        assertThat(newest.get("actor").asText()).isEqualTo("member/" + member + " by user/" + id);
        community.verify();
    }

    @Test
    void meSaysWhoOneIs() {
        String member = community.aMember();
        JsonNode me = phone(Api.asIntegrator(community.slug()), member)
                .get("/v1/me")
                .expect(200)
                .json();

        assertThat(me.get("role").asText()).isEqualTo("member");
        assertThat(me.get("memberId").asText()).isEqualTo(member);
        assertThat(me.get("by").asText()).startsWith("client/");
        assertThat(me.at("/communities/0/permissions").toString()).isEqualTo("[\"member\"]");
        assertThat(admin.get("/v1/me").json().get("permissions").toString())
                .contains("administrator", "approver", "staff");
    }
}
