package org.weijifen.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.importing.AnImport.Finished;
import org.weijifen.platform.ProblemException;

@QuarkusTest
class ImportQueueTest {
    @Inject
    ImportQueue queue;

    @Inject
    DataSource dataSource;

    private final Api api = Api.asAdmin();

    @Test
    void refusesFilesWhileTooManyAreInHand() {
        Committee community = aCommittee(api);
        AnImport members = AnImport.independent(api, community.slug(), "members");
        List<ImportQueue.Place> places = new ArrayList<>();
        try {
            takeAll(places);
        } catch (ProblemException full) {
            Reply refused = members.send("memberNo\na-1");

            assertThat(refused.expect(503).code()).isEqualTo("overloaded");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(community.get("/imports").json().get("items")).isEmpty();
        } finally {
            places.forEach(ImportQueue.Place::close);
        }
        assertThat(places).isNotEmpty();
        assertThat(members.of("memberNo", "a-1").status()).isEqualTo("done");
    }

    private void takeAll(List<ImportQueue.Place> places) {
        while (true) {
            places.add(queue.enter());
        }
    }

    @Test
    void givesItsPlaceBackWhateverBecomesOfAFile() {
        Committee community = aCommittee(api);
        AnImport members = AnImport.independent(api, community.slug(), "members");

        for (int i = 0; i < 20; i++) {
            members.send("nothing\nof use").expect(400);
            members.of("memberNo", "a-" + i);
        }

        assertThat(members.of("memberNo", "b").status()).isEqualTo("done");
    }

    @Test
    void tellsOfImportsWhoseInstanceIsGoneAndTakesTheirFileAgain() throws SQLException {
        Committee community = aCommittee(api);
        AnImport members = AnImport.independent(api, community.slug(), "members");
        Finished first = members.of("memberNo", "a-1", "a-2");
        String location = first.location();
        leaveRunning(UUID.fromString(first.view().get("id").asText()), "10 minutes");

        queue.beat();

        JsonNode view = api.get(location).expect(200).json();
        assertThat(view.get("status").asText()).isEqualTo("failed");
        assertThat(view.get("problem").get("code").asText()).isEqualTo("interrupted");
        assertThat(members.of("memberNo", "a-1", "a-2").counts()).isEqualTo(List.of(0L, 0L, 2L));
    }

    @Test
    void leavesImportsOfLivingInstancesAlone() throws SQLException {
        Committee community = aCommittee(api);
        Finished first = AnImport.independent(api, community.slug(), "members").of("memberNo", "a-1");
        leaveRunning(UUID.fromString(first.view().get("id").asText()), "1 minute");

        queue.beat();

        assertThat(api.get(first.location()).json().get("status").asText()).isEqualTo("running");
    }

    /** As another instance would have left it that was last heard of so long ago. */
    private void leaveRunning(UUID id, String ago) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update import set status = 'running', finished_at = null, seen_at = now() - ?::interval where id = ?")) {
            statement.setString(1, ago);
            statement.setObject(2, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
