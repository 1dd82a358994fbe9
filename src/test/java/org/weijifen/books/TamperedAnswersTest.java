package org.weijifen.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.OnOneServer;
import org.weijifen.fixture.TestDatabase;

/** Whatever is changed in the answers that are kept under keys, verification sees it. */
@QuarkusTest
@OnOneServer("rows are changed through a view")
class TamperedAnswersTest {
    private static final String CHANGED = "kept_answers_changed";
    private static final String MISMATCH = "kept_answer_mismatch";

    private final Committee community = aCommittee(Api.asAdmin());
    private final String member = community.aMember();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update k set status = 200 where key = 'one'",
                "update k set packed = (select o.packed from k o where o.key = 'two') where key = 'one'",
                "update k set packed = '\\x01' where key = 'one'",
                "update k set request_sha256 = sha256('x') where key = 'one'",
                "update k set key = 'three' where key = 'one'",
                "update k set caller = 'somebody' where key = 'one'",
                "update k set recorded_at = recorded_at + interval '1 second' where key = 'one'",
                "update k set recorded_at = 'infinity' where key = 'one'",
                "update k set sequence = null where key = 'one'",
                "update k set request_hash = encode(request_sha256, 'hex'), request_sha256 = null, packed = null,"
                        + " sequence = null, answer = '{}' where key = 'one'",
                "delete from k where key = 'one'",
                "insert into k (community_id, caller, key, request_sha256, status, packed, recorded_at)"
                        + " select community_id, caller, 'new', request_sha256, status, packed, recorded_at from k where key = 'one'"
            })
    void isSeen(String change) throws SQLException {
        doTwoThings();

        tamper(change);

        assertThat(codes()).contains(CHANGED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update k set sequence = 1 where key = 'two'                                    | 1
            update k set sequence = 99 where key = 'two'                                   | 99
            update k set caller = 'somebody' where key = 'two'                             | 2
            update k set recorded_at = recorded_at - interval '1 hour' where key = 'two'   | 2
            update k set packed = (select o.packed from k o where o.key = 'one') where key = 'two' | 2
            """)
    void isNamedByItsTransaction(String change, long sequence) throws SQLException {
        doTwoThings();

        tamper(change);

        JsonNode verification = verification();
        assertThat(verification.get("firstInvalidSequence").asLong()).isEqualTo(sequence);
        assertThat(verification.get("findings").findValuesAsText("code")).contains(MISMATCH);
    }

    /** Rows of the time before answers were packed say everything themselves, and the book row has no word for them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two | {"sequence":2,"memberId":"%s","points":7}                                   | 2 | true
            two | {"sequence":2,"memberId":"%s","points":8}                                   | 2 | false
            two | {"sequence":2,"memberId":"00000000-0000-7000-8000-000000000001","points":7} | 2 | false
            two | {"sequence":2,"memberId":"%s","points":7}                                   | 9 | false
            two | {"sequence":1,"memberId":"%s","points":5}                                   | 1 | false
            one | {"sequence":2,"memberId":"%s","points":7}                                   | 2 | false
            """)
    void isNamedInOldRowsToo(String key, String answer, long located, boolean valid) throws SQLException {
        doTwoThings();
        tamper(
                "update book set kept_answers = repeat('0', 256)::bit(256)",
                // The member was added under a key, too.
                "delete from k where key not in ('one', 'two')",
                asOldRow("one", 1, "{\"sequence\":1,\"memberId\":\"%s\",\"points\":5}"),
                asOldRow("two", 2, "{\"sequence\":2,\"memberId\":\"%s\",\"points\":7}"),
                asOldRow(key, located, answer));

        JsonNode verification = verification();

        assertThat(verification.get("valid").asBoolean()).as("%s", verification).isEqualTo(valid);
        if (!valid) {
            assertThat(verification.get("findings").findValuesAsText("code")).containsExactly(MISMATCH);
        }
    }

    @Test
    void isSeenWhereARefusalHidesWhatWasDone() throws SQLException {
        doTwoThings();
        String reward = community.goods(100, 1);
        community.redeem(member, reward, 1, "refused").expect(422);
        community.verify();

        tamper("update kept_refusal set key = 'one'");

        assertThat(codes()).containsExactly(CHANGED);
    }

    /** Everything that can be done with a key, and what came of it. */
    @Test
    void isSoughtInVainWhereNobodyDidAnything() {
        String reward = community.goods(1, 9);
        community.credit(member, 20);
        community.cancel(community.reserved(member, reward, 1)).expect(200);
        community.takeBack(community.handedOut(member, reward, 2)).expect(200);
        community
                .post(
                        "/credits/bulk",
                        Map.of(
                                "mode",
                                "independent",
                                "items",
                                List.of(
                                        Map.of("memberId", member, "points", 3),
                                        Map.of("memberId", member, "points", 4))))
                .expect(200);
        community.deduct(member, 2);
        community.post("/stations", Map.of("code", "s", "name", "S"));

        community.verify();
    }

    private void doTwoThings() {
        community
                .post("/credits", Map.of("memberId", member, "points", 5), "one")
                .expect(201);
        community
                .post("/credits", Map.of("memberId", member, "points", 7), "two")
                .expect(201);
        community.verify();
    }

    private String asOldRow(String key, long located, String answer) {
        return "update k set request_hash = coalesce(request_hash, encode(request_sha256, 'hex')), request_sha256 = null,"
                + " packed = null, sequence = null, location = '/v1/communities/c/transactions/" + located + "',"
                + " answer = '" + answer.formatted(member) + "' where key = '" + key + "'";
    }

    private List<String> codes() {
        JsonNode verification = verification();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        return verification.get("findings").findValuesAsText("code");
    }

    private JsonNode verification() {
        return community.get("/books/verification").expect(200).json();
    }

    /** Runs statements as superuser on the rows of this community alone; k stands for its kept answers. */
    private void tamper(String... changes) throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser();
                Statement statement = connection.createStatement()) {
            String mine = "community_id = (select id from community where slug = '" + community.slug() + "')";
            statement.execute("create temp view k as select * from idempotency_key where " + mine);
            for (String change : changes) {
                boolean whole = change.startsWith("update book") || change.startsWith("update kept_refusal");
                statement.execute(whole ? change + " where " + mine : change);
            }
        }
    }
}
