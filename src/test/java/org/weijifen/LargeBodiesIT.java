package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;

/** Bodies of every bad kind at once, with tokens, on as many connections as there are workers, with the heap of the package. */
class LargeBodiesIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int CONNECTIONS = 200;
    private static final int ROUNDS = 12;
    private static final int LARGE = 1 << 20;

    private ServiceProcess service;
    private Api admin;
    private Committee committee;
    private String member;
    private String reward;

    private record Attempt(Api as, String method, String path, String body) {}

    @BeforeEach
    void start() {
        service = ServiceProcess.on(TestDatabase.coordinates())
                .byScript()
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_JOBS_EVERY", "off")
                // What is refused here is what bodies hold, and not how many there are.
                .with("WEIJIFEN_ACCESS_WRITES_PER_MINUTE", "100000")
                .start();
        admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        committee = Committee.aCommittee(admin);
        member = committee.aMemberWith(1_000);
        reward = committee.goods(1, 1_000);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void endNothing() {
        List<Attempt> attempts = attempts();
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS * ROUNDS; i++) {
                Attempt attempt = attempts.get(i % attempts.size());
                replies.add(CompletableFuture.supplyAsync(() -> send(attempt), connections));
            }
            for (int i = 0; i < replies.size(); i++) {
                assertRefused(attempts.get(i % attempts.size()), replies.get(i).join());
            }
        } finally {
            connections.shutdownNow();
        }

        Api.at(service.managementUrl()).get("/q/health/ready").expect(200);
        committee.handedOut(member, reward, 1);
        committee.verify();
        assertThat(service.output()).doesNotContain("OutOfMemory", "has been blocked", "ERROR");
    }

    private static Reply send(Attempt attempt) {
        try {
            return attempt.as()
                    .trySend(
                            attempt.method(),
                            attempt.path(),
                            attempt.body(),
                            UUID.randomUUID().toString(),
                            Map.of());
        } catch (IOException e) {
            throw new AssertionError(attempt.method() + " " + attempt.path() + " got no answer", e);
        }
    }

    private static void assertRefused(Attempt attempt, Reply reply) {
        assertThat(reply.status())
                .as("%s %s %.50s", attempt.method(), attempt.path(), attempt.body())
                .isIn(400, 413, 503);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = reply.json();
        assertThat(problem.path("status").asInt()).isEqualTo(reply.status());
        assertThat(problem.path("errors").size()).isLessThanOrEqualTo(20);
    }

    /** Each kind of body to each operation that has a list or an object, by those who may use it. */
    private List<Attempt> attempts() {
        Api asMember = admin.with(admin.post(committee.path("/members/" + member + "/tokens"), null)
                .expect(200)
                .json()
                .get("accessToken")
                .asText());
        String staff = "staff-" + UUID.randomUUID();
        admin.post("/v1/users", Api.staff(staff, committee.slug())).expect(201);
        Api asCommittee = admin.signInFirst(staff);
        String user =
                admin.get("/v1/users").json().get("items").get(0).get("id").asText();
        List<Attempt> attempts = new ArrayList<>();
        addLists(attempts, asMember, "POST", committee.path("/redemptions"), "lines");
        addLists(attempts, asCommittee, "POST", committee.path("/credits/bulk"), "items");
        addLists(attempts, asCommittee, "PUT", committee.path("/budgets/2026-03"), "items");
        addLists(attempts, asCommittee, "POST", committee.path("/stocktakes"), "lines");
        addLists(attempts, asCommittee, "POST", committee.path("/rewards"), "groups");
        addLists(attempts, asCommittee, "PATCH", committee.path("/rewards/" + reward), "groups");
        addLists(attempts, asCommittee, "PATCH", committee.path("/members/" + member), "displayName");
        addLists(attempts, admin, "POST", "/v1/users", "communities");
        addLists(attempts, admin, "PATCH", "/v1/users/" + user, "communities");
        addLists(attempts, admin, "PATCH", committee.path(""), "pointsExpiry");
        addLists(attempts, admin.with(null), "POST", "/v1/tokens", "username");
        Collections.shuffle(attempts, new java.util.Random(attempts.size()));
        return attempts;
    }

    private static void addLists(List<Attempt> attempts, Api as, String method, String path, String list) {
        List<String> bodies = List.of(
                list(list, "{}", 45_000),
                list(list, "{}", 5_000),
                list(list, "[]", 5_000),
                list(list, "{\"points\":0,\"quantity\":0,\"reason\":\"\",\"reference\":\"\"}", 1_000),
                list(list, "null", 3_000),
                list(list, "\"x\"", LARGE / 4),
                "{\"" + list + "\":" + "[".repeat(4_000),
                "{\"" + list + "\":\"" + "x".repeat(12_000) + "\"}",
                "{\"" + list + "\":\"" + "x".repeat(LARGE) + "\"}",
                "{\"" + list + "\":" + "9".repeat(12_000) + "}",
                "{" + String.join(",", Collections.nCopies(2_000, "\"a\":1")) + "}",
                unknownFields(1_500),
                unknownFields(100_000),
                " ".repeat(15_000),
                " ".repeat(LARGE));
        bodies.forEach(body -> attempts.add(new Attempt(as, method, path, body)));
    }

    private static String list(String name, String element, int times) {
        return "{\"" + name + "\":[" + String.join(",", Collections.nCopies(times, element)) + "]}";
    }

    private static String unknownFields(int many) {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < many; i++) {
            body.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":{}");
        }
        return body.append('}').toString();
    }
}
