package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;

/** The secret of a system is replaced while it works. */
@QuarkusTest
class ClientSecretTest {
    private static final Map<String, Object> CLIENT = Map.of("name", "小程序", "communities", List.of("fuxi"));

    private final Api admin = Api.asAdmin();
    private final JsonNode client =
            admin.post("/v1/clients", CLIENT, newKey()).expect(201).json();
    private final String path = "/v1/clients/" + client.get("clientId").asText();
    private final String first = client.get("clientSecret").asText();

    @Test
    void twoSecretsAreGoodAtATime() {
        String second = add(newKey());
        signIn(first).expect(200);
        signIn(second).expect(200);

        Api before = Api.here().with(signIn(second).json().get("accessToken").asText());
        before.get("/v1/me").expect(200);

        String third = add(newKey());

        before.get("/v1/me").expect(401);
        signIn(first).expect(401);
        signIn(second).expect(200);
        signIn(third).expect(200);
        signIn("a guess").expect(401);
    }

    @Test
    void showsWhenEachWasMadeAndNeverTheSecret() {
        Reply added = admin.post(path + "/secrets", null, newKey()).expect(201);

        assertThat(added.header("Location"))
                .isEqualTo(path + "/secrets/" + added.json().get("secretId").asText());
        Reply shown = admin.get(path).expect(200);
        assertThat(shown.json().get("secrets")).hasSize(2);
        assertThat(shown.json().at("/secrets/0/secretId"))
                .isEqualTo(added.json().get("secretId"));
        assertThat(shown.json().at("/secrets/0/createdAt"))
                .isEqualTo(added.json().get("createdAt"));
        assertThat(shown.json().at("/secrets/1/createdAt"))
                .isEqualTo(shown.json().get("createdAt"));
        assertThat(shown.body())
                .doesNotContain(first, added.json().get("clientSecret").asText(), "$2a$");
    }

    @Test
    void anEndedSecretIsGoodNoMore() {
        String second = add(newKey());
        JsonNode secrets = admin.get(path).json().get("secrets");

        JsonNode left = end(secrets.at("/0/secretId").asText()).expect(200).json();

        assertThat(left.get("secrets")).hasSize(1);
        signIn(second).expect(401);
        signIn(first).expect(200);
        assertThat(end(secrets.at("/0/secretId").asText()).expect(404).code()).isEqualTo("not_found");
        end(secrets.at("/1/secretId").asText()).expect(200);
        signIn(first).expect(401);
        signIn(add(newKey())).expect(200);
    }

    /** Without a key, a request that is sent again would end the secret that is in use. */
    @Test
    void aRepeatedRequestEndsNothingThatIsInUse() {
        assertThat(admin.post(path + "/secrets", null, null).expect(400).code()).isEqualTo("idempotency_key_required");
        String key = newKey();

        String lost = add(key);
        Reply again = admin.post(path + "/secrets", null, key).expect(201);

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        signIn(first).expect(200);
        signIn(again.json().get("clientSecret").asText()).expect(200);
        signIn(lost).expect(401);
        assertThat(admin.get(path).json().get("secrets")).hasSize(2);
    }

    @Test
    void aKeyWhoseSecretIsNoLongerTheNewestMakesNoOther() {
        String key = newKey();
        String second = add(key);
        String third = add(newKey());

        assertThat(admin.post(path + "/secrets", null, key).expect(409).code()).isEqualTo("conflict");
        signIn(second).expect(200);
        signIn(third).expect(200);

        admin.get(path).json().get("secrets").forEach(secret -> end(secret.get("secretId")
                        .asText())
                .expect(200));
        assertThat(admin.post(path + "/secrets", null, key).expect(409).code()).isEqualTo("conflict");
        assertThat(admin.get(path).json().get("secrets")).isEmpty();
    }

    @Test
    void aKeyOfOneClientIsNoneOfAnother() {
        String key = newKey();
        add(key);
        String other = "/v1/clients/"
                + admin.post("/v1/clients", CLIENT, newKey())
                        .json()
                        .get("clientId")
                        .asText();

        assertThat(admin.post(other + "/secrets", null, key).expect(422).code()).isEqualTo("idempotency_key_reused");
    }

    /** The first secret is replaced only as long as it is the newest: until then perhaps nobody has received it. */
    @Test
    void aClientCreatedAgainUnderItsKeyKeepsWhatHasReplacedItsFirstSecret() {
        String key = newKey();
        JsonNode created = admin.post("/v1/clients", CLIENT, key).expect(201).json();
        String its = "/v1/clients/" + created.get("clientId").asText();
        JsonNode added =
                admin.post(its + "/secrets", null, newKey()).expect(201).json();

        assertThat(admin.post("/v1/clients", CLIENT, key).expect(409).code()).isEqualTo("conflict");

        for (String secret : List.of(
                created.get("clientSecret").asText(), added.get("clientSecret").asText())) {
            signIn(created.get("clientId").asText(), secret).expect(200);
        }
    }

    @Test
    void onlyAdminsReplaceSecrets() {
        assertThat(Api.asCommittee("fuxi")
                        .post(path + "/secrets", null, newKey())
                        .code())
                .isEqualTo("forbidden");
        assertThat(Api.asIntegrator("fuxi")
                        .post(path + "/secrets", null, newKey())
                        .code())
                .isEqualTo("forbidden");
        assertThat(admin.post("/v1/clients/" + UUID.randomUUID() + "/secrets", null, newKey())
                        .code())
                .isEqualTo("not_found");
    }

    private String add(String key) {
        return admin.post(path + "/secrets", null, key)
                .expect(201)
                .json()
                .get("clientSecret")
                .asText();
    }

    private Reply end(String secretId) {
        return admin.send("DELETE", path + "/secrets/" + secretId, null, null, Map.of());
    }

    private Reply signIn(String secret) {
        return signIn(client.get("clientId").asText(), secret);
    }

    private static Reply signIn(String clientId, String secret) {
        return Api.here().post("/v1/tokens", Map.of("clientId", clientId, "clientSecret", secret), null);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
