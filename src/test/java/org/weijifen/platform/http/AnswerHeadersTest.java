package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;

/** What browsers and proxies are told to do with answers, and which port shows what. */
@QuarkusTest
class AnswerHeadersTest {
    private static final Api MANAGEMENT = Api.atManagement();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/communities",
                "/v1/communities/fuxi/members",
                "/v1/communities/fuxi/exports/members?format=csv",
                "/v1/nowhere",
                "//v1/communities",
                "/v1//communities",
                "/q/../v1/communities",
                "/docs/%2e%2e/v1/communities",
                "/%76%31/communities"
            })
    void letsNobodyKeepWhatTheApiSays(String path) {
        for (Api caller : new Api[] {Api.asAdmin(), Api.here()}) {
            Reply reply = caller.get(path);

            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void letsNobodyKeepTokens() {
        Map<String, String> credentials = Map.of("username", "admin", "password", Api.ADMIN_PASSWORD);

        assertThat(Api.here().post("/v1/tokens", credentials).expect(200).header("Cache-Control"))
                .isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/problems", "/q/swagger-ui/", "/q/openapi", "/nowhere"})
    void keepsPagesOutOfFrames(String path) {
        Reply reply = Api.here().get(path);

        assertThat(reply.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void runsScriptsInSwaggerUiOnly() {
        assertThat(Api.here().get("/q/swagger-ui/").header("Content-Security-Policy"))
                .contains("script-src 'self'");
        assertThat(Api.here().get("/docs/problems").header("Content-Security-Policy"))
                .isNotEmpty()
                .doesNotContain("script-src");
    }

    @Test
    void doesNotSayInSwaggerUiWhatItRunsOn() {
        assertThat(Api.here().get("/q/swagger-ui/").expect(200).body()).doesNotContain("Quarkus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void showsOperationOnTheManagementPortOnly(String path) {
        Reply shown = MANAGEMENT.get(path).expect(200);

        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Api.here().get(path).expect(404).code()).isEqualTo("not_found");
    }

    @Test
    void showsNothingElseOnTheManagementPort() {
        for (String path : new String[] {"/v1/communities", "/docs/problems", "/q/openapi", "/q/swagger-ui/"}) {
            assertThat(MANAGEMENT.get(path).expect(404).code()).isEqualTo("not_found");
        }
    }
}
