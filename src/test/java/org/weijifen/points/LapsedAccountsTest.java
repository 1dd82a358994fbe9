package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.HeldBooks;
import org.weijifen.fixture.MovableClock;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.ledger.LapsedAccounts;

/** Accounts of points long gone are passed over by whoever adds up, and are there again when something moves on them. */
@QuarkusTest
class LapsedAccountsTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final int DAYS = 93;

    @Inject
    PointsExpiry job;

    @Inject
    LapsedAccounts lapsed;

    @Inject
    DataSource dataSource;

    private final Api admin = Api.asAdmin();
    private final Committee community =
            aCommittee(admin, Map.of("expiryPolicy", Map.of("type", "after-months", "months", 1)));
    private final LocalDate earned = LocalDate.now(SHANGHAI);

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void marksThemAndCountsOnWithoutThem() {
        String member = community.aMember();
        community.credit(member, 30).expect(201);
        String redemption = community.reserved(member, community.goods(10, 5), 1);
        community.collect(redemption).expect(200);
        assertThat(accounts(member, false)).isEqualTo(2);

        MovableClock.advance(Duration.ofDays(DAYS));
        job.run();

        assertThat(accounts(member, false)).isZero();
        assertThat(accounts(member, true)).isEqualTo(2);
        assertThat(community.balance(member).get("expired").asLong()).isEqualTo(20);
        assertOutstanding(0);

        community.takeBack(redemption).expect(200);

        assertThat(community.balance(member).get("expired").asLong()).isEqualTo(30);
        assertOutstanding(0);
        community.verify();
    }

    @Test
    void bringsThemBackWithALateCredit() {
        String member = community.aMember();
        community.credit(member, 30).expect(201);
        MovableClock.advance(Duration.ofDays(DAYS));
        job.run();
        assertThat(accounts(member, true)).isEqualTo(1);

        Map<String, Object> late =
                Map.of("memberId", member, "points", 5, "reason", "补记", "effectiveOn", earned.toString());
        community.post("/credits", late).expect(201);

        assertThat(accounts(member, true)).isZero();
        assertOutstanding(5);
        job.run();
        assertThat(accounts(member, true)).isEqualTo(1);
        assertThat(community.balance(member).get("expired").asLong()).isEqualTo(35);
        assertOutstanding(0);
        community.verify();
    }

    /** A batch updates accounts where it has found them. */
    @Test
    void areMarkedWhileNobodyElseHasTheBooks() throws Exception {
        String member = community.aMember();
        community.credit(member, 30).expect(201);
        MovableClock.advance(Duration.ofDays(DAYS));
        community
                .post("/credits", Map.of("memberId", member, "points", 5, "reason", "x"))
                .expect(201);
        job.run();
        LocalDate today = earned.plusDays(DAYS);
        UUID communityId = community.communityId();
        try (Connection writer = TestDatabase.asSuperuser();
                PreparedStatement unmark = writer.prepareStatement(
                        "update account set lapsed = false where community_id = ? and owner = ?")) {
            unmark.setObject(1, communityId);
            unmark.setObject(2, UUID.fromString(member));
            unmark.executeUpdate();
            writer.setAutoCommit(false);
            HeldBooks.lock(writer, community);

            CompletableFuture<Void> marking = CompletableFuture.runAsync(() -> lapsed.mark(communityId, today));

            Awaitility.await().until(() -> HeldBooks.somebodyWaits(writer));
            assertThat(accounts(member, true)).isZero();
            writer.commit();
            marking.get();
        }
        assertThat(accounts(member, true)).isEqualTo(1);
    }

    /** By the statement of this month, which starts from the accounts, and the totals of the books. */
    private void assertOutstanding(long points) {
        JsonNode statement = community
                .get("/statements/" + YearMonth.from(earned.plusDays(DAYS)))
                .expect(200)
                .json();
        assertThat(statement.at("/proof/valid").asBoolean()).isTrue();
        assertThat(statement.at("/proof/closingFrom").asText()).isEqualTo("accounts");
        assertThat(statement.at("/points/closing").asLong()).isEqualTo(points);
        assertThat(community
                        .get("/books")
                        .expect(200)
                        .json()
                        .at("/totals/points/available")
                        .asLong())
                .isEqualTo(points);
    }

    private int accounts(String member, boolean lapsed) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select count(*) from account where owner = ? and expires_on is not null and lapsed = ?")) {
            statement.setObject(1, UUID.fromString(member));
            statement.setBoolean(2, lapsed);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
