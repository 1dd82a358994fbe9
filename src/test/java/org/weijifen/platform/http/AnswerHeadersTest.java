package org.weijifen.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
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

            assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void letsNobodyKeepTokens() {
        given().contentType("application/json")
                .body("{\"username\":\"admin\",\"password\":\"" + Api.ADMIN_PASSWORD + "\"}")
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .header("Cache-Control", is("no-store"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/problems", "/q/swagger-ui/", "/q/openapi", "/nowhere"})
    void keepsPagesOutOfFrames(String path) {
        Reply reply = Api.here().get(path);

        assertThat(header(reply, "Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(header(reply, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void runsScriptsInSwaggerUiOnly() {
        given().get("/q/swagger-ui/").then().header("Content-Security-Policy", containsString("script-src 'self'"));
        given().get("/docs/problems").then().header("Content-Security-Policy", not(containsString("script-src")));
    }

    @Test
    void doesNotSayInSwaggerUiWhatItRunsOn() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(not(containsString("Quarkus")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void showsOperationOnTheManagementPortOnly(String path) {
        Reply shown = MANAGEMENT.get(path).expect(200);

        assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Api.here().get(path).expect(404).code()).isEqualTo("not_found");
    }

    @Test
    void showsNothingElseOnTheManagementPort() {
        for (String path : new String[] {"/v1/communities", "/docs/problems", "/q/openapi", "/q/swagger-ui/"}) {
            assertThat(MANAGEMENT.get(path).expect(404).code()).isEqualTo("not_found");
        }
    }

    private static String header(Reply reply, String name) {
        assertThat(reply.headers().allValues(name)).hasSizeLessThanOrEqualTo(1);
        return reply.headers().firstValue(name).orElse("");
    }
}
