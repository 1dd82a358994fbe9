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

/** Who edits what is told in the transaction of the edit. */
@QuarkusTest
class EditsTest {
    @Inject
    FollowedEdits followed;

    @Inject
    DataSource dataSource;

    private Committee community;

    @BeforeEach
    void follow() throws SQLException {
        TestDatabase.makeTable("followed_edit", FollowedEdits.TABLE);
        community = Committee.aCommittee(Api.asAdmin());
        followed.follow(UUID.fromString(community.get("").json().get("id").asText()));
    }

    @AfterEach
    void drop() throws SQLException {
        followed.follow(null);
        TestDatabase.dropTable("followed_edit");
    }

    @Test
    void saysWhoAddedAndChangedWhat() throws SQLException {
        String member = community.aMember(Map.of("displayName", "A"));
        String task = community.task(5, "hour");
        community.patch("/members/" + member, Map.of("status", "frozen")).expect(200);
        community.patch("/tasks/" + task, Map.of("points", 9)).expect(200);
        community.patch("", Map.of("pickupDays", 3)).expect(200);

        assertThat(read("what || ' ' || id")).startsWith("member " + member, "task " + task, "member " + member);
        assertThat(read("what")).containsExactly("member", "task", "member", "task", "community");
        assertThat(read("distinct actor")).hasSize(1).doesNotContain("system:test");
        List<String> changes = read("change");
        assertThat(changes.get(0)).startsWith("null -> ").contains("status=ACTIVE");
        assertThat(changes.get(2)).containsSubsequence("status=ACTIVE", " -> ", "status=FROZEN");
        assertThat(changes.get(3)).containsSubsequence("points=5", " -> ", "points=9");
        assertThat(changes.get(4)).containsSubsequence("pickupDays=7", " -> ", "pickupDays=3");
    }

    @Test
    void saysNothingOfWhatIsRefused() throws SQLException {
        String member = community.aMember();
        community.patch("/members/" + member, Map.of("status", "left")).expect(200);

        community.patch("/members/" + member, Map.of("status", "frozen")).expect(409);
        community.patch("/members/" + member, Map.of("displayName", "")).expect(400);

        assertThat(read("what")).hasSize(2);
    }

    private List<String> read(String what) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select " + what + " from followed_edit"
                        + (what.startsWith("distinct") ? "" : " order by number"));
                ResultSet rows = statement.executeQuery()) {
            List<String> read = new ArrayList<>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }
}
