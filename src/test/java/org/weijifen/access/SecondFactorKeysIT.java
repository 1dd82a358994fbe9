package org.weijifen.access;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.Authenticator;
import org.weijifen.fixture.ServiceProcess;

/** Second factors while the key-encryption key is changed. */
class SecondFactorKeysIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final String FIRST_KEY = "Zmlyc3Qga2V5IG9mIHRoZSBzZWNvbmQgZmFjdG9ycyE=";
    private static final String NEXT_KEY = "bmV4dCBrZXkgZm9yIGFsbCBzZWNvbmQgZmFjdG9ycyE=";

    @TempDir
    Path temp;

    @Test
    void areEncryptedAnewByTheNextKey() {
        String secret;
        try (ServiceProcess service = start(FIRST_KEY)) {
            Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
            secret = admin.post("/v1/me/second-factor", Map.of("currentPassword", PASSWORD), null)
                    .expect(200)
                    .json()
                    .get("secret")
                    .asText();
            admin.post("/v1/me/second-factor/confirmation", Map.of("code", Authenticator.code(secret)), null)
                    .expect(200);
        }
        try (ServiceProcess service = start(NEXT_KEY + "," + FIRST_KEY)) {
            signIn(service, null).expect(401);
        }
        // The key before is no longer there.
        try (ServiceProcess service = start(NEXT_KEY)) {
            signIn(service, Authenticator.codeOfTheNextStep(secret)).expect(200);
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
