package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.Answer;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;

/** The server replicates synchronously, and its standby is away: whatever is acknowledged now would be lost with the server. */
@QuarkusTest
@OnOneServer("the warning of another server does not reach the client")
class AbsentStandbyTest {
    @Inject
    DataSource dataSource;

    @Inject
    Problems problems;

    @AfterEach
    void replicateToNobody() throws SQLException {
        replicateTo("");
    }

    @Test
    void acknowledgesNothingWhoseWaitWasBrokenOff() throws Exception {
        UUID communityId = TestLedger.newBooks(dataSource);
        UUID memberId = Ids.next();

        try (TestLedger test = new TestLedger(dataSource, problems, 256, 256)) {
            replicateTo("nobody");
            assertThat(failure(test, communityId, memberId)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
            // By now it is in the books of this server, and still not to be acknowledged.
            assertThat(failure(test, communityId, memberId)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);

            replicateTo("");
            Outcome<Answer> outcome = test.ledger()
                    .submit(TestLedger.credit(communityId, memberId, "key"))
                    .get();

            assertThat(outcome.answer().status()).isEqualTo(201);
            assertThat(outcome.replayed()).isTrue();
        }

        assertThat(TestLedger.count(dataSource, "select sequence from book where community_id = ?", communityId))
                .isEqualTo(1);
    }

    private static ErrorCode failure(TestLedger test, UUID communityId, UUID memberId) throws Exception {
        CompletableFuture<Outcome<Answer>> submitted =
                test.ledger().submit(TestLedger.credit(communityId, memberId, "key"));
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            Awaitility.await().until(() -> {
                statement.execute("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
                return submitted.isDone();
            });
            throw new AssertionError("acknowledged: " + submitted.get());
        } catch (ExecutionException e) {
            return ((ProblemException) e.getCause()).code();
        }
    }

    private static void replicateTo(String standbys) throws SQLException {
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("alter system set synchronous_standby_names = '" + standbys + "'");
            statement.execute("select pg_reload_conf()");
            Awaitility.await().until(() -> {
                try (ResultSet rows = statement.executeQuery("show synchronous_standby_names")) {
                    return rows.next() && rows.getString(1).equals(standbys);
                }
            });
        }
    }
}
