package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.weijifen.ledger.TestLedger.credit;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** A batch goes on with what the batch before it has loaded, and only as long as that is true. */
@QuarkusTest
class RecentBooksTest {
    private static final int BATCH = 64;
    private static final Notes NOTES = new Notes();

    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    private final UUID member = Ids.next();
    private UUID communityId;
    private TestLedger one;
    private TestLedger other;

    @BeforeEach
    void open() throws SQLException {
        asSuperuser("create table if not exists noted (community_id uuid, id uuid, code text, text text,"
                + " primary key (community_id, id))");
        asSuperuser("grant all on noted to public");
        communityId = TestLedger.newBooks(dataSource);
        one = new TestLedger(dataSource, problems, BATCH, BATCH);
        other = new TestLedger(dataSource, problems, BATCH, BATCH);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void readsNoAccountsAgain() throws Exception {
        submit(one, "first");
        // Whoever reads the accounts now finds none.
        asSuperuser("update account set owner = '" + Ids.next() + "' where community_id = '" + communityId + "'");

        submit(one, "second");

        assertThat(issued()).isEqualTo(-2);
        assertThat(accounts()).isEqualTo(2);
    }

    @Test
    void seesWhatAnotherInstanceHasWritten() throws Exception {
        for (int i = 0; i < 5; i++) {
            submit(one, "one-" + i);
            submit(other, "other-" + i);
            submit(other, "another-" + i);
        }

        assertThat(issued()).isEqualTo(-15);
        assertThat(accounts()).isEqualTo(2);
    }

    @Test
    void loadsOnlyThoseBooksOfABatchAnewThatAnotherInstanceHasWritten() throws Exception {
        UUID overtaken = TestLedger.newBooks(dataSource);
        submit(one, "first");
        one.ledger().submit(credit(overtaken, member, "first")).get();
        other.ledger().submit(credit(overtaken, member, "other")).get();

        List<CompletableFuture<?>> batch = new ArrayList<>();
        try (Connection holder = TestDatabase.asSuperuser();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from book where community_id = '" + communityId + "' for update");
            batch.add(one.ledger().submit(credit(communityId, member, "held")));
            await().until(() -> TestLedger.count(dataSource, "select count(*) from pg_locks where not granted") > 0);
            batch.add(one.ledger().submit(credit(communityId, member, "together")));
            batch.add(one.ledger().submit(credit(overtaken, member, "together")));
            holder.rollback();
        }
        for (CompletableFuture<?> written : batch) {
            written.get();
        }

        assertThat(issued(communityId)).isEqualTo(-3);
        assertThat(issued(overtaken)).isEqualTo(-3);
    }

    @Test
    void keepsNothingOfADryRun() throws Exception {
        submit(one, "first");
        Call trial = new Call("tester", null, true, Locale.ENGLISH, "/test", "test");
        Operation<Answer> credit = new Operation<>(
                communityId,
                trial,
                null,
                new Decision<>(needs -> needs.accountsOf(member), books -> {
                    Entry entry = books.begin(TransactionKind.CREDIT, TestLedger.TODAY, trial);
                    new Wallet(books, member, TestLedger.TODAY).credit(entry, 7, null);
                    return new Answer(201, null, "{\"sequence\":" + entry.post().sequence() + "}");
                }),
                decided -> decided);
        one.ledger().submit(credit).get();
        submit(one, "second");

        assertThat(issued()).isEqualTo(-2);
    }

    @Test
    void seesRowsThatAnotherInstanceHasEdited() throws Exception {
        UUID row = Ids.next();
        assertThat(edit(one, row, "first")).isNull();
        edit(other, row, "second");
        edit(one, row, "third");

        assertThat(edit(other, row, "fourth")).isEqualTo("third");
        assertThat(edit(other, row, "fifth")).isEqualTo("fourth");
    }

    @Test
    void seesRowsThatWereEditedBySql() throws Exception {
        UUID row = Ids.next();
        edit(one, row, "first");
        asSuperuser("update noted set text = 'by-sql' where id = '" + row + "'");
        asSuperuser("update book set version = version + 1 where community_id = '" + communityId + "'");

        assertThat(edit(one, row, "second")).isEqualTo("by-sql");
    }

    @Test
    void forgetsWhatARefusedOperationChanged() throws Exception {
        submit(one, "first");
        assertThat(refusal(one)).isEqualTo("no");
        submit(one, "second");

        assertThat(issued()).isEqualTo(-2);
    }

    @Test
    void neverWritesOverABalanceThatItHasNotRead() throws Exception {
        submit(one, "first");
        asSuperuser("update account set balance = balance * 10 where community_id = '" + communityId + "'");

        assertThatThrownBy(() -> submit(one, "second")).hasMessageContaining("internal_error");
        assertThat(issued()).isEqualTo(-10);
        submit(one, "second");

        assertThat(issued()).isEqualTo(-11);
    }

    @Test
    void forgetsTheBooksThatWereNotUsedForLongest() throws SQLException {
        RecentBooks recent = new RecentBooks(3);
        UUID older = Ids.next();
        UUID newer = Ids.next();
        recent.put(older, loadedWith(2));
        recent.put(newer, loadedWith(1));
        recent.put(Ids.next(), loadedWith(1));

        assertThat(recent.take(List.of(older, newer))).containsOnlyKeys(newer);
        assertThat(recent.take(List.of(newer))).isEmpty();

        recent.put(older, loadedWith(4));
        assertThat(recent.take(List.of(older))).isEmpty();
    }

    /** Edits a row without posting anything, and answers what it was before. */
    private String edit(TestLedger ledger, UUID row, String text) throws ExecutionException, InterruptedException {
        Operation<Answer> operation = new Operation<>(
                communityId,
                TestLedger.call(null),
                null,
                new Decision<>(needs -> needs.row(NOTES, row), books -> {
                    Note before = books.row(NOTES, row).orElse(null);
                    NOTES.put(books, before, new Note(row, row.toString(), text), TestLedger.call(null));
                    return new Answer(200, null, before == null ? null : before.text());
                }),
                decided -> decided);
        return ledger.ledger().submit(operation).get().answer().json();
    }

    record Note(UUID id, String code, String text) {}

    private static final class Notes extends RowTable<Note> {
        Notes() {
            super(Note.class, "noted", "code", ErrorCode.CODE_TAKEN);
        }

        @Override
        protected ProblemException absent(UUID id) {
            return ProblemException.of(ErrorCode.NOT_FOUND);
        }
    }

    private static LoadedBooks loadedWith(int accounts) {
        LoadedBooks loaded = new LoadedBooks();
        for (int i = 1; i <= accounts; i++) {
            loaded.accounts().load(new Account(i, AccountKey.of(AccountType.AVAILABLE, Ids.next()), 0, false));
        }
        return loaded;
    }

    private void submit(TestLedger ledger, String key) throws ExecutionException, InterruptedException {
        ledger.ledger().submit(credit(communityId, member, key)).get();
    }

    /** Earns a point and refuses then. */
    private String refusal(TestLedger ledger) throws InterruptedException {
        try {
            ledger.ledger()
                    .submit(TestLedger.operation(communityId, "refused", member, books -> {
                        Entry entry = books.begin(TransactionKind.CREDIT, TestLedger.TODAY, TestLedger.call("refused"));
                        new Wallet(books, member, TestLedger.TODAY).credit(entry, 7, null);
                        entry.post();
                        throw ProblemException.of(ErrorCode.OVERLOADED);
                    }))
                    .get();
            return "yes";
        } catch (ExecutionException e) {
            return "no";
        }
    }

    private long issued() throws SQLException {
        return issued(communityId);
    }

    private long issued(UUID community) throws SQLException {
        return TestLedger.count(
                dataSource, "select sum(balance) from account where community_id = ? and type = 'EARNED'", community);
    }

    private long accounts() throws SQLException {
        return TestLedger.count(dataSource, "select count(*) from account where community_id = ?", communityId);
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
