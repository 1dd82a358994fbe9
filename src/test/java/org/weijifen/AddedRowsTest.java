package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
                Arguments.of("/members", Map.of("memberNo", "1", "displayName", "A", "group", "a"), "group"),
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
        Reply changed = community.patch(one, Map.of(field, "b")).expect(200);
        Reply again = community.post(path, body, "add").expect(201);
        assertThat(again.json()).isEqualTo(changed.json());
        assertThat(again.headers().firstValue("ETag"))
                .isEqualTo(community.get(one).headers().firstValue("ETag"))
                .isPresent();

        Map<String, Object> other = new HashMap<>(body);
        other.put(field, "c");
        assertThat(community.post(path, other, "add").code()).isEqualTo("idempotency_key_reused");
        assertThat(community.get(path).json().get("items")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void needsNoKey(String path, Map<String, Object> body, String field) {
        List<Reply> added = InParallel.times(8, i -> community.post(path, body, null));

        assertThat(added).extracting(Reply::status).containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409, 409, 409);
        assertThat(added).allSatisfy(reply -> assertThat(reply.headers().firstValue("Idempotent-Replayed"))
                .isEmpty());
        assertThat(community.get(path).json().get("items")).hasSize(1);
    }

    /** What is kept under a key stays for ever, and tells nothing of a person. */
    @Test
    void aKeyIsNotAskedForNamesAndPhoneNumbers() {
        Map<String, Object> member = Map.of("memberNo", "1", "displayName", "A", "phone", "13800000001");
        Reply added = community.post("/members", member, "add").expect(201);

        Reply again = community
                .post("/members", Map.of("memberNo", "1", "displayName", "B", "phone", "13800000002"), "add")
                .expect(201);

        assertThat(again.json()).isEqualTo(added.json());
    }

    static Stream<Arguments> rowsOutsideOfBooks() {
        String name = "n" + UUID.randomUUID().toString().replace("-", "");
        return Stream.of(
                Arguments.of("/v1/users", Api.staff(name, "fuxi"), "communities", List.of()),
                Arguments.of("/v1/clients", Map.of("name", "A", "communities", List.of()), "name", "B"),
                Arguments.of("/v1/communities", Map.of("slug", name, "name", "A"), "name", "B"));
    }

    @ParameterizedTest
    @MethodSource("rowsOutsideOfBooks")
    void aKeyOutsideOfBooksIsAnsweredWithWhatWasCreated(
            String path, Map<String, Object> body, String field, Object another) {
        Api admin = Api.asAdmin();
        String key = UUID.randomUUID().toString();

        List<Reply> created = InParallel.times(4, i -> admin.post(path, body, key));

        assertThat(created).allSatisfy(reply -> reply.expect(201));
        assertThat(created)
                .filteredOn(reply ->
                        reply.headers().firstValue("Idempotent-Replayed").isEmpty())
                .hasSize(1);
        String location = created.get(0).headers().firstValue("Location").orElseThrow();
        assertThat(created)
                .extracting(reply -> reply.headers().firstValue("Location").orElseThrow())
                .containsOnly(location);
        admin.patch(location, Map.of(field, another)).expect(200);
        assertThat(admin.post(path, body, key).expect(201).headers().firstValue("Location"))
                .contains(location);
        Map<String, Object> other = new HashMap<>(body);
        other.put(field, another);
        assertThat(admin.post(path, other, key).code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aClientThatIsCreatedAgainUnderItsKeyHasTheSecretThatWasAnsweredLast() {
        Api admin = Api.asAdmin();
        Map<String, Object> body = Map.of("name", "A", "communities", List.of());

        Reply first = admin.post("/v1/clients", body, "client").expect(201);
        Reply second = admin.post("/v1/clients", body, "client").expect(201);

        assertThat(second.json().get("clientId")).isEqualTo(first.json().get("clientId"));
        Api.here().post("/v1/tokens", second.json(), null).expect(200);
        Api.here().post("/v1/tokens", first.json(), null).expect(401);
    }

    @Test
    void aCreationThatWasRefusedLeavesItsKeyFree() {
        Api admin = Api.asAdmin();
        String name = "n" + UUID.randomUUID().toString().replace("-", "");
        admin.post("/v1/communities", Map.of("slug", name, "name", "A")).expect(201);
        String key = UUID.randomUUID().toString();

        assertThat(admin.post("/v1/communities", Map.of("slug", name, "name", "A"), key)
                        .code())
                .isEqualTo("slug_taken");
        admin.post("/v1/communities", Map.of("slug", name + "-2", "name", "A"), key)
                .expect(201);
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
