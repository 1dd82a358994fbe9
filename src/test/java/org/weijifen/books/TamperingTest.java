package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestBooks;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.ledger.TransactionKind;

/** Whatever is changed behind the service's back, verification names it. The books are those of {@link SampleBooks}. */
@QuarkusTest
class TamperingTest {
    /** What {@code another_id()} stands for below. A distributed database takes no random id. */
    private static final String ANOTHER_ID = "'00000000-0000-4000-8000-000000000001'";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    TestBooks books;

    private TestBooks.Community community;

    @BeforeEach
    void writeBooks() throws Exception {
        community = books.open();
        SampleBooks.in(community);
    }

    /** One of the changes needs it away. */
    @AfterAll
    static void restoreTheRuleOfKinds() throws Exception {
        String kinds = Arrays.stream(TransactionKind.values())
                .map(kind -> "'" + kind.code() + "'")
                .collect(Collectors.joining(", "));
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("alter domain transaction_kind drop constraint if exists transaction_kind_known;"
                    + " alter domain transaction_kind add constraint transaction_kind_known check (value in ("
                    + kinds + ")) not valid");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    update ledger_transaction set reason = 'Day patrol' where sequence = 1                     | 1 | hash_mismatch
                    update ledger_transaction set reason = null where sequence = 1                             | 1 | hash_mismatch
                    update ledger_transaction set actor = 'somebody' where sequence = 9                        | 9 | hash_mismatch
                    update ledger_transaction set task_id = another_id() where sequence = 1                    | 1 | hash_mismatch
                    update ledger_transaction set task_id = another_id() where sequence = 3                    | 3 | hash_mismatch
                    update ledger_transaction set task_id = null where sequence = 1                            | 1 | hash_mismatch
                    update ledger_transaction set cause_kind = 'redemption', cause_id = another_id() where sequence = 4 | 4 | hash_mismatch
                    update ledger_transaction set cause_kind = 'reward', cause_id = another_id() where sequence = 9 | 9 | hash_mismatch
                    update ledger_transaction set quantity = 3 where sequence = 1                              | 1 | hash_mismatch
                    update ledger_transaction set cost_fen = 1 where sequence = 5                              | 5 | hash_mismatch
                    update ledger_transaction set reference = 'A-2' where sequence = 1                         | 1 | hash_mismatch
                    update ledger_transaction set kind = 'deduction' where sequence = 3                        | 3 | hash_mismatch
                    alter domain transaction_kind drop constraint transaction_kind_known; update ledger_transaction set kind = 'gift' where sequence = 3 | 3 | transaction_unreadable
                    update ledger_transaction set effective_on = effective_on - 1 where sequence = 5           | 5 | hash_mismatch
                    update ledger_transaction set effective_on = 'infinity' where sequence = 5                 | 5 | hash_mismatch
                    update ledger_transaction set recorded_at = recorded_at + '1 hour' where sequence = 4      | 4 | hash_mismatch
                    update ledger_transaction set recorded_at = recorded_at - interval '1 hour' where sequence = 4 | 4 | recorded_backwards
                    update ledger_transaction set recorded_at = recorded_at + '1 microsecond' where sequence = 4 | 4 | hash_mismatch
                    update ledger_transaction set recorded_at = '-infinity' where sequence = 4                 | 4 | recorded_backwards
                    update ledger_transaction set hash = repeat('a', 64) where sequence = 4                    | 4 | hash_mismatch
                    update ledger_transaction set reverses = 3 where sequence = 9                              | 9 | hash_mismatch
                    update ledger_transaction set reverses = null where sequence = 9                           | 9 | hash_mismatch
                    update posting set amount = amount + 1 where sequence = 3                                  | 3 | hash_mismatch
                    update posting set amount = amount + 1 where sequence = 3                                  | 3 | balance_discontinued
                    update posting set amount = 9223372036854775807 where sequence = 3                         | 3 | hash_mismatch
                    update posting set to_balance = to_balance + 1 where sequence = 4 and position = 0         | 4 | balance_discontinued
                    update posting set to_balance = to_balance + 1 where sequence = 4 and position = 0         | 4 | hash_mismatch
                    update posting set from_balance = -5 where sequence = 4 and position = 0                   | 4 | bound_broken
                    update posting set to_account = 4 where sequence = 3                                       | 3 | posting_invalid
                    update posting set to_account = 77 where sequence = 3                                      | 3 | account_missing
                    update posting set owner = another_id() where sequence = 6                                 | 6 | owner_mismatch
                    update posting set position = 9 where sequence = 4 and position = 0                        | 4 | hash_mismatch
                    update posting set position = 5 where sequence = 3                                         | 3 | posting_invalid
                    delete from posting where sequence = 4 and position = 1                                    | 4 | hash_mismatch
                    delete from posting where sequence = 6                                                     | 6 | postings_missing
                    delete from ledger_transaction where sequence = 4                                          | 4 | sequence_gap
                    delete from ledger_transaction where sequence = 4                                          | 4 | postings_orphaned
                    delete from ledger_transaction where sequence = 1                                          | 1 | sequence_gap
                    delete from ledger_transaction where sequence = 9                                          | 9 | head_sequence_mismatch
                    delete from ledger_transaction where sequence = 9                                          | 9 | postings_orphaned
                    delete from ledger_transaction                                                             | 1 | head_sequence_mismatch
                    update account set owner = another_id() where number = 5                                   | 3 | hash_mismatch
                    update account set owner = another_id() where number = 5                                   | 3 | owner_mismatch
                    update account set type = 'expired' where number = 11                                      | 7 | hash_mismatch
                    update account set expires_on = expires_on + 1 where number = 5                            | 3 | hash_mismatch
                    update account set number = 77 where number = 7                                            | 4 | account_missing
                    delete from account where number = 9                                                       | 5 | account_missing
                    delete from account                                                                        | 1 | account_missing
                    update book set sequence = 8                                                               | 9 | head_sequence_mismatch
                    update book set sequence = 10                                                              | 10 | head_sequence_mismatch
                    update book set sequence = 0                                                               | 1 | head_sequence_mismatch
                    update book set head_hash = repeat('a', 64)                                                | 9 | head_hash_mismatch
                    update book set recorded_at = recorded_at + '1 second'                                     | 9 | head_time_mismatch
                    """)
    void isNamedByTheFirstTransactionThatItConcerns(String change, long sequence, String code) throws Exception {
        tamper(change);

        JsonNode verification = verification();

        assertThat(verification.get("valid").toString()).isEqualTo("false");
        assertThat(verification.get("firstInvalidSequence").longValue()).isEqualTo(sequence);
        assertThat(verification.get("findings"))
                .filteredOn(finding -> finding.path("sequence").longValue() == sequence)
                .extracting(finding -> finding.get("code").textValue())
                .contains(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    update account set balance = balance + 1 where number = 9     | 9  | balance_mismatch
                    update account set balance = 0 where number = 9               | 9  | balance_mismatch
                    """)
    void isNamedByTheAccountThatItConcerns(String change, int account, String code) throws Exception {
        tamper(change);

        JsonNode verification = verification();

        assertThat(verification.get("valid").toString()).isEqualTo("false");
        assertThat(verification.hasNonNull("firstInvalidSequence")).isFalse();
        assertThat(verification.get("findings"))
                .filteredOn(finding -> finding.path("account").longValue() == account)
                .extracting(finding -> finding.get("code").textValue())
                .containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    update account set balance = balance + 1 where number = 9                            | asset_unbalanced
                    update book set accounts = accounts + 1                                              | accounts_mismatch
                    insert into account select community_id, 13, 'held', owner, '2020-01-01', 0 from account where number = 1 | accounts_mismatch
                    """)
    void isNamedWhereItConcernsTheBooksAsAWhole(String change, String code) throws Exception {
        tamper(change);

        JsonNode verification = verification();

        assertThat(verification.get("valid").toString()).isEqualTo("false");
        assertThat(verification.get("findings").findValuesAsText("code")).contains(code);
    }

    @Test
    void isNamedWhenATransactionIsDeletedWithItsPostings() throws Exception {
        for (long sequence : new long[] {1, 4, 9}) {
            writeBooks();
            tamper(
                    "delete from posting where sequence = " + sequence,
                    "delete from ledger_transaction where sequence = " + sequence);

            JsonNode verification = verification();

            assertThat(verification.get("valid").toString()).isEqualTo("false");
            assertThat(verification.get("firstInvalidSequence").longValue()).isEqualTo(sequence);
        }
    }

    @Test
    void isNamedWhenTheLastTransactionIsDeletedAndTheHeadSetBack() throws Exception {
        tamper(
                "delete from posting where sequence = 9",
                "delete from ledger_transaction where sequence = 9",
                "update book b set sequence = t.sequence, head_hash = t.hash, recorded_at = t.recorded_at"
                        + " from ledger_transaction t where t.community_id = b.community_id and t.sequence = 8");

        JsonNode verification = verification();

        assertThat(verification.get("valid").toString()).isEqualTo("false");
        assertThat(verification.get("findings").findValuesAsText("code")).containsOnly("balance_mismatch");
    }

    @Test
    void isNamedWhenTwoTransactionsAreSwapped() throws Exception {
        String swap = "update %1$s set sequence = 1000 where sequence = 3;"
                + " update %1$s set sequence = 3 where sequence = 6;"
                + " update %1$s set sequence = 6 where sequence = 1000";
        tamper(swap.formatted("ledger_transaction"));
        assertThat(verification().get("firstInvalidSequence").longValue()).isEqualTo(3);

        writeBooks();
        tamper(swap.formatted("posting"));
        assertThat(verification().get("firstInvalidSequence").longValue()).isEqualTo(3);

        writeBooks();
        tamper(swap.formatted("ledger_transaction"), swap.formatted("posting"));
        assertThat(verification().get("firstInvalidSequence").longValue()).isEqualTo(3);
    }

    @Test
    void isNamedWhenATransactionIsAddedAfterTheHead() throws Exception {
        tamper("insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, hash)"
                + " select community_id, 10, kind, effective_on, recorded_at, actor, repeat('b', 64)"
                + " from ledger_transaction where sequence = 1");

        JsonNode verification = verification();

        assertThat(verification.get("firstInvalidSequence").longValue()).isEqualTo(10);
        assertThat(verification.get("findings").findValuesAsText("code"))
                .contains("postings_missing", "hash_mismatch", "head_sequence_mismatch");
    }

    @Test
    @OnOneServer("foreign keys are switched off for its own session only")
    void isNamedWhenTheHeadIsGone() throws Exception {
        // The superuser may even do without foreign keys.
        tamper("set session_replication_role = replica", "delete from book");

        assertThat(verification().get("findings").findValuesAsText("code")).containsExactly("head_missing");
        Api.asAdmin().get(community.path() + "/books").expect(404);
    }

    @Test
    void isNamedWhereTheDatabasesOwnChecksWereTakenAway() throws Exception {
        try {
            tamper(
                    "alter domain account_type drop constraint account_type_known",
                    "update account set type = 'TREASURE' where number = 9",
                    "drop index ledger_transaction_reverses",
                    "update ledger_transaction set reverses = 6 where sequence = 8");

            JsonNode verification = verification();

            assertThat(verification.get("valid").toString()).isEqualTo("false");
            assertThat(verification.get("firstInvalidSequence").longValue()).isEqualTo(5);
            assertThat(verification.get("findings").findValuesAsText("code"))
                    .contains("account_unreadable", "transaction_unreadable", "hash_mismatch", "reversed_twice");
        } finally {
            tamper(
                    "update account set type = 'spent' where number = 9",
                    "alter domain account_type add constraint account_type_known check (value in ('earned', 'available', 'held', 'spent',"
                            + " 'expired', 'forfeited', 'arrears', 'supplied', 'shelf', 'reserved', 'handed-out', 'adjusted',"
                            + " 'payable', 'merchant', 'settled')) not valid",
                    "update ledger_transaction set reverses = null where sequence = 8",
                    "create unique index ledger_transaction_reverses on ledger_transaction (community_id, reverses)"
                            + " where reverses is not null");
        }
    }

    @Test
    void doesNotTouchOtherCommunities() throws Exception {
        TestBooks.Community tampered = community;
        tamper("update ledger_transaction set reason = 'x' where sequence = 1");
        writeBooks();

        assertThat(verification().get("valid").booleanValue()).isTrue();
        community = tampered;
        assertThat(verification().get("valid").toString()).isEqualTo("false");
    }

    @Test
    void isToldOnlyInSoManyWords() throws Exception {
        for (int i = 0; i < 120; i++) {
            community.credit(community.member(), 1);
        }
        tamper("update ledger_transaction set actor = 'somebody'");

        JsonNode answer = verification();

        assertThat(answer.get("valid").toString()).isEqualTo("false");
        assertThat(answer.get("firstInvalidSequence").longValue()).isEqualTo(1);
        assertThat(answer.get("transactions").longValue()).isEqualTo(129);
        assertThat(answer.get("findings")).hasSize(100);
    }

    @Test
    void isToldInTheReadersLanguage() throws Exception {
        tamper("update account set balance = balance + 1234 where number = 9");

        String path = community.path() + "/books/verification";
        JsonNode english = Api.asAdmin().with("Accept-Language", "en").get(path).json();
        JsonNode chinese =
                Api.asAdmin().with("Accept-Language", "zh-CN").get(path).json();

        assertThat(english.get("findings").findValuesAsText("message"))
                .contains("Account 9 stands at 1354, but its postings add up to 120.");
        assertThat(chinese.get("findings").findValuesAsText("message")).contains("账户 9 的余额为 1354，但其分录合计为 120。");
    }

    @Test
    void leavesALineInTheExportThatFitsNoChain() throws Exception {
        tamper("delete from account where number = 9");

        assertThat(exported()).hasSize(9).contains("{\"damaged\":true,\"sequence\":5}");
    }

    @Test
    void leavesTheTransactionsThatAreThereInTheExport() throws Exception {
        tamper(
                "delete from ledger_transaction where sequence = 1",
                "delete from posting where sequence = 6",
                "delete from ledger_transaction where sequence = 8");

        List<String> lines = exported();

        assertThat(lines)
                .extracting(line -> JSON.readTree(line).get("sequence").longValue())
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 9L);
        assertThat(lines).filteredOn(line -> line.contains("\"postings\":[],")).hasSize(1);
        assertThat(lines.get(4)).contains("\"postings\":[],").contains("\"sequence\":6");
    }

    private List<String> exported() {
        return Api.asAdmin()
                .get(community.path() + "/books/export")
                .expect(200)
                .body()
                .lines()
                .toList();
    }

    private JsonNode verification() {
        return Api.asAdmin()
                .get(community.path() + "/books/verification")
                .expect(200)
                .json();
    }

    /** Runs statements as superuser on the rows of this community alone. */
    private void tamper(String... changes) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            for (String change : changes) {
                for (String part : change.split(";")) {
                    statement.execute(confined(part.replace("another_id()", ANOTHER_ID)));
                }
            }
        } catch (SQLException e) {
            // Citus takes no update that adds to a time.
            assumeFalse("0A000".equals(e.getSQLState()) && TestDatabase.isDistributed(), e.getMessage());
            throw e;
        }
    }

    private String confined(String change) {
        if (!List.of("update", "delete", "insert").contains(change.strip().split(" ")[0])) {
            return change;
        }
        String condition = change.strip().startsWith("update book b") ? "b.community_id" : "community_id";
        return change + (change.contains(" where ") ? " and " : " where ") + condition + " = '" + community.id() + "'";
    }
}
