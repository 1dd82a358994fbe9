package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.Ids;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.Answers;
import org.weijifen.tables.importing.AnImport.Finished;
import org.weijifen.tables.sheet.Upload;

@QuarkusTest
class ImportQueueTest {
    @Inject
    ImportQueue queue;

    @Inject
    DataSource dataSource;

    @Inject
    Ledger ledger;

    @Inject
    Answers answers;

    @Inject
    Directory.Directories directories;

    @Inject
    Imports imports;

    @Inject
    ImportRows rows;

    @Inject
    MemberRows members;

    @Inject
    Communities communities;

    @Inject
    EarlierRows earlier;

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

    @Test
    void takesCommunitiesInTurns() throws Exception {
        Committee greedy = aCommittee(api);
        Committee other = aCommittee(api);
        AnImport members = AnImport.independent(api, greedy.slug(), "members");
        AnImport others = AnImport.independent(api, other.slug(), "members");
        List<String> sent = new ArrayList<>();
        String last;
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("lock table import_row in access exclusive mode");
            for (int i = 0; i < 3; i++) {
                sent.add(location(members.send("memberNo\na-" + i)));
            }
            last = location(others.send("memberNo\nb"));
            superuser.rollback();
        }

        List<Instant> started = sent.stream()
                .map(members::finished)
                .map(done -> Instant.parse(done.view().get("startedAt").asText()))
                .toList();
        Instant theirs =
                Instant.parse(others.finished(last).view().get("startedAt").asText());

