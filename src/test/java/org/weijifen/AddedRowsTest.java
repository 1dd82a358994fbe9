package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.InParallel;

/** Rows that people add take a key, and need none. */
@QuarkusTest
class AddedRowsTest {
    private final Committee community = aCommittee(Api.asAdmin());

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("/members", Map.of("memberNo", "1", "displayName", "A"), "displayName"),
                Arguments.of("/tasks", Map.of("code", "a", "title", "A", "points", 1, "per", "hour"), "title"),
                Arguments.of("/rewards", Map.of("code", "a", "title", "A", "points", 1, "kind", "service"), "title"),
                Arguments.of("/merchants", Map.of("code", "a", "title", "A"), "title"),
                Arguments.of("/stations", Map.of("code", "a", "title", "A"), "title"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKeyThatComesAgainIsAnsweredWithWhatWasAdded(String path, Map<String, Object> body, String field) {
        List<Reply> added = InParallel.times(4, i -> community.post(path, body, "add"));

        assertThat(added).allSatisfy(reply -> assertThat(reply.json())
                .isEqualTo(added.get(0).expect(201).json()));
        assertThat(added)
                .filteredOn(reply ->
                        reply.headers().firstValue("Idempotent-Replayed").isEmpty())
                .hasSize(1);
        assertThat(added)
                .extracting(reply -> reply.headers().firstValue("Location").orElseThrow())
                .containsOnly(community.path(path) + "/" + id(added));

        String one = path + "/" + id(added);
        Reply changed = community.patch(one, Map.of(field, "B")).expect(200);
        Reply again = community.post(path, body, "add").expect(201);
        assertThat(again.json()).isEqualTo(changed.json());
        assertThat(again.headers().firstValue("ETag"))
                .isEqualTo(community.get(one).headers().firstValue("ETag"))
                .isPresent();

        Map<String, Object> other = new HashMap<>(body);
        other.put(field, "C");
        assertThat(community.post(path, other, "add").code()).isEqualTo("idempotency_key_reused");
        assertThat(community.get(path).json().get("items")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRefusalStaysUnderItsKey(String path, Map<String, Object> body, String field) {
        community.post(path, body, "first").expect(201);

        Reply refused = community.post(path, body, "second").expect(409);
        Reply again = community.post(path, body, "second").expect(409);

        assertThat(refused.code()).isEqualTo(path.equals("/members") ? "member_no_taken" : "code_taken");
        assertThat(again.code()).isEqualTo(refused.code());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void refusesAKeyThatIsNone() {
        Reply reply = community.post("/members", Map.of("memberNo", "1", "displayName", "A"), "k".repeat(256));

        assertThat(reply.expect(400).code()).isEqualTo("validation_failed");
        assertThat(community.get("/members").json().get("items")).isEmpty();
    }

    private static String id(List<Reply> added) {
        return Committee.id(added.get(0));
    }
}
