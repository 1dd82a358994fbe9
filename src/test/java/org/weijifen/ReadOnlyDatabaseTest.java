package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;
import static org.weijifen.fixture.Unserved.assertUnserved;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/** The database can be read and not written, as a standby can, or a server whose disk has turned out to be broken. */
@QuarkusTest
class ReadOnlyDatabaseTest {
    private final Api admin = Api.asAdmin();
    private final Committee committee = aCommittee(admin);
    private final String member = committee.aMemberWith(50);
    private final String soap = committee.goods(5, 10);
    private final String redemption = committee.reserved(member, soap, 1);

    @AfterEach
    void writeAgain() throws SQLException {
        readOnly(false);
    }

    @Test
    void saysSoToWhoeverWritesAndAnswersWhoeverReads() throws Exception {
        Map<String, Object> credit = Map.of("memberId", member, "points", 1);
        readOnly(true);

        List<Supplier<Reply>> writes = List.of(
                () -> committee.post("/credits", credit, "key"),
                () -> committee.post("/credits/bulk", Map.of("mode", "independent", "items", List.of(credit))),
                () -> committee.post("/credits/bulk", Map.of("mode", "atomic", "items", List.of(credit))),
                () -> committee.post("/deductions", Map.of("memberId", member, "points", 1, "reason", "更正")),
                () -> committee.redeem(member, soap, 1),
                () -> committee.collect(redemption),
                () -> committee.cancel(redemption),
                () -> committee.post("/transactions/1/reversal", Map.of("reason", "记错")),
                () -> committee.post("/rewards/" + soap + "/receipts", Map.of("quantity", 1)),
                () -> committee.post("/stocktakes", Map.of("open", true, "lines", List.of())),
                () -> committee.post("/stations", Map.of("code", "east", "title", "东站")),
                () -> committee.post("/members", Map.of("memberNo", "new", "displayName", "新居民")),
                () -> committee.patch("/members/" + member, Map.of("displayName", "改名")),
                () -> committee.patch("/rewards/" + soap, Map.of("title", "改名")),
                () -> committee.patch("", Map.of("name", "改名")),
                () -> committee.post("/merchants", Map.of("code", "new", "title", "商户")),
                () -> committee.post("/tasks", Map.of("code", "new", "title", "任务", "points", 1, "per", "occurrence")),
                () -> committee.post("/closings", Map.of("month", "2026-01")),
                () -> admin.send(
                        "PUT",
                        committee.path("/budgets/2026-11"),
                        Api.write(Map.of("items", List.of(Map.of("points", 1)))),
                        null,
                        Map.of()),
                () -> admin.post("/v1/communities", Map.of("slug", committee.slug() + "-2", "name", "社区")),
                () -> admin.post("/v1/clients", Map.of("name", "client", "communities", List.of(committee.slug()))),
                () -> admin.postFile(
                        committee.path("/imports?kind=members&mode=atomic"),
                        "居民编号\nm-9\n".getBytes(StandardCharsets.UTF_8),
                        "text/csv"));
        for (int i = 0; i < writes.size(); i++) {
            Reply reply = writes.get(i).get();
            assertThat(reply.status()).as("write " + i + ": " + reply.body()).isEqualTo(503);
            assertUnserved(reply, ErrorCode.DATABASE_UNAVAILABLE);
        }
        assertThat(committee.balance(member).get("available").asLong()).isEqualTo(45);
        assertThat(committee.get("/members/" + member + "/statement").status()).isEqualTo(200);
        assertThat(committee.get("/members/" + member).status()).isEqualTo(200);
        committee.verify();

        readOnly(false);
        committee.post("/credits", credit, "key").expect(201);
        assertThat(committee.balance(member).get("available").asLong()).isEqualTo(46);
    }

    private void readOnly(boolean now) throws SQLException {
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("alter system " + (now ? "set default_transaction_read_only = on" : "reset all"));
            statement.execute("select pg_reload_conf()");
        }
        Awaitility.await()
                .until(() -> committee
                                .patch("/members/" + member, Map.of("group", "resident"))
                                .status()
                        == (now ? 503 : 200));
    }
}
