package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Unserved.assertUnserved;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/** Somebody holds a table for longer than a statement may take: whoever asks is told so, whichever way leads to the table. */
class HeldTablesIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final String LONGEST = "1500ms";

    private static ServiceProcess service;
    private static Api admin;
    private static Committee committee;
    private static String member;
    private static String soap;
    private static String redemption;

    @BeforeAll
    static void start() {
        service = ServiceProcess.on(TestDatabase.coordinates())
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_READING_STATEMENT_TIMEOUT", LONGEST)
                .with("WEIJIFEN_LEDGER_STATEMENT_TIMEOUT", LONGEST)
                .with("WEIJIFEN_JOBS_EVERY", "1s")
                .start();
        admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        committee = Committee.aCommittee(admin);
        member = committee.aMemberWith(50);
        soap = committee.goods(5, 10);
        redemption = committee.reserved(member, soap, 1);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redemption, merchant_due",
                "account",
                "member",
                "community",
                "station, reward, task, merchant, settlement, stocktake, ledger_transaction, budget, closing, import",
                "access_user, access_client",
                "security_log"
            })
    void tellsWhoeverWaitsTooLong(String tables) throws SQLException {
        Map<String, List<Supplier<Reply>>> all = asking();
        List<Supplier<Reply>> asking = Stream.of(tables.split(", "))
                .flatMap(table -> all.get(table).stream())
                .toList();

        List<Reply> told = holding(
                tables, () -> InParallel.times(asking.size(), i -> asking.get(i).get()));

        for (int i = 0; i < told.size(); i++) {
            Reply reply = told.get(i);
            assertThat(reply.status())
                    .as(tables + " " + i + ": " + reply.body())
                    .isEqualTo(503);
            assertUnserved(reply, ErrorCode.OVERLOADED);
        }
        committee.verify();
    }

    @ParameterizedTest
    @CsvSource({
        "redemption, pickup-expiry",
        "account, points-expiry",
        "kept_refusal, forget-refusals",
        "security_log, forget-security-log"
    })
    void jobsWaitNoLonger(String table, String job) throws SQLException {
        String failed = job + " failed for one community";
        holding(table, () -> {
            Awaitility.await().until(() -> service.output().contains(failed));
            return table;
        });
    }

    private static Map<String, List<Supplier<Reply>>> asking() {
        Map<String, List<Supplier<Reply>>> asking = new TreeMap<>();
        asking.put(
                "redemption",
                List.of(
                        () -> committee.get("/redemptions/" + redemption),
                        () -> committee.get("/redemptions"),
                        () -> committee.post("/pickups/lookup", Map.of("pickupCode", "20260001")),
                        () -> committee.post("/pickups", Map.of("pickupCode", "20260001")),
                        () -> committee.collect(redemption)));
        asking.put(
                "account",
                List.of(
                        () -> committee.get("/members/" + member + "/balance"),
                        () -> committee.get("/members/" + member + "/balance/explanation"),
                        () -> committee.get("/rewards"),
                        () -> committee.get("/rewards/" + soap),
                        () -> committee.get("/stock"),
                        () -> committee.get("/coverage")));
        asking.put(
                "member",
                List.of(
                        () -> committee.get("/members"),
                        () -> committee.get("/members/" + member),
                        () -> committee.get("/members/" + member + "/statement"),
                        () -> committee.post("/members/" + member + "/tokens", null),
                        () -> committee.post("/members", Map.of("memberNo", "new", "displayName", "新居民")),
                        () -> committee.patch("/members/" + member, Map.of("displayName", "改名")),
                        () -> committee.get("/exports/members?format=csv")));
        asking.put(
                "community",
                List.of(
                        () -> committee.get(""),
                        () -> committee.get("/statements/2026-01"),
                        () -> committee.patch("", Map.of("name", "改名")),
                        () -> admin.get("/v1/communities"),
                        () -> admin.get("/v1/communities/unheard-of/members"),
                        () -> committee.get("/members/" + member + "/balance")));
        asking.put(
                "station",
                List.of(
                        () -> committee.get("/stations"),
                        () -> committee.get("/stations/" + member),
                        () -> committee.post("/stations", Map.of("code", "east", "title", "东站"))));
        asking.put(
                "reward",
                List.of(
                        () -> committee.get("/rewards"),
                        () -> committee.patch("/rewards/" + soap, Map.of("title", "改"))));
        asking.put("task", List.of(() -> committee.get("/tasks"), () -> committee.get("/tasks/" + member)));
        asking.put("merchant", List.of(() -> committee.get("/merchants"), () -> committee.get("/merchants/" + member)));
        String merchant = "/merchants/" + committee.merchant();
        asking.put("merchant_due", List.of(() -> committee.get(merchant + "/dues")));
        asking.put(
                "settlement",
                List.of(() -> committee.get("/settlements"), () -> committee.get("/settlements/" + member)));
        asking.put(
                "stocktake", List.of(() -> committee.get("/stocktakes"), () -> committee.get("/stocktakes/" + member)));
        asking.put(
                "ledger_transaction",
                List.of(
                        () -> committee.get("/transactions"),
                        () -> committee.get("/transactions/1"),
                        () -> committee.get("/books/verification"),
                        () -> committee.post("/transactions/1/reversal", Map.of("reason", "记错"))));
        asking.put("budget", List.of(() -> committee.get("/budgets")));
        asking.put("closing", List.of(() -> committee.get("/closings")));
        asking.put(
                "import",
                List.of(
                        () -> committee.get("/imports"),
                        () -> committee.get("/imports/" + member),
                        () -> admin.postFile(
                                committee.path("/imports?kind=members&mode=atomic"),
                                "居民编号\nm-9\n".getBytes(StandardCharsets.UTF_8),
                                "text/csv")));
        asking.put(
                "access_user",
                List.of(
                        () -> admin.get("/v1/users"),
                        () -> admin.post("/v1/tokens", Map.of("username", "admin", "password", PASSWORD))));
        asking.put("access_client", List.of(() -> admin.get("/v1/clients")));
        asking.put(
                "security_log",
                List.of(
                        () -> committee.get("/security-log"),
                        () -> committee.get("/members"),
                        () -> committee.patch("/rewards/" + soap, Map.of("points", 6)),
                        () -> admin.get("/v1/security-log/verification"),
                        () -> admin.post("/v1/tokens", Map.of("username", "admin", "password", PASSWORD))));
        return asking;
    }

    private static <R> R holding(String tables, Supplier<R> meanwhile) throws SQLException {
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            Awaitility.await().until(() -> isLocked(statement, tables));
            R result = meanwhile.get();
            superuser.rollback();
            return result;
        }
    }

    /** A job that meets two of them in another order is in the way of this, and either may have to begin again. */
    private static boolean isLocked(Statement statement, String tables) throws SQLException {
        try {
            statement.execute("lock table " + tables + " in access exclusive mode");
            return true;
        } catch (SQLException e) {
            statement.getConnection().rollback();
            return false;
        }
    }
}
