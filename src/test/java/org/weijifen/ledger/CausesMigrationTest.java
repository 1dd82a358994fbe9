package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.EarlierSchema;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.id.TaskId;

/**
 * Books that were written when what a transaction is about was a text: the lines of an export, in a schema of those days. Brought
 * up to date, they are put in the place of the books that were exported.
 */
@QuarkusTest
class CausesMigrationTest {
    private static final String BEFORE = "causes_before";

    /** What stays as it is. */
    private static final String COLUMNS =
            "community_id, sequence, kind, effective_on, occurred_on, recorded_at, actor, quantity,"
                    + " unit_cost_fen, cost_fen, reason, reference, reverses, hash, reference_freed_by";

    private static final Pattern SUBJECT = Pattern.compile("\"subject\":\"([a-z]+/[0-9a-f-]{36})\"");

    private final EarlierSchema schema = new EarlierSchema(BEFORE);
    private final Api admin = Api.asAdmin();
    private final Committee community = Committee.aCommittee(admin);
    private String communityId;

    @BeforeEach
    void writeBooksAboutEverything() {
        communityId = community.get("").json().get("id").asText();
        String member = community.aMember();
        takeOverABalance();
        community
                .post("/credits", Map.of("memberId", member, "taskId", community.task(50, "occurrence")))
                .expect(201);
        long mistake = community
                .post("/credits", Map.of("memberId", member, "taskId", community.task(3, "occurrence")))
                .expect(201)
                .json()
                .get("sequence")
                .asLong();
        community
                .post("/transactions/" + mistake + "/reversal", Map.of("reason", "测试"))
                .expect(201);
        community.credit(member, 7);
        String soap = community.goods(5, 10);
        community.takeBack(community.handedOut(member, soap, 1)).expect(200);
        community.cancel(community.reserved(member, soap, 1)).expect(200);
        community
                .post("/stocktakes", Map.of("reason", "盘点", "lines", List.of(Map.of("rewardId", soap, "counted", 8))))
                .expect(201);
        String merchant = community.merchant();
        community.handedOut(member, community.packageOf(merchant, 1, 990), 1);
        settle(merchant);
    }

    private void takeOverABalance() {
        community.aMember(Map.of("memberNo", "N1"));
        String location = admin.postFile(
                        community.path("/imports?mode=atomic&kind=opening-balances"),
                        "memberNo,points\nN1,20\n".getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(location).json().has("finishedAt"));
    }

    private void settle(String merchant) {
        String id = Committee.id(community.post("/settlements", Map.of("merchantId", merchant)));
        community.post("/settlements/" + id + "/submit", null).expect(200);
        Api.asMerchant(community.slug(), merchant)
                .post(community.path("/settlements/" + id + "/accept"), null)
                .expect(200);
        community
                .post("/settlements/" + id + "/settle", Map.of("reference", "T-1"))
                .expect(200);
    }

    @AfterEach
    void drop() throws SQLException {
        schema.drop();
    }

    @Test
    void keepsEachLineOfTheExportAndItsHash() throws Exception {
        String exported = export();
        assertThat(SUBJECT.matcher(exported).results().map(about -> about.group(1)
                        .replaceAll("/.*", "")))
                .contains("task", "member", "redemption", "reward", "settlement", "stocktake");

        writeAsBefore(exported);
        schema.migrateTo("27");
        putInPlace();

        assertThat(export()).isEqualTo(exported);
        community.verify();
        assertThat(schema.texts("select count(*)::text from ledger_transaction"
                        + " where coalesce(cause_id, task_id) is not null"))
                .containsExactly(
                        String.valueOf(SUBJECT.matcher(exported).results().count()));
    }

    @Test
    void leavesItToTheVerificationToNameWhatTheServiceNeverWrote() throws Exception {
        writeAsBefore(export().replaceFirst("\"subject\":\"task/[^\"]*", "\"subject\":\"task/snow"));
        asSuperuser("update " + BEFORE + ".ledger_transaction set kind = 'deduction' where kind = 'return'");

        schema.migrateTo("27");

        assertThat(schema.texts("select cause_kind from ledger_transaction where kind = 'deduction'"))
                .containsExactly("redemption");
        asSuperuser("update " + BEFORE + ".ledger_transaction set kind = 'return' where kind = 'deduction'");
        putInPlace();
        JsonNode verification = community.get("/books/verification").expect(200).json();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        assertThat(verification.get("firstInvalidSequence").asLong()).isEqualTo(2);
    }

    @Test
    void keepsTheColumnsToWhatATransactionCanBeAbout() throws Exception {
        for (String change : List.of(
                "cause_kind = 'redemption'",
                "cause_id = '00000000-0000-4000-8000-000000000001'",
                "cause_kind = 'reward', cause_id = '00000000-0000-4000-8000-000000000001'")) {
            assertThat(refused("update ledger_transaction set " + change + " where kind = 'credit'"))
                    .as(change)
                    .contains("ledger_transaction_cause");
        }
        assertThat(refused(
                        "update ledger_transaction set cause_kind = 'report', cause_id = '00000000-0000-4000-8000-000000000001'"
                                + " where kind = 'collection'"))
                .contains("cause_kind_known");
        // The hash chain has no word for both, whichever kind has them.
        assertThat(
                        refused(
                                "update ledger_transaction set task_id = '00000000-0000-4000-8000-000000000001' where cause_kind = 'redemption'"))
                .contains("ledger_transaction_cause");
        assertThatThrownBy(() -> Cause.of("reward", UUID.randomUUID(), TaskId.next()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String refused(String change) throws SQLException {
        try {
            asSuperuser(change + " and community_id = '" + communityId + "'");
            return "not refused";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    /** Each line of the export as a row of those days, its text as it stands in the line. */
    private void writeAsBefore(String exported) throws Exception {
        schema.migrateTo("26");
        for (String line : exported.lines().toList()) {
            JsonNode transaction = new ObjectMapper().readTree(line);
            String subject = transaction.has("subject")
                    ? "'" + transaction.get("subject").asText() + "'"
                    : "null";
            asSuperuser("insert into %s.ledger_transaction (%s, subject) select %s, %s from ledger_transaction t"
                            .formatted(BEFORE, COLUMNS, COLUMNS, subject)
                    + " where t.community_id = '%s' and t.sequence = %s"
                            .formatted(communityId, transaction.get("sequence")));
        }
    }

    private void putInPlace() throws SQLException {
        String columns = COLUMNS + ", cause_kind, cause_id, task_id";
        asSuperuser(
                "delete from ledger_transaction where community_id = '" + communityId + "'",
                "insert into ledger_transaction (%s) select %s from %s.ledger_transaction"
                        .formatted(columns, columns, BEFORE));
    }

    private static void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String export() {
        return community.get("/books/export").expect(200).body();
    }
}
