package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.weijifen.embedded.EmbeddedDatabase;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;

/**
 * A committee moves in on the day the service is set up. PostgreSQL has made its plans while there was next to nothing, and its
 * statistics know nothing better; still each request looks at its own rows only, and not at the whole community.
 */
class KeptPlansIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MEMBERS = 2000;
    private static final int DAYS = 30;

    /** From then on the driver keeps a statement, and the server its plan. */
    private static final int UNTIL_KEPT = 8;

    /** How often credits are sent at the same time, and how many. */
    private static final int ROUNDS = 40;

    private static final int AT_ONCE = 8;

    /** Never reached; a limit has what was redeemed in the month counted. */
    private static final int MOST_A_MONTH = 1000;

    /**
     * Of one table, for each row that came in and each request; that a table of a page or two is read whole at first is among
     * them. A plan that is wrong reads a hundred times as many.
     */
    private static final int MOST_ROWS_READ = 12;

    /** What PostgreSQL knows of the tables when it makes its plans. */
    private enum Statistics {
        NONE {
            @Override
            void gather(Statement statement) {}
        },
        OF_EMPTY_TABLES {
            @Override
            void gather(Statement statement) throws SQLException {
                statement.execute("vacuum analyze");
            }
        },
        OF_ONE_MEMBER {
            @Override
            void gatherOfOne(Statement statement) throws SQLException {
                statement.execute("vacuum analyze");
            }
        };

        void gather(Statement statement) throws SQLException {}

        void gatherOfOne(Statement statement) throws SQLException {}
    }

    @TempDir
    Path folder;

    private EmbeddedDatabase database;

    @BeforeEach
    void startDatabase() throws SQLException {
        database = EmbeddedDatabase.start(folder, 0);
        try (Connection connection = database.connectAsAdministrator();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set autovacuum = off");
            statement.execute("select pg_reload_conf()");
        }
    }

    @AfterEach
    void stopDatabase() {
        database.stop();
    }

    @ParameterizedTest
    @EnumSource
    void readsNoMoreThanARequestIsAbout(Statistics statistics) throws SQLException {
        int requests;
        try (ServiceProcess service = startService();
                Connection connection = database.connectAsAdministrator();
                Statement statement = connection.createStatement()) {
            statistics.gather(statement);
            Committee committee = Committee.aCommittee(Api.at(service.baseUrl()).signIn("admin", PASSWORD));
            String first = committee.aMemberWith(1_000_000);
            String reward = committee.reward("goods", 1, Map.of("code", "soap", "limitPerMonth", MOST_A_MONTH));
            committee
                    .post("/rewards/" + reward + "/receipts", Map.of("quantity", 1_000_000))
                    .expect(201);
            String voucher = committee.packageOf(committee.merchant(), 1, 100);
            statistics.gatherOfOne(statement);
            Committee neighbours =
                    Committee.aCommittee(Api.at(service.baseUrl()).signIn("admin", PASSWORD));
            String neighbour = neighbours.aMember();
            work(committee, List.of(first), reward, voucher, UNTIL_KEPT);
            together(committee, first, neighbours, neighbour);

            List<String> members = moveIn(committee, service);
            requests = work(committee, members, reward, voucher, DAYS)
                    + together(committee, members.get(0), neighbours, neighbour);
        }

        // With the connections of the service closed, all they have read is counted.
        assertThat(rowsReadOf(
                        "member",
                        "account",
                        "ledger_transaction",
                        "posting",
                        "idempotency_key",
                        "redemption",
                        "redemption_line",
                        "merchant_due"))
                .allSatisfy((table, rows) -> assertThat(rows).isLessThan((long) MOST_ROWS_READ * (MEMBERS + requests)));
    }

    private ServiceProcess startService() {
        return ServiceProcess.on(TestDatabase.Coordinates.of(database))
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_JOBS_EVERY", "off")
                // So that two communities share batches.
                .with("WEIJIFEN_LEDGER_LANES", "1")
                .start();
    }

    /** Credits in two communities at the same time, many of which share batches; answers how many. */
    private static int together(Committee one, String itsMember, Committee other, String otherMember) {
        List<CompletableFuture<Reply>> credits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<CompletableFuture<Reply>> shared = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> i % 2 == 0 ? one.creditLater(itsMember, 1) : other.creditLater(otherMember, 1))
                    .toList();
            shared.forEach(credit -> credit.join().expect(201));
            credits.addAll(shared);
        }
        return credits.size();
    }

    /** Members with what they had and had redeemed so far, from three files; answers the ids of some of them. */
    private static List<String> moveIn(Committee committee, ServiceProcess service) {
        Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        take(admin, committee, "members", "memberNo,displayName\n", "N%1$d,Member %1$d\n");
        take(admin, committee, "opening-balances", "memberNo,points\n", "N%d,1000000\n");
        take(
                admin,
                committee,
                "redemptions",
                "memberNo,rewardCode,requestedOn,outcome\n",
                "N%d,soap," + LocalDate.now(ZoneOffset.UTC) + ",collected\n");
        List<String> members = new ArrayList<>();
        committee.get("/members?limit=200").expect(200).json().get("items").forEach(member -> {
            if (member.get("memberNo").asText().startsWith("N")) {
                members.add(member.get("id").asText());
            }
        });
        return members;
    }

    private static void take(Api admin, Committee committee, String kind, String headings, String line) {
        String file =
                headings + IntStream.range(0, MEMBERS).mapToObj(line::formatted).collect(Collectors.joining());
        String location = admin.postFile(
                        committee.path("/imports?mode=independent&kind=" + kind),
                        file.getBytes(StandardCharsets.UTF_8),
                        "text/csv")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        JsonNode end = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> admin.get(location).expect(200).json(), view -> view.has("finishedAt"));
        assertThat(end.at("/rows/accepted").asInt()).isEqualTo(MEMBERS);
    }

    /** What members and the committee do all day; answers how many requests that took. */
    private static int work(Committee committee, List<String> members, String reward, String voucher, int days) {
        int requests = 0;
        for (int day = 0; day < days; day++) {
            String member = members.get(day % members.size());
            JsonNode reserved = committee.redeem(member, reward, 1).expect(201).json();
            committee
                    .post(
                            "/pickups",
                            Map.of("pickupCode", reserved.get("pickupCode").asText()))
                    .expect(200);
            committee.takeBack(reserved.get("id").asText()).expect(200);
            committee.cancel(committee.reserved(member, reward, 1)).expect(200);
            committee.handedOut(member, voucher, 1);
            long sequence = committee.credit(member, 5).json().get("sequence").asLong();
            committee
                    .post("/transactions/" + sequence + "/reversal", Map.of("reason", "测试"))
                    .expect(201);
            committee.deduct(member, 5);
            committee.balance(member);
            committee.get("/members/" + member + "/statement?limit=5").expect(200);
            committee.get("/members/" + member + "/balance/explanation").expect(200);
            requests += 12;
        }
        return requests;
    }

    private Map<String, Long> rowsReadOf(String... tables) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        try (Connection connection = database.connectAsAdministrator();
                Statement statement = connection.createStatement();
                ResultSet read = statement.executeQuery("""
                        select t.relname, t.seq_tup_read + coalesce(sum(i.idx_tup_read), 0)
                        from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid)
                        where t.relname in ('%s') group by t.relname, t.seq_tup_read
                        """.formatted(String.join("','", tables)))) {
            while (read.next()) {
                rows.put(read.getString(1), read.getLong(2));
            }
        }
        assertThat(rows).containsOnlyKeys(tables);
        return rows;
    }
}
