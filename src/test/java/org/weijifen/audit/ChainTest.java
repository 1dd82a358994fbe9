package org.weijifen.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.MovableClock;
import org.weijifen.ledger.HashChain;

/** Whatever is done to the lines of a security log shows, and what is forgotten of it can be proved. */
@QuarkusTest
class ChainTest {
    private static final String LOG = "/security-log";
    private static final String VERIFICATION = LOG + "/verification";
    private static final int LINES = 6;

    @Inject
    ForgetLinesJob job;

    private final Api admin = Api.asAdmin();
    private final Committee community = aCommittee(admin);
    private final UUID id = community.communityId();

    @BeforeEach
    void addLines() {
        IntStream.range(1, LINES).forEach(i -> community.aMember());
    }

    @AfterEach
    void resetClock() {
        MovableClock.reset();
    }

    @Test
    void isValidAsItIsWritten() {
        JsonNode verification = community.get(VERIFICATION).expect(200).json();

        assertThat(verification.get("valid").asBoolean()).isTrue();
        assertThat(verification.get("lines").asLong()).isEqualTo(LINES);
        assertThat(verification.get("sequence").asLong()).isEqualTo(LINES);
        assertThat(verification.get("previousHash").asText()).isEqualTo(HashChain.GENESIS);
        assertThat(verification.get("findings")).isEmpty();
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                Arguments.of("delete from security_log where %s and sequence = 1", 1, "line_missing"),
                Arguments.of("delete from security_log where %s and sequence = 3", 3, "line_missing"),
                Arguments.of("delete from security_log where %s and sequence in (3, 4)", 3, "line_missing"),
                Arguments.of("delete from security_log where %s and sequence = 6", 6, "line_missing"),
                Arguments.of("delete from security_log where %s", 1, "line_missing"),
                Arguments.of("update security_log set actor = 'x' where %s and sequence = 2", 2, "hash_mismatch"),
                Arguments.of("update security_log set changes = '[]' where %s and sequence = 6", 6, "hash_mismatch"),
                Arguments.of("update security_log set request_id = null where %s and sequence = 4", 4, "hash_mismatch"),
                Arguments.of(
                        "update security_log set recorded_at = recorded_at - interval '1 hour' where %s and sequence = 5",
                        5, "hash_mismatch"),
                Arguments.of(
                        "update security_log set hash = repeat('0', 64) where %s and sequence = 5", 5, "hash_mismatch"),
                Arguments.of(
                        "update security_log a set subject_id = b.subject_id, changes = b.changes from security_log b"
                                + " where a.community_id = b.community_id and a.%s and a.sequence in (3, 5) and b.sequence in"
                                + " (3, 5) and a.sequence <> b.sequence",
                        3, "hash_mismatch"),
                Arguments.of(
                        "insert into security_log select community_id, 7, recorded_at, kind, actor, subject_kind,"
                                + " subject_id, changes, occurrences, outcome, request_id, hash from security_log where %s"
                                + " and sequence = 6",
                        7, "line_unexpected"),
                Arguments.of("update security_log_head set hash = repeat('0', 64) where %s", 6, "head_mismatch"),
                Arguments.of("delete from security_log_head where %s", null, "head_missing"));
    }

    @ParameterizedTest
    @MethodSource("tampering")
    void showsWhereItWasTamperedWith(String sql, Integer sequence, String code) throws SQLException {
        LogLines.tamper(sql.formatted("community_id = '" + id + "'"));

        JsonNode verification = community.get(VERIFICATION).expect(200).json();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        assertThat(verification.get("findings"))
                .extracting(finding -> finding.get("code").asText())
                .contains(code);
        if (sequence != null) {
            assertThat(verification.get("firstInvalidSequence").asInt()).isEqualTo(sequence);
        }
    }

    @Test
    void readsTheLinesBesideOneThatIsDamaged() throws SQLException {
        LogLines.tamper("update security_log set kind = 'bogus', changes = 'nojson' where community_id = '" + id
                + "' and sequence = 3");

        JsonNode lines = community.get(LOG).expect(200).json().get("items");
        assertThat(lines).hasSize(LINES);
        lines.forEach(line -> {
            boolean damaged = line.get("sequence").asLong() == 3;
            assertThat(line.has("kind")).isEqualTo(!damaged);
            assertThat(line.has("changes")).isEqualTo(!damaged);
        });
        assertThat(community
                        .get(VERIFICATION)
                        .json()
                        .get("firstInvalidSequence")
                        .asLong())
                .isEqualTo(3);
    }

    /** A line that is written anew with the right hash, and all after it, ends in another hash than the head has. */
    @Test
    void showsAChainThatWasComputedAnew() throws SQLException {
        String line = exported().get(LINES - 1);
        String forged = line.replaceFirst("\"occurrences\":1", "\"occurrences\":2");
        JsonNode last = Api.tree(line);
        String previous = Api.tree(exported().get(LINES - 2)).get("hash").asText();
        String hash = hash(previous, forged);
        LogLines.tamper("update security_log set occurrences = 2, hash = '" + hash + "' where community_id = '" + id
                + "' and sequence = " + last.get("sequence").asLong());

        JsonNode verification = community.get(VERIFICATION).json();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        assertThat(verification.get("findings").get(0).get("code").asText()).isEqualTo("hash_mismatch");
    }

    @Test
    void canBeCheckedFromAnExport() {
        String previous = HashChain.GENESIS;
        List<String> lines = exported();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = Api.tree(lines.get(i));
            assertThat(line.get("sequence").asInt()).isEqualTo(i + 1);
            previous = hash(previous, lines.get(i));
            assertThat(line.get("hash").asText()).isEqualTo(previous);
        }

        JsonNode last = Api.tree(lines.get(lines.size() - 1));
        assertThat(last.get("kind").asText() + " " + last.get("subjectKind").asText())
                .isEqualTo("export security-log");
        assertThat(community.get(VERIFICATION).json().get("hash").asText()).isEqualTo(previous);
    }

    @Test
    void forgetsWhatIsOldAndStaysProvable() throws SQLException {
        MovableClock.advance(Duration.ofDays(2 * 365));
        Committee later = Committee.of(Api.asAdmin(), community.slug());
        later.patch("", Map.of("pickupDays", 3)).expect(200);
        MovableClock.advance(Duration.ofDays(370));
        Committee latest = Committee.of(Api.asAdmin(), community.slug());

        job.forget(id);
        job.forget(id);

        JsonNode verification = latest.get(VERIFICATION).expect(200).json();
        assertThat(verification.get("valid").asBoolean())
                .as(verification.toString())
                .isTrue();
        assertThat(verification.get("firstSequence").asInt()).isEqualTo(LINES + 1);
        assertThat(verification.get("sequence").asInt()).isEqualTo(LINES + 2);
        List<JsonNode> left = LogLines.of(Api.asAdmin(), community.path(LOG), Map.of());
        assertThat(left)
                .extracting(LogLines::brief)
                .containsExactly("change community [pickupDays]", "forget security-log [firstSequence]");
        JsonNode forgotten = LogLines.change(left.get(1), "firstSequence");
        assertThat(forgotten.get("before").asText() + " "
                        + forgotten.get("after").asText())
                .isEqualTo("1 7");
        assertThat(left.get(1).get("occurrences").asInt()).isEqualTo(LINES);
        assertThat(left.get(1).get("actor").asText()).isEqualTo("system:forget-security-log");

        LogLines.tamper("delete from security_log where community_id = '" + id + "' and sequence = " + (LINES + 1));
        assertThat(latest.get(VERIFICATION).json().get("firstInvalidSequence").asInt())
                .isEqualTo(LINES + 1);
    }

    @Test
    void keepsOldLinesThatWereTamperedWith() throws SQLException {
        LogLines.tamper("delete from security_log where community_id = '" + id + "' and sequence = 2");
        MovableClock.advance(Duration.ofDays(4 * 366));

        job.forget(id);

        JsonNode verification =
                Api.asAdmin().get(community.path(VERIFICATION)).expect(200).json();
        assertThat(verification.get("lines").asInt()).isEqualTo(LINES - 1);
        assertThat(verification.get("firstInvalidSequence").asInt()).isEqualTo(2);
    }

    @Test
    void goesOnAfterEverythingWasForgotten() {
        MovableClock.advance(Duration.ofDays(4 * 366));
        job.forget(id);
        Committee later = Committee.of(Api.asAdmin(), community.slug());
        later.aMember(Map.of("memberNo", "new"));

        JsonNode verification = later.get(VERIFICATION).json();
        assertThat(verification.get("valid").asBoolean()).isTrue();
        assertThat(verification.get("lines").asInt()).isEqualTo(2);
        assertThat(verification.get("firstSequence").asInt()).isEqualTo(LINES + 1);
    }

    @Test
    void isListedByTimeKindActorAndSubject() {
        List<JsonNode> all = LogLines.of(admin, community.path(LOG), Map.of("limit", 2));
        assertThat(all).hasSize(LINES).isEqualTo(LogLines.of(admin, community.path(LOG), Map.of()));

        String time = all.get(3).get("recordedAt").asText();
        String actor = all.get(0).get("actor").asText();
        String subject = all.get(2).get("subjectId").asText();
        assertThat(list(Map.of("from", time))).allMatch(line -> !at(line).isBefore(Instant.parse(time)));
        assertThat(list(Map.of("from", time)).size() + list(Map.of("to", time)).size())
                .isEqualTo(LINES);
        assertThat(list(Map.of("kind", "add"))).hasSize(LINES);
        assertThat(list(Map.of("kind", "export"))).isEmpty();
        assertThat(list(Map.of("actor", actor))).hasSize(LINES);
        assertThat(list(Map.of("actor", "nobody"))).isEmpty();
        assertThat(list(Map.of("subject", subject))).containsExactly(all.get(2));

        assertThat(community.get(LOG, Map.of("kind", "nonsense")).expect(400).code())
                .isEqualTo("validation_failed");
        assertThat(community
                        .get(LOG, Map.of("from", time, "to", "2020-01-01T00:00:00Z"))
                        .expect(400)
                        .code())
                .isEqualTo("validation_failed");
        assertThat(community.get(LOG, Map.of("cursor", "x")).expect(400).code()).isEqualTo("invalid_cursor");
    }

    @Test
    void isReadByItsOwnAuditorsOnly() {
        Committee other = aCommittee(admin);
        Api auditor = Api.asCommittee(other.slug());
        for (String path : List.of(LOG, LOG + "/export", VERIFICATION)) {
            auditor.get(other.path(path)).expect(200);
            auditor.get(community.path(path)).expect(403);
            auditor.get("/v1" + path).expect(403);
            Api.asIntegrator(community.slug()).get(community.path(path)).expect(403);
            Api.here().get(community.path(path)).expect(401);
            admin.get("/v1" + path).expect(200);
        }
        assertThat(LogLines.of(auditor, other.path(LOG), Map.of()))
                .extracting(line -> line.get("hash"))
                .doesNotContainAnyElementsOf(LogLines.of(admin, community.path(LOG), Map.of()).stream()
                        .map(line -> line.get("hash"))
                        .toList());
    }

    private List<JsonNode> list(Map<String, ?> filter) {
        return LogLines.of(admin, community.path(LOG), filter);
    }

    private static Instant at(JsonNode line) {
        return Instant.parse(line.get("recordedAt").asText());
    }

    private List<String> exported() {
        return community.get(LOG + "/export").expect(200).body().lines().toList();
    }

    private static String hash(String previous, String line) {
        return HashChain.sha256(previous + "\n" + line.replaceFirst("\"hash\":\"[0-9a-f]{64}\",", ""));
    }
}
