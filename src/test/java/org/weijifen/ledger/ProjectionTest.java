package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;

/** What follows the books is there with each transaction, and only with it. {@link FollowedBooks} takes less than 1000 points. */
@QuarkusTest
class ProjectionTest {
    @Inject
    FollowedBooks followed;

    @Inject
    DataSource dataSource;

    private Committee community;
    private String member;

    @BeforeEach
    void follow() throws SQLException {
        TestDatabase.makeTable("followed_transaction", FollowedBooks.TABLE);
        community = Committee.aCommittee(Api.asAdmin());
        member = community.aMember();
        followed.follow(UUID.fromString(community.get("").json().get("id").asText()));
    }

    @AfterEach
    void drop() throws SQLException {
        TestDatabase.dropTable("followed_transaction");
    }

    @Test
    void isThereWithTheTransactionsInTheirOrder() throws SQLException {
        String snow = community.task(5, "occurrence");

        community.post("/credits", Map.of("memberId", member, "taskId", snow)).expect(201);
        community
                .post(
                        "/credits/bulk",
                        Map.of(
                                "mode",
                                "atomic",
                                "items",
                                List.of(
                                        Map.of("memberId", member, "points", 7),
                                        Map.of("memberId", member, "points", 8))))
                .expect(200);

        assertThat(written()).containsExactly("1 credit task/" + snow + " 5", "2 credit null 7", "3 credit null 8");
    }

    @Test
    void isNotThereForWhatIsRefusedOrOnlyTried() throws SQLException {
        String reward = community.goods(10, 0);
        community.credit(member, 5);

        assertThat(community.redeem(member, reward, 1).status()).isEqualTo(422);
        community
                .post("/credits?dryRun=true", Map.of("memberId", member, "points", 5))
                .expect(200);

        assertThat(written()).containsExactly("1 credit null 5");
    }

    @Test
    void goesWithTheTransactionWhereOneOfTheTwoFails() throws SQLException {
        assertThat(community
                        .post("/credits", Map.of("memberId", member, "points", 1000))
                        .status())
                .isEqualTo(500);
        assertThat(community.get("/books").json().get("sequence").asLong()).isZero();

        community.credit(member, 5);

        assertThat(written()).containsExactly("1 credit null 5");
        community.verify();
    }

    @Test
    void isWrittenOnceHoweverOftenARequestIsSent() throws SQLException {
        Map<String, Object> credit = Map.of("memberId", member, "points", 5);

        community.post("/credits", credit, "one-key").expect(201);
        community.post("/credits", credit, "one-key").expect(201);

        assertThat(written()).containsExactly("1 credit null 5");
    }

    private List<String> written() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select concat_ws(' ', sequence, kind, coalesce(subject, 'null'), points)"
                                + " from followed_transaction order by community_id, sequence");
                ResultSet rows = statement.executeQuery()) {
            List<String> written = new ArrayList<>();
            while (rows.next()) {
                written.add(rows.getString(1));
            }
            return written;
        }
    }
}
