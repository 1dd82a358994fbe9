package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.ApiDocument;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

/**
 * The whole table of operations and permissions, through HTTP: each operation is asked by somebody with each single
 * permission, in the own community and in another one, for what is theirs and for what is not. The document says who may.
 */
@QuarkusTest
class PermissionsTest {
    private static final Set<String> OF_STAFF = Set.of("counter", "reviewer", "approver", "catalogue", "auditor");
    private static final List<String> SCOPES = List.of(
            "members:read",
            "members:write",
            "member-tokens:write",
            "credits:write",
            "redemptions:read",
            "redemptions:write",
            "balances:read",
            "catalogue:read",
            "books:read");

    /** It would be the last thing that a token does. */
    private static final String SIGN_OUT = "endToken";

    private final Api admin = Api.asAdmin();
    private final Committee own = Committee.aCommittee(admin);
    private final Committee other = Committee.aCommittee(admin);
    private final Map<String, Api> staff = new HashMap<>();

    /** Somebody who asks, and the permissions they have in their own community. */
    private record Asker(String name, Api api, Set<String> permissions) {
        boolean may(Set<String> needed) {
            return needed.stream().anyMatch(permissions::contains);
        }
    }

    /** The ids of one community's things, by the names of parameters. */
    private record Targets(String community, Map<String, String> ids) {}

