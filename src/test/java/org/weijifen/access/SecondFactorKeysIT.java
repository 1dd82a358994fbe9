package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Authenticator;
import org.weijifen.fixture.ServiceProcess;

/** Second factors while the key-encryption key is changed, and when it is lost. */
class SecondFactorKeysIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final String FIRST_KEY = "Zmlyc3Qga2V5IG9mIHRoZSBzZWNvbmQgZmFjdG9ycyE=";
    private static final String NEXT_KEY = "bmV4dCBrZXkgZm9yIGFsbCBzZWNvbmQgZmFjdG9ycyE=";
    private static final String LOST = "second factors were encrypted by a key that is not there";

    @TempDir
    Path temp;

    @Test
    void areEncryptedAnewByTheNextKeyAndRecoveredWithoutAny() {
        String secret;
        JsonNode recovery;
        try (ServiceProcess service = start(FIRST_KEY)) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
            secret = admin.post("/v1/me/second-factor", null, null)
                    .expect(200)
                    .json()
                    .get("secret")
                    .asText();
            recovery = admin.post("/v1/me/second-factor/confirmation", Map.of("code", Authenticator.code(secret)), null)
                    .expect(200)
                    .json()
                    .get("recoveryCodes");
        }
        try (ServiceProcess service = start(NEXT_KEY + "," + FIRST_KEY)) {
            signIn(service, null).expect(401);
            signIn(service, Authenticator.codeOfTheNextStep(secret)).expect(200);
            assertThat(service.output()).doesNotContain(LOST);
        }
        // What it is encrypted by now is not there; the key before opens nothing any more.
        try (ServiceProcess service = start(FIRST_KEY)) {
            assertThat(service.output()).contains("1 " + LOST);
            signIn(service, Authenticator.code(secret)).expect(401);
            signIn(service, recovery.get(0).asText()).expect(200);
        }
    }

    private ServiceProcess start(String keys) {
        return ServiceProcess.on(temp.resolve("data"))
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_KEY_ENCRYPTION_KEY", keys)
                .start();
    }

    private static Reply signIn(ServiceProcess service, String code) {
        Map<String, String> credentials = new HashMap<>(Map.of("username", "admin", "password", PASSWORD));
        if (code != null) {
            credentials.put("code", code);
        }
        return Api.at(service.baseUrl()).post("/v1/tokens", credentials, null);
    }
}
