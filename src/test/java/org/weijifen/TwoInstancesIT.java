package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;

/** Two instances of the service on one database, written to at once, keep one set of books. */
class TwoInstancesIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int WRITES = 600;
    /** Longer than an instance waits before it reports again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void keepOneSetOfBooks() {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        try (ServiceProcess one = start(database);
                ServiceProcess two = start(database)) {
            // Either may have been the first, so that both have to take its token.
            Api first = Api.at(one.baseUrl()).signIn("admin", PASSWORD);
            Api second = Api.at(two.baseUrl()).with(first.token());
            List<Committee> committees = List.of(Committee.aCommittee(first), Committee.aCommittee(second));
            for (Committee committee : committees) {
                writeToBoth(committee, first, second);
            }
        }
    }

    @Test
    void keepOneSecurityLog() {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        try (ServiceProcess one = start(database);
                ServiceProcess two = start(database)) {
            Api first = Api.at(one.baseUrl()).signIn("admin", PASSWORD);
            Api second = Api.at(two.baseUrl()).with(first.token());
            Committee committee = Committee.aCommittee(first);
            String member = committee.aMember();

            InParallel.times(200, i -> {
                Api instance = i % 2 == 0 ? first : second;
                return i % 3 == 0
                        ? instance.get(committee.path("/members/" + member)).expect(200)
                        : instance.patch(committee.path("/members/" + member), Map.of("displayName", "n" + i))
                                .expect(200);
            });

            JsonNode verification = second.get(committee.path("/security-log/verification"))
                    .expect(200)
                    .json();
            assertThat(verification.get("valid").asBoolean())
                    .as(verification.toString())
                    .isTrue();
            // The opening, the member, 67 reads, and of each change the line and what it answers with.
            assertThat(verification.get("sequence").asInt()).isEqualTo(1 + 1 + 67 + 2 * 133);
        }
    }

    /** Each ended token is tried on the instance that did not end it; within 5 seconds both refuse it. */
    @Test
    void endTokensTogether() {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        try (ServiceProcess one = start(database);
                ServiceProcess two = start(database)) {
            Api admin = Api.at(one.baseUrl()).signIn("admin", PASSWORD);
            Committee committee = Committee.aCommittee(admin);
            String member = committee.aMember();
            Api signedOut = Api.at(one.baseUrl()).signIn("admin", PASSWORD);
            JsonNode client = admin.post("/v1/clients", Map.of("name", "x", "communities", List.of(committee.slug())))
                    .expect(201)
                    .json();
            String clientId = client.get("clientId").asText();
            Api phone = Api.at(two.baseUrl())
                    .with(admin.post(committee.path("/members/" + member + "/tokens"), null)
                            .expect(200)
                            .json()
                            .get("accessToken")
                            .asText());
            Api system = Api.at(two.baseUrl())
                    .with(Api.at(one.baseUrl())
                            .post(
                                    "/v1/tokens",
                                    Map.of(
                                            "clientId",
                                            clientId,
                                            "clientSecret",
                                            client.get("clientSecret").asText()),
                                    null)
                            .expect(200)
                            .json()
                            .get("accessToken")
                            .asText());
            List<Api> there = List.of(Api.at(two.baseUrl()).with(signedOut.token()), phone, system);
            there.forEach(token -> Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> token.get("/v1/me").status() == 200));

            signedOut.send("DELETE", "/v1/tokens/current", null, null, Map.of()).expect(204);
            String session = admin.get(committee.path("/members/" + member + "/sessions"))
                    .json()
                    .at("/items/0/id")
                    .asText();
            admin.send("DELETE", committee.path("/members/" + member + "/sessions/" + session), null, null, Map.of())
                    .expect(204);
            admin.patch("/v1/clients/" + clientId, Map.of("status", "disabled")).expect(200);

            there.forEach(token -> Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> token.get("/v1/me").status() == 401));
        }
    }

    /** Else each would walk through the other's communities too, for each job. */
    @Test
    void reportThatTheyAreAlive() throws SQLException {
        TestDatabase.Coordinates database = TestDatabase.coordinates();
        try (ServiceProcess one = start(database)) {
            // What others have left, and what the first has reported so far.
            onDatabase(statement -> statement.executeUpdate("delete from instance"));
            try (ServiceProcess two = start(database)) {
                Awaitility.await().atMost(PATIENCE).until(() -> onDatabase(TwoInstancesIT::countInstances) == 2);
                assertThat(two.baseUrl()).isNotEqualTo(one.baseUrl());
            }
        }
    }

    private static int countInstances(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from instance")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private interface Work {
        int on(Statement statement) throws SQLException;
    }

    private static int onDatabase(Work work) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            return work.on(statement);
        }
    }

    private static void writeToBoth(Committee committee, Api first, Api second) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(committee.aMemberWith(100));
        }
        String scarce = committee.goods(1, WRITES / 4);

        // Every key goes to both instances at the same time.
        List<Reply> redemptions = InParallel.times(WRITES, i -> (i % 2 == 0 ? first : second)
                .post(
                        committee.path("/redemptions"),
                        Committee.redemption(members.get(i / 2 % members.size()), scarce, 1),
                        "redeem-" + i / 2));
        List<Reply> credits = InParallel.times(WRITES, i -> (i % 2 == 0 ? first : second)
                .post(
                        committee.path("/credits"),
                        Map.of("memberId", members.get(i / 2 % members.size()), "points", 3),
                        "credit-" + i / 2)
                .expect(201));

        for (int i = 0; i < WRITES; i += 2) {
            assertThat(redemptions.get(i).body())
                    .isEqualTo(redemptions.get(i + 1).body());
            assertThat(credits.get(i).body()).isEqualTo(credits.get(i + 1).body());
        }
        assertThat(redemptions).filteredOn(reply -> reply.status() == 201).hasSize(2 * (WRITES / 4));
        assertThat(redemptions).filteredOn(reply -> reply.status() != 201).allMatch(reply -> reply.code()
                .equals("out_of_stock"));
        long earned = 0;
        long held = 0;
        for (String member : members) {
            JsonNode balance = committee.balance(member);
            earned += balance.get("earned").asLong();
            held += balance.get("held").asLong();
        }
        assertThat(earned).isEqualTo(10 * 100 + 3 * WRITES / 2);
        assertThat(held).isEqualTo(WRITES / 4);
        // Members' first credits, the stock receipt, the reservations and the credits: each once, without gaps.
        assertThat(committee.verify().get("sequence").asLong()).isEqualTo(10 + 1 + WRITES / 4 + WRITES / 2);
        assertThat(second.get(committee.path("/books/verification"))
                        .json()
                        .get("valid")
                        .asBoolean())
                .isTrue();
    }

    private static ServiceProcess start(TestDatabase.Coordinates database) {
        return ServiceProcess.on(database)
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .start();
    }
}
