package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;
import static org.weijifen.fixture.Unserved.assertUnserved;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.ErrorCode;

/** PostgreSQL breaks a reading of balances off in its midst. */
@QuarkusTest
class BrokenOffBalanceTest {

    @ParameterizedTest
    @CsvSource({"pg_terminate_backend, DATABASE_UNAVAILABLE", "pg_cancel_backend, OVERLOADED"})
    void asksForPatienceAndAnswersTheNextTime(String breakOff, ErrorCode code) throws Exception {
        Committee community = aCommittee(Api.asAdmin());
        String balance = "/members/" + community.aMemberWith(50) + "/balance";

        Reply brokenOff;
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("lock table account in access exclusive mode");
            CompletableFuture<Reply> asked = CompletableFuture.supplyAsync(() -> community.get(balance));
            Awaitility.await().until(() -> isDoneToWhoeverWaits(breakOff, statement));
            brokenOff = asked.join();
            superuser.rollback();
        }

        assertUnserved(brokenOff, code);
        Awaitility.await().until(() -> community.get(balance).status() == 200);
        assertThat(community.get(balance).json().get("available").asLong()).isEqualTo(50);
    }

    private static boolean isDoneToWhoeverWaits(String breakOff, Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select " + breakOff + "(pid) from pg_locks where relation = 'account'::regclass and not granted")) {
            return rows.next();
        }
    }
}