        assertThat(theirs).isBetween(started.get(0), started.get(1));
        assertThat(started).isSorted();
    }

    private static String location(Reply accepted) {
        return accepted.expect(202).headers().firstValue("Location").orElseThrow();
    }

    private void takeAll(List<ImportQueue.Place> places) {
        while (true) {
            places.add(queue.enter(UUID.randomUUID()));
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

    /** What is all or nothing is all there once any of it is, though nobody lived to say so. */
    @Test
    void anAtomicImportThatIsInTheBooksIsDone() throws SQLException {
        Committee community = aCommittee(api);
        Finished first = AnImport.atomic(api, community.slug(), "members").of("memberNo", "a-1", "a-2");
        leaveRunning(UUID.fromString(first.view().get("id").asText()), "10 minutes");

        queue.beat();

        JsonNode view = api.get(first.location()).expect(200).json();
        assertThat(view.get("status").asText()).isEqualTo("done");
        assertThat(view.has("problem")).isFalse();
    }

    @Test
    void leavesImportsOfLivingInstancesAlone() throws SQLException {
        Committee community = aCommittee(api);
        Finished first = AnImport.independent(api, community.slug(), "members").of("memberNo", "a-1");
        leaveRunning(UUID.fromString(first.view().get("id").asText()), "1 minute");

        queue.beat();

        assertThat(api.get(first.location()).json().get("status").asText()).isEqualTo("running");
    }

    @Test
    void refusesAFileThatCameInWhileItBeganToStop() throws IOException {
        Committee community = aCommittee(api);
        Finished before = AnImport.independent(api, community.slug(), "members").of("memberNo", "a-1");
        ImportQueue other = new ImportQueue(ledger, answers, directories, imports, rows, earlier, Clock.systemUTC());
        try (ImportQueue.Place place = other.enter(UUID.randomUUID());
                Upload upload = Upload.store(new ByteArrayInputStream(new byte[1]), 1)) {
            other.stop(new ShutdownEvent());
            Import received = received(communities.idOf(community.slug()));
            imports.addUnlessOpen(received, Call.internal("test"));

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> place.run(received, null, null, null, upload))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED));

            assertThat(upload.file()).exists();
            JsonNode view = api.get(
                            before.location().replaceAll("[^/]+$", received.id().toString()))
                    .expect(200)
                    .json();
            assertThat(view.get("status").asText()).isEqualTo("failed");
            assertThat(view.get("problem").get("code").asText()).isEqualTo("interrupted");
        }
    }

    private static Import received(UUID communityId) {
        return new Import(
                communityId,
                Ids.next(),
                ImportKind.MEMBERS,
                ImportMode.ATOMIC,
                false,
                false,
                ImportStatus.RECEIVED,
                "somebody",
                "0".repeat(64),
                1,
                null,
                List.of(),
                List.of(),
                Import.Rows.NONE,
                null,
                Instant.now(),
                null,
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_terminate_backend", "pg_cancel_backend"})
    void losesNoRowWhenTheDatabaseIsAwayForAMoment(String breakOff) throws Exception {
        Committee community = aCommittee(api);
        Reply accepted;
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("lock table import_row in access exclusive mode");
            accepted = AnImport.independent(api, community.slug(), "members").send("memberNo\na-1\na-2");
            await().until(() -> isDoneToWhoeverWaits(breakOff, statement));
            superuser.rollback();
        }

        Finished done = AnImport.independent(api, community.slug(), "members")
                .finished(accepted.expect(202).headers().firstValue("Location").orElseThrow());

        assertThat(done.status()).as("%s", done.view()).isEqualTo("done");
        assertThat(done.told("accepted")).containsExactly("2 - created", "3 - created");
    }

    private static boolean isDoneToWhoeverWaits(String breakOff, Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select " + breakOff + "(pid) from pg_locks where relation = 'import_row'::regclass and not granted")) {
            return rows.next();
        }
    }

    /** As when a commit arrives, and nobody sees its end. */
    @Test
    void tellsWhatBecameOfRowsThatWereDoneBefore() throws IOException, SQLException {
        Committee community = aCommittee(api);
        String[] lines = {"memberNo,displayName", "a-1,Li", "a-2," + "x".repeat(200), "a-3,Wang"};
        Finished first = AnImport.independent(api, community.slug(), "members").of(lines);
        UUID id = UUID.fromString(first.view().get("id").asText());
        leaveRunning(id, "1 second");
        CommunityPolicy policy = communities.require(community.slug());
        Import subject = imports.require(policy.id(), id);
        Call call = new Call(subject.actor(), null, false, Locale.ENGLISH, "/test", "-");

        try (ImportQueue.Place place = queue.enter(policy.id())) {
            byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            place.run(
                    subject,
                    members,
                    new Reading(policy, policy.today(Instant.now()), false),
                    call,
                    Upload.store(new ByteArrayInputStream(file), file.length));
        }
        Finished again = AnImport.independent(api, community.slug(), "members").finished(first.location());

        assertThat(first.counts()).isEqualTo(List.of(2L, 1L, 0L));
        assertThat(again.counts()).isEqualTo(first.counts());
        assertThat(again.told("accepted")).isEqualTo(first.told("accepted"));
        assertThat(again.told("refused")).isEqualTo(first.told("refused"));
    }

    @Test
    @OnOneServer("it makes a trigger")
    void setsABoundToWhatItAsksOfTheDatabase() throws Exception {
        Committee community = aCommittee(api);
        try (Connection superuser = TestDatabase.asSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("create function bound() returns trigger language plpgsql as $$ begin"
                    + " if current_setting('statement_timeout') = '0' then raise exception 'no bound'; end if;"
                    + " return new; end $$");
            statement.execute(
                    "create trigger bound before insert or update on import for each row execute function bound()");
            try {
                assertThat(AnImport.independent(api, community.slug(), "members")
                                .of("memberNo", "a-1")
                                .status())
                        .isEqualTo("done");
            } finally {
                statement.execute("drop trigger bound on import");
                statement.execute("drop function bound()");
            }
        }
    }

    @Test
    void findsOpenImportsByAnIndex() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local enable_seqscan = off");
            List<String> plan = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("explain update import set status = 'failed'"
                    + " where status in ('received', 'running') and seen_at < now()")) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            connection.rollback();

            assertThat(plan).anyMatch(line -> line.contains("import_open"));
        }
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