    @Test
    void everyOperationIsOpenToItsPermissionsAndToNothingElse() throws IOException {
        Targets here = targets(own);
        Targets elsewhere = targets(other);
        Targets crossed = new Targets(own.slug(), elsewhere.ids());
        List<Asker> askers = askers(here);
        List<String> wrong = new ArrayList<>();
        int[] calls = new int[3];
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            if (!operation.described().has("x-permissions") || operation.id().equals(SIGN_OUT)) {
                continue;
            }
            Set<String> needed = StreamSupport.stream(
                            operation.described().get("x-permissions").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            for (Asker asker : askers) {
                boolean may = asker.may(needed);
                calls[0]++;
                int status = ask(operation, asker, here).status();
                // What a body or a query says may narrow it further; those of this test say nothing.
                if ((status == 403) == may || status == 401 || status >= 500) {
                    wrong.add(asker.name() + " " + operation.id() + " at home: " + status);
                }
                if (!operation.path().contains("{community}")) {
                    continue;
                }
                calls[1]++;
                status = ask(operation, asker, elsewhere).status();
                if (status != 403 && !asker.name().equals("admin")) {
                    wrong.add(asker.name() + " " + operation.id() + " elsewhere: " + status);
                }
                if (operation.path().replace("{community}", "").contains("{")) {
                    calls[2]++;
                    Reply reply = ask(operation, asker, crossed);
                    // A month or a number of a transaction is there in both.
                    boolean namesOther = elsewhere.ids().keySet().stream()
                            .anyMatch(name -> operation.path().contains("{" + name + "}"));
                    if (reply.status() < 300 && namesOther) {
                        wrong.add(asker.name() + " " + operation.id() + " crossed: " + reply.status());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(calls[0]).as("at home").isGreaterThan(1_500);
        assertThat(calls[1]).as("elsewhere").isGreaterThan(1_400);
        assertThat(calls[2]).as("with ids of another community").isGreaterThan(500);
    }

    @Test
    void everyOperationSaysWhatItNeeds() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            JsonNode needed = operation.described().path("x-permissions");
            if (needed.isMissingNode()) {
                silent.add(operation.id());
            } else {
                needed.forEach(permission -> assertThat(
                                operation.described().get("description").asText())
                        .as(operation.id())
                        .contains("`" + permission.asText() + "`"));
            }
        }

        // Sign-in is for anybody, and the rest for whoever has a token.
        assertThat(silent).containsExactly("createToken", "endToken", "getMe");
    }

    @Test
    void membersAndMerchantsReachNothingOfTheirNeighbours() throws IOException {
        Targets mine = targets(own);
        Targets neighbours = targets(own);
        Api member = Api.asMember(own.slug(), mine.ids().get("memberId"));
        Api merchant = Api.asMerchant(own.slug(), mine.ids().get("merchantId"));
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (ApiDocument.Operation operation : ApiDocument.operations()) {
            for (String parameter : List.of("memberId", "merchantId")) {
                Api caller = parameter.equals("memberId") ? member : merchant;
                if (operation.path().contains("{" + parameter + "}")) {
                    calls++;
                    Reply reply = ask(operation, new Asker(parameter, caller, Set.of()), neighbours);
                    if (reply.status() != 403) {
                        wrong.add(parameter + " " + operation.id() + " " + reply.status());
                    }
                }
                if (operation.queryParameters().contains(parameter)) {
                    calls++;
                    String path = resolve(operation, mine) + "?" + parameter + "="
                            + neighbours.ids().get(parameter);
                    Reply reply = caller.send(operation.method().toUpperCase(Locale.ROOT), path, null, null, Map.of());
                    if (reply.status() != 403) {
                        wrong.add(parameter + " " + path + " " + reply.status());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(15);
    }

    @Test
    void whatIsGivenInOneCommunityIsNotGivenInAnother() {
        Api both = Api.asStaff(Map.of(own.slug(), List.of("auditor"), other.slug(), List.of("catalogue")));

        both.get(own.path("/books")).expect(200);
        assertThat(both.get(other.path("/books")).expect(403).code()).isEqualTo("forbidden");
        both.post(own.path("/tasks"), aTask()).expect(403);
        both.post(other.path("/tasks"), aTask()).expect(201);
        assertThat(permissionsIn(both, own)).containsExactly("auditor", "staff");
        assertThat(permissionsIn(both, other)).containsExactly("catalogue", "staff");
    }

    private static List<String> permissionsIn(Api api, Committee community) {
        List<String> found = new ArrayList<>();
        api.get("/v1/me").expect(200).json().get("communities").forEach(one -> {
            if (one.get("community").asText().equals(community.slug())) {
                one.get("permissions").forEach(permission -> found.add(permission.asText()));
            }
        });
        return found;
    }

    @Test
    void refusesGrantsThatMeanNothing() {
        assertThat(refusal(Map.of("community", other.slug(), "permissions", List.of("counter"))))
                .isEqualTo("grants[0].community");
        assertThat(refusal(Map.of("community", own.slug(), "permissions", List.of())))
                .isEqualTo("grants[0].permissions");
        assertThat(refusal(Map.of("community", own.slug(), "permissions", List.of("everything"))))
                .startsWith("grants[0].permissions");
    }

    private String refusal(Map<String, Object> grant) {
        ObjectNode user = Api.tree(Api.staff("staff-" + UUID.randomUUID(), own.slug()));
        user.putPOJO("grants", List.of(grant));
        return admin.post("/v1/users", user)
                .expect(400)
                .json()
                .at("/errors/0/field")
                .asText();
    }

    @Test
    void whatAFileHoldsDecidesWhoImportsIt() {
        byte[] tasks = "code,title,points\nhelp,帮忙,1\n".getBytes(StandardCharsets.UTF_8);
        String path = own.path("/imports?mode=independent&dryRun=true&kind=");

        assertThat(importedBy("reviewer", path + "tasks", tasks)).isEqualTo(403);
        assertThat(importedBy("catalogue", path + "tasks", tasks)).isNotEqualTo(403);
        for (String kind : List.of("members", "activities", "redemptions")) {
            assertThat(importedBy("catalogue", path + kind, tasks)).as(kind).isEqualTo(403);
            assertThat(importedBy("approver", path + kind, tasks)).as(kind).isEqualTo(403);
            assertThat(importedBy("reviewer", path + kind, tasks)).as(kind).isNotEqualTo(403);
        }
        assertThat(importedBy("reviewer", path + "opening-balances", tasks)).isEqualTo(403);
        assertThat(importedBy("approver", path + "opening-balances", tasks)).isNotEqualTo(403);
    }

    /** The file fits tasks; others are refused for what it holds. */
    private int importedBy(String permission, String path, byte[] file) {
        return staff.computeIfAbsent(permission, any -> Api.asStaff(Map.of(own.slug(), List.of(permission))))
                .postFile(path, file, "text/csv")
                .status();
    }

    @Test
    void clientsDoNotUnfreezeWhomTheCommitteeFroze() {
        String member = own.aMember();
        Api client = Api.asClient(List.of("members:read", "members:write"), own.slug());
        own.patch("/members/" + member, Map.of("status", "frozen")).expect(200);

        assertThat(client.patch(own.path("/members/" + member), Map.of("status", "active"))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        client.patch(own.path("/members/" + member), Map.of("household", "1-101"))
                .expect(200);

        assertThat(own.get("/members/" + member).json().get("status").asText()).isEqualTo("frozen");
    }

    @Test
    void clientsReadBackWhatTheyPosted() {
        String member = own.aMemberWith(30);
        Api client = Api.asClient(List.of("credits:write", "member-tokens:write", "redemptions:write"), own.slug());
        long credited = client.post(own.path("/credits"), Map.of("memberId", member, "points", 5))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        String token = client.post(own.path("/members/" + member + "/tokens"), null)
                .expect(200)
                .json()
                .get("accessToken")
                .asText();
        Api.here()
                .with(token)
                .post(own.path("/redemptions"), Committee.redemption(member, own.goods(1, 5), 1))
                .expect(201);

        JsonNode posted =
                client.get(own.path("/transactions")).expect(200).json().get("items");
        assertThat(posted).hasSize(2).allSatisfy(transaction -> client.get(
                        own.path("/transactions/" + transaction.get("sequence").asLong()))
                .expect(200));
        assertThat(posted.get(1).get("sequence").asLong()).isEqualTo(credited);
        assertThat(posted.get(0).get("actor").asText()).startsWith("member/" + member + " by client/");
        assertThat(client.get(own.path("/transactions/1")).expect(404).code()).isEqualTo("not_found");
        assertThat(Api.asClient(List.of("books:read"), own.slug())
                        .get(own.path("/transactions"))
                        .expect(200)
                        .json()
                        .get("items")
                        .size())
                .isGreaterThan(2);
    }

    @Test
    void clientsCreditTheirTasksUpToTheirDay() {
        String member = own.aMember();
        String task = own.task(3, "occurrence");
        Api client = Api.asClient(
                Map.of("scopes", List.of("credits:write"), "taskIds", List.of(task), "pointsPerDay", 10), own.slug());

        assertThat(client.post(own.path("/credits"), Map.of("memberId", member, "points", 1))
                        .expect(403)
                        .code())
                .isEqualTo("forbidden");
        client.post(own.path("/credits"), Map.of("memberId", member, "taskId", own.task(1, "occurrence")))
                .expect(403);
        client.post(own.path("/credits"), Map.of("memberId", member, "taskId", task, "quantity", 3), "one")
                .expect(201);
        client.post(own.path("/credits"), Map.of("memberId", member, "taskId", task, "quantity", 3), "one")
                .expect(201);
        assertThat(client.post(own.path("/credits"), Map.of("memberId", member, "taskId", task))
                        .expect(422)
                        .code())
                .isEqualTo("limit_exceeded");
        own.post("/credits", Map.of("memberId", member, "points", 100)).expect(201);

        assertThat(own.get("/members/" + member + "/balance")
                        .json()
                        .get("available")
                        .asLong())
                .isEqualTo(109);
    }

    @Test
    void theDayOfAClientHoldsWhenManyCreditAtOnce() {
        String member = own.aMember();
        Api client = Api.asClient(Map.of("scopes", List.of("credits:write"), "pointsPerDay", 20), own.slug());

        List<Reply> replies = InParallel.times(
                60, i -> client.post(own.path("/credits"), Map.of("memberId", member, "points", 1), "c-" + i));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(20);
        assertThat(replies.stream().filter(reply -> reply.status() == 422)).hasSize(40);
    }

    private List<Asker> askers(Targets here) {
        List<Asker> all = new ArrayList<>();
        for (String permission : OF_STAFF) {
            all.add(new Asker(
                    permission,
                    Api.asStaff(Map.of(own.slug(), List.of(permission))),
                    Set.of(permission, "staff", "user")));
        }
        for (String scope : SCOPES) {
            all.add(new Asker(scope, Api.asClient(List.of(scope), own.slug()), Set.of(scope, "client")));
        }
        Set<String> everything = new TreeSet<>(OF_STAFF);
        everything.addAll(Set.of("staff", "administrator", "user"));
        all.add(new Asker("admin", admin, everything));
        all.add(new Asker(
                "merchant", Api.asMerchant(own.slug(), here.ids().get("merchantId")), Set.of("merchant", "user")));
        all.add(new Asker("member", Api.asMember(own.slug(), here.ids().get("memberId")), Set.of("member")));
        return all;
    }

    private static String station(Committee community) {
        return Committee.id(community.post(
                "/stations", Map.of("code", "s" + UUID.randomUUID().toString().substring(0, 8), "title", "东门")));
    }

    private static Map<String, Object> aTask() {
        String code = "t" + UUID.randomUUID().toString().substring(0, 8);
        return Map.of("code", code, "title", "巡逻", "points", 1, "per", "occurrence");
    }

    private static Targets targets(Committee community) {
        String member = community.aMemberWith(10);
        String reward = community.goods(1, 5);
        return new Targets(
                community.slug(),
                Map.of(
                        "memberId", member,
                        "merchantId", community.merchant(),
                        "rewardId", reward,
                        "taskId", community.task(1, "occurrence"),
                        "stationId", station(community),
                        "redemptionId", community.reserved(member, reward, 1)));
    }

    /** Asks without a body that says anything, so that nobody gets further than to the door. */
    private static Reply ask(ApiDocument.Operation operation, Asker asker, Targets targets) {
        JsonNode content = operation.described().path("requestBody").path("content");
        return asker.api()
                .send(
                        operation.method().toUpperCase(Locale.ROOT),
                        resolve(operation, targets),
                        content.isEmpty() ? null : "[]",
                        null,
                        content.isEmpty()
                                ? Map.of()
                                : Map.of("Content-Type", content.fieldNames().next()));
    }

    private static String resolve(ApiDocument.Operation operation, Targets targets) {
        String path = operation.path().replace("{community}", targets.community());
        for (Map.Entry<String, String> id : targets.ids().entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        return path.replace("{month}", "2026-10")
                .replace("{quarter}", "2026-Q3")
                .replace("{year}", "2026")
                .replace("{sequence}", "1")
                .replace("{what}", "members")
                .replaceAll("\\{[A-Za-z]+}", UUID.randomUUID().toString());
    }
}
