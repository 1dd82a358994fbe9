package org.weijifen.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weijifen.access.SecurityEvent;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.SecurityLog;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.platform.Call;
import org.weijifen.platform.Writes;

/** What the security log says of each kind of event, and what it keeps to itself. */
@QuarkusTest
class SecurityLogTest {
    private static final String LOG = "/security-log";
    private static final String SERVICE_LOG = "/v1/security-log";

    @Inject
    SecurityLog log;

    @Inject
    RecordedEvents events;

    @Inject
    Writes writes;

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);

    /** Words that no other test uses. */
    private final String secret = UUID.randomUUID().toString().substring(0, 8);

    private final String phone = "139" + (10_000_000 + (long) (Math.random() * 89_999_999));

    @Test
    void namesTheFieldsOfEachChangeAndNoPersonalValue() throws SQLException {
        String member = Committee.id(community.post(
                "/members",
                Map.of(
                        "memberNo",
                        secret + "-m",
                        "displayName",
                        secret + "甲",
                        "phone",
                        phone,
                        "household",
                        secret + "户")));
        community.patch("/members/" + member, Map.of("displayName", secret + "乙", "status", "frozen"));
        String task = Committee.id(
                community.post("/tasks", Map.of("code", secret, "title", secret + "任务", "points", 5, "per", "hour")));
        community.patch("/tasks/" + task, Map.of("points", 6)).expect(200);
        String merchant = Committee.id(community.post(
                "/merchants", Map.of("code", secret, "title", secret + "店", "contact", secret + "丙", "phone", phone)));
        community
                .patch("/merchants/" + merchant, Map.of("contact", secret + "丁"))
                .expect(200);
        String reward = Committee.id(community.post(
                "/rewards", Map.of("code", secret, "title", secret + "奖", "kind", "goods", "points", 9)));
        community.patch("/rewards/" + reward, Map.of("points", 10, "groups", List.of("b", "a")));
        String station = Committee.id(
                community.post("/stations", Map.of("code", secret, "title", secret + "点", "address", secret + "路")));
        community
                .patch("/stations/" + station, Map.of("openingHours", secret + "点钟"))
                .expect(200);
        community.patch("", Map.of("pickupDays", 9)).expect(200);

        assertThat(briefs(Map.of("kind", "add")))
                .containsExactly(
                        "add community [slug, name, timeZone, expiryType, pickupDays, secondFactorRequired, createdAt]",
                        "add member [memberNo, displayName, phone, household, status, createdAt]",
                        "add task [code, per, title, points, status, createdAt]",
                        "add merchant [code, title, contact, phone, status, createdAt]",
                        "add reward [code, kind, title, points, costFen, groups, status, createdAt]",
                        "add station [code, title, address, status, createdAt]");
        assertThat(briefs(Map.of("kind", "change")))
                .containsExactly(
                        "change member [displayName, status]",
                        "change task [points]",
                        "change merchant [contact]",
                        "change reward [points, groups]",
                        "change station [openingHours]",
                        "change community [pickupDays]");
        JsonNode frozen = lines(Map.of("subject", member, "kind", "change")).get(0);
        assertThat(LogLines.change(frozen, "status").get("before").asText()).isEqualTo("active");
        assertThat(LogLines.change(frozen, "status").get("after").asText()).isEqualTo("frozen");
        assertThat(LogLines.change(frozen, "displayName").get("after").asText()).matches("hmac-sha256:[0-9a-f]{64}");
        assertThat(frozen.get("actor").asText()).isEqualTo(adminId());
        assertThat(frozen.get("outcome").asText()).isEqualTo("done");
        assertThat(LogLines.change(
                                lines(Map.of("subject", reward, "kind", "change"))
                                        .get(0),
                                "groups")
                        .get("after")
                        .asText())
                .isEqualTo("a,b");
        assertThat(LogLines.everything()).doesNotContain(secret, phone);
    }

    @Test
    void nameStepsOfClosingsSettlementsStocktakesAndBudgets() {
        String merchant = community.merchant();
        String reward = community.packageOf(merchant, 1, 500);
        community.handedOut(community.aMemberWith(10), reward, 1);
        String settlement = Committee.id(community.post("/settlements", Map.of("merchantId", merchant)));
        community.post("/settlements/" + settlement + "/cancel", null).expect(200);
        String goods = community.goods(1, 5);
        Map<String, Object> count = Map.of("rewardId", goods, "counted", 4);
        String stocktake =
                Committee.id(community.post("/stocktakes", Map.of("reason", secret, "lines", List.of(count))));
        String month = YearMonth.now().toString();
        community.post("/stocktakes", Map.of("reason", secret, "lines", List.of(count)));
        admin.put(community.path("/budgets/" + month), Map.of("items", List.of(Map.of("points", 100))))
                .expect(200);
        admin.put(community.path("/budgets/" + month), Map.of("items", List.of(Map.of("points", 200))))
                .expect(200);
        admin.put(community.path("/budgets/" + month), Map.of("items", List.of()))
                .expect(200);

        assertThat(lines(Map.of("subject", settlement)))
                .extracting(LogLines::brief)
                .containsExactly(
                        "add settlement [merchantId, status, through, entries, earnedFen, returnedFen, drafted.by, drafted.at]",
                        "change settlement [status, closed.by, closed.at]");
        assertThat(lines(Map.of("subject", stocktake)))
                .extracting(LogLines::brief)
                .containsExactly("add stocktake [status, reason, countedOn, openedAt, closedAt, adjustment]");
        assertThat(lines(Map.of("subject", month)))
                .extracting(LogLines::brief)
                .containsExactly(
                        "add budget [points, warnAtPercent, beyond]",
                        "change budget [points]",
                        "remove budget [points, warnAtPercent, beyond]");
    }

    @Test
    void nameStepsOfClosings() {
        community.credit(community.aMember(), 5);
        String month = YearMonth.now(ZoneId.of("Asia/Shanghai")).minusMonths(1).toString();
        community.post("/closings", Map.of("month", month)).expect(201);
        Committee second = Committee.of(Api.asCommittee(community.slug()), community.slug());
        second.post("/closings/" + month + "/sign", second.closing(month)).expect(200);

        assertThat(lines(Map.of("subject", month)))
                .extracting(LogLines::brief)
                .containsExactly(
                        "add closing [month, status, preparedBy, preparedAt, preparedAtSequence, stocktakes, figures, figuresHash]",
                        "change closing [status, signedBy, signedAt, sequence, headHash]");
    }

    @Test
    void equalValuesHaveEqualHashesInOneCommunityOnly() {
        Committee other = aCommittee(admin);
        String first = hashOfPhone(community, Map.of("memberNo", "1", "displayName", "A", "phone", phone));
        String second = hashOfPhone(community, Map.of("memberNo", "2", "displayName", "B", "phone", phone));
        String elsewhere = hashOfPhone(other, Map.of("memberNo", "1", "displayName", "A", "phone", phone));

        assertThat(second).isEqualTo(first);
        assertThat(elsewhere).isNotEqualTo(first);
    }

    private String hashOfPhone(Committee where, Map<String, Object> member) {
        String id = Committee.id(where.post("/members", member));
        JsonNode added =
                LogLines.of(admin, where.path(LOG), Map.of("subject", id)).get(0);
        return LogLines.change(added, "phone").get("after").asText();
    }

    @Test
    void namesWhatChangesOfAccounts() throws SQLException {
        String username = secret + "-user";
        Map<String, Object> user = Api.staff(username, community.slug());
        String userId = Committee.id(admin.post("/v1/users", user));
        admin.patch("/v1/users/" + userId, Map.of("communities", List.of())).expect(200);
        admin.patch("/v1/users/" + userId, Map.of("password", Api.PASSWORD, "status", "disabled"))
                .expect(200);
        admin.patch("/v1/users/" + userId, Map.of("status", "disabled")).expect(200);
        String key = UUID.randomUUID().toString();
        Map<String, Object> client = Map.of("name", secret + "系统", "communities", List.of(community.slug()));
        String clientId = admin.post("/v1/clients", client, key)
                .expect(201)
                .json()
                .get("clientId")
                .asText();
        admin.post("/v1/clients", client, key).expect(201);
        admin.post("/v1/clients/" + clientId + "/secrets", null).expect(201);
        admin.patch("/v1/clients/" + clientId, Map.of("name", secret + "另一个", "status", "disabled"))
                .expect(200);

        assertThat(serviceLines(Map.of("subject", userId)))
                .extracting(LogLines::brief)
                .filteredOn(brief -> !brief.startsWith("read"))
                .containsExactly(
                        "add user [username, displayName, role, communities]",
                        "change user [communities]",
                        "change user [status, password]");
        assertThat(serviceLines(Map.of("subject", clientId)))
                .extracting(LogLines::brief)
                .containsExactly(
                        "add client [name, communities, scopes]",
                        "change client [secrets]",
                        "change client [secrets]",
                        "change client [name, status]");
        assertThat(LogLines.everything()).doesNotContain(secret);
    }

    @Test
    void namesWhatPeopleChangeOfTheirOwnAccounts() throws SQLException {
        Api self = Api.asCommittee(community.slug());
        String id = subjectOf(self);
        self.patch("/v1/me", Map.of("displayName", secret + "某人")).expect(200);
        self.patch("/v1/me", Map.of("displayName", secret + "某人")).expect(200);

        List<JsonNode> lines = serviceLines(Map.of("actor", id, "kind", "change"));
        assertThat(lines)
                .extracting(LogLines::brief)
                .contains("change user [displayName]")
                .doesNotHaveDuplicates();
        assertThat(lines).allMatch(line -> line.get("subjectId").asText().equals(id));
        assertThat(LogLines.everything()).doesNotContain(secret);
    }

    @Test
    void aChangeThatIsNotMadeLeavesNoLineAndNoGap() {
        String member = community.aMember(Map.of("memberNo", "1"));
        List<JsonNode> before = lines(Map.of());

        community.post("/members", Map.of("memberNo", "1", "displayName", "B")).expect(409);
        community
                .patch("/members/" + UUID.randomUUID(), Map.of("displayName", "B"))
                .expect(404);
        community.patch("/members/" + member, Map.of("displayName", "")).expect(400);
        admin.post("/v1/communities", Map.of("slug", community.slug(), "name", "B"))
                .expect(409);
        community.post("/settlements?dryRun=true", Map.of("merchantId", community.merchant()));
        community.credit(member, 3);

        List<JsonNode> after = lines(Map.of());
        assertThat(after.subList(before.size(), after.size()))
                .extracting(line -> line.get("kind").asText() + " "
                        + line.get("subjectKind").asText())
                .containsExactly("add merchant");
        assertThat(verification().get("valid").asBoolean()).isTrue();
        assertThat(verification().get("sequence").asLong()).isEqualTo(after.size());
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNoLineAndNoGap() {
        SecurityEvent event = SecurityEvent.of(SecurityEventKind.CHANGE, Call.internal("test"))
                .in(community.communityId());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> writes.write(connection -> {
                    log.append(connection, List.of(event, event));
                    throw new IllegalStateException();
                }));
        writes.write(connection -> {
            log.append(connection, List.of(event));
            return null;
        });

        assertThat(lines(Map.of()))
                .extracting(line -> line.get("sequence").asInt())
                .containsExactly(1, 2);
        assertThat(verification().get("valid").asBoolean()).isTrue();
    }

    @Test
    void namesTheFirstAdministrator() {
        assertThat(serviceLines(Map.of("actor", "system:first-admin")))
                .extracting(LogLines::brief)
                .containsExactly("add user [role]");
    }

    @Test
    void namesWhoReadPersonalDataAndExported() {
        String member = community.aMember();
        Api integrator = Api.asIntegrator(community.slug());
        Api self = Api.asMember(community.slug(), member);
        List<JsonNode> before = lines(Map.of());

        integrator.get(community.path("/members")).expect(200);
        integrator.get(community.path("/members/" + member)).expect(200);
        self.get(community.path("/members/me")).expect(200);
        self.get(community.path("/members/me/balance")).expect(200);
        community.get("/members/" + UUID.randomUUID()).expect(404);
        community.get("/merchants").expect(200);
        community.get("/exports/members").expect(200);
        community.get("/books/export").expect(200);
        integrator.post(community.path("/members/" + member + "/tokens"), null).expect(200);

        List<JsonNode> after = lines(Map.of());
        assertThat(after.subList(before.size(), after.size()))
                .extracting(line -> line.get("kind").asText() + " "
                        + line.get("subjectKind").asText() + " "
                        + line.path("subjectId").asText("-") + " "
                        + line.get("occurrences").asLong())
                .containsExactly(
                        "read member - 1",
                        "read member " + member + " 1",
                        "read merchant - 0",
                        "export table members 1",
                        "export books - 1",
                        "mint member " + member + " 1");
    }

    @Test
    void namesImportsAndWhatTheyAdd() {
        byte[] file = "memberNo,displayName\n7,甲\n".getBytes(StandardCharsets.UTF_8);
        Reply trial = admin.postFile(community.path("/imports?kind=members&mode=atomic&dryRun=true"), file, "text/csv");
        Reply started = admin.postFile(community.path("/imports?kind=members&mode=atomic"), file, "text/csv");
        for (Reply reply : List.of(trial, started)) {
            Awaitility.await().until(() -> admin.get(reply.header("Location"))
                    .json()
                    .get("status")
                    .asText()
                    .equals("done"));
        }

        assertThat(briefs(Map.of()))
                .containsExactly(
                        "add community [slug, name, timeZone, expiryType, pickupDays, secondFactorRequired, createdAt]",
                        "import import [kind, mode]",
                        "add member [memberNo, displayName, status, createdAt]");
    }

    @Test
    void namesSignInsAndCountsTheirRefusals() {
        Map<String, Object> user = Api.staff(secret + "-user", community.slug());
        String id = Committee.id(admin.post("/v1/users", user));
        Api.here().signIn(secret + "-user", user.get("password").toString());
        for (int i = 0; i < 3; i++) {
            Api.here()
                    .post("/v1/tokens", Map.of("username", secret + "-user", "password", "wrong-" + i), null)
                    .expect(401);
        }
        flush(null);

        List<JsonNode> signIns = serviceLines(Map.of("subject", id, "kind", "sign-in"));
        assertThat(signIns)
                .extracting(line ->
                        line.get("outcome").asText() + " " + line.path("actor").asText("-") + " "
                                + line.get("occurrences").asLong())
                .containsExactly("done " + id + " 1", "refused - 3");
    }

    @Test
    void countsRefusalsOfPermission() {
        Api other = Api.asCommittee(aCommittee(admin).slug());
        String member = community.aMember();
        Api self = Api.asMember(community.slug(), member);
        for (int i = 0; i < 4; i++) {
            other.get(community.path("/members")).expect(403);
        }
        self.get(community.path("/members")).expect(403);
        other.get("/v1/users").expect(403);
        other.get("/v1/communities/nowhere-at-all/members").expect(403);
        flush(community.communityId());
        flush(null);

        assertThat(lines(Map.of("kind", "access")))
                .extracting(line -> line.get("subjectId").asText() + " "
                        + line.get("occurrences").asLong() + " "
                        + line.get("outcome").asText())
                .containsExactlyInAnyOrder("listMembers 4 refused", "listMembers 1 refused");
        assertThat(serviceLines(Map.of("kind", "access", "actor", subjectOf(other))))
                .extracting(line -> line.get("subjectId").asText())
                .containsExactlyInAnyOrder("listUsers", "listMembers");
    }

    @Test
    void namesTokensThatAreEnded() {
        String member = community.aMember();
        Api staff = Api.asCommittee(community.slug());
        Api.asMember(community.slug(), member);
        String sessions = community.path("/members/" + member + "/sessions");
        String session = admin.get(sessions).json().at("/items/0/id").asText();

        staff.send("DELETE", "/v1/tokens/current", null, null, Map.of()).expect(204);
        admin.send("DELETE", sessions + "/" + session, null, null, Map.of()).expect(204);

        assertThat(serviceLines(Map.of("actor", subjectOf(staff), "kind", "sign-out")))
                .hasSize(1);
        assertThat(lines(Map.of("subject", member)))
                .extracting(line -> line.get("kind").asText())
                .containsExactly("add", "mint", "sign-out");
    }

    /** Whoever has no token that is ours could fill the log. */
    @Test
    void requestsWithJunkTokensAreCountedInAMetricOnly() throws SQLException {
        double before = unauthenticated();
        long lines = LogLines.everything().lines().count();
        for (int i = 0; i < 3; i++) {
            Api.here().with("junk-" + i).get(community.path("/members")).expect(401);
        }
        flush(null);

        assertThat(unauthenticated()).isEqualTo(before + 3);
        assertThat(LogLines.everything().lines().count()).isEqualTo(lines + 1);
    }

    private static double unauthenticated() {
        return Api.atManagement()
                .get("/q/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("http_server_requests_seconds_count") && line.contains("status=\"401\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aFloodOfDifferentRefusalsBecomesFewLines() {
        CountedEvents counts = new CountedEvents();
        for (int i = 0; i < 300; i++) {
            counts.add(SecurityEvent.of(SecurityEventKind.ACCESS, "busy", "-")
                    .about("operation", "o" + i)
                    .refuse());
        }
        assertThat(counts.take())
                .hasSize(101)
                .extracting(SecurityEvent::occurrences)
                .contains(200L);

        for (int i = 0; i < 20_000; i++) {
            counts.add(SecurityEvent.of(SecurityEventKind.ACCESS, "actor-" + i, "-")
                    .refuse());
        }
        assertThat(counts.take())
                .hasSize(5_001)
                .extracting(SecurityEvent::occurrences)
                .contains(15_000L);
        assertThat(counts.take()).isEmpty();
    }

    @Test
    void manyAtOnceKeepOneChain() {
        List<String> members = InParallel.times(
                40, i -> Committee.id(community.post("/members", Map.of("memberNo", "p-" + i, "displayName", "A"))));
        InParallel.times(
                40,
                i -> i % 2 == 0
                        ? community
                                .patch("/members/" + members.get(i), Map.of("displayName", "B" + i))
                                .expect(200)
                        : community.get("/members/" + members.get(i)).expect(200));

        JsonNode verification = verification();
        assertThat(verification.get("valid").asBoolean())
                .as(verification.toString())
                .isTrue();
        assertThat(verification.get("lines").asLong()).isEqualTo(1 + 40 + 40 + 20);
    }

    private List<String> briefs(Map<String, ?> filter) {
        return lines(filter).stream()
                .map(LogLines::brief)
                .filter(brief -> !brief.startsWith("read"))
                .toList();
    }

    private List<JsonNode> lines(Map<String, ?> filter) {
        return LogLines.of(admin, community.path(LOG), filter);
    }

    private List<JsonNode> serviceLines(Map<String, ?> filter) {
        return LogLines.of(admin, SERVICE_LOG, filter);
    }

    private JsonNode verification() {
        return community.get(LOG + "/verification").expect(200).json();
    }

    /** Writes what is counted. Lines of one chain are written in their order, so it waits for a later one. */
    private void flush(UUID chain) {
        events.writeCounted();
        log.require(
                SecurityEvent.of(SecurityEventKind.READ, Call.internal("test")).in(chain));
    }

    private String adminId() {
        return subjectOf(admin);
    }

    private static String subjectOf(Api api) {
        String claims = new String(Base64.getUrlDecoder().decode(api.token().split("\\.")[1]), StandardCharsets.UTF_8);
        return Api.tree(claims).get("sub").asText();
    }
}
