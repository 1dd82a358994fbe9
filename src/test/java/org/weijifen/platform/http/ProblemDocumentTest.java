package org.weijifen.platform.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ErrorCode;

@QuarkusTest
class ProblemDocumentTest {
    private static final String UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";

    @Test
    void describesAPathThatLeadsNowhere() {
        given().get("/v1/nowhere?x=1")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Content-Language", "zh-CN")
                .header("X-Request-Id", matchesPattern(UUID_FORM))
                .body("type", is("/docs/problems#not_found"))
                .body("title", is("找不到"))
                .body("status", is(404))
                .body("detail", notNullValue())
                .body("instance", is("/v1/nowhere"))
                .body("code", is("not_found"))
                .body("retryable", is(false))
                .body("requestId", matchesPattern(UUID_FORM))
                .body("errors", nullValue());
    }

    @Test
    void describesAMethodThatIsNotThere() {
        given().delete("/test/echo")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", is("GET, HEAD, PATCH, POST"))
                .body("code", is("method_not_allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "////", "application/pdf, nonsense"})
    void describesAFormatThatCannotBeHad(String accepted) {
        given().header("Accept", accepted)
                .get("/test/echo")
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("code", is("not_acceptable"));
    }

    @ParameterizedTest
    @CsvSource({
        "bug, 500, internal_error",
        "sql, 500, internal_error",
        "unique, 409, conflict",
        "connection, 503, database_unavailable",
        "pool, 503, database_unavailable",
        "wrapped, 503, database_unavailable",
        "overloaded, 503, overloaded"
    })
    void showsNothingInternalOfAFault(String kind, int status, String code) {
        given().get("/test/echo/faults/" + kind)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .header("Retry-After", status == 503 ? matchesPattern("[1-9][0-9]*") : nullValue())
                .body("code", is(code))
                .body("retryable", is(status >= 500))
                .body(not(containsString("secret")))
                .body(not(containsString("Exception")));
    }

    @Test
    void keepsAGoodRequestId() {
        given().header("X-Request-Id", "shop-7_A.b")
                .get("/v1/nowhere")
                .then()
                .header("X-Request-Id", is("shop-7_A.b"))
                .body("requestId", is("shop-7_A.b"));
        given().header("X-Request-Id", "shop-8")
                .get("/test/echo")
                .then()
                .statusCode(200)
                .header("X-Request-Id", is("shop-8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void replacesABadRequestId(String given) {
        given().header("X-Request-Id", given)
                .get("/v1/nowhere")
                .then()
                .header("X-Request-Id", matchesPattern(UUID_FORM))
                .body("requestId", matchesPattern(UUID_FORM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zh-CN|找不到",
                "zh-TW|找不到",
                "en|Not found",
                "en-US,en;q=0.9,zh-CN;q=0.8|Not found",
                "zh;q=0.3,en;q=0.4|Not found",
                "en;q=0|找不到",
                "fr|找不到",
                "*|找不到",
                "!!,;q=x|找不到",
                "-|找不到",
                "-, en|Not found",
                "EN-gb|Not found",
                "en ; q=0.9 , zh ; q=0.1|Not found",
                "zh-Hans-CN, en;q=0.5|找不到",
                "cmn-Hans-CN, en;q=0.9|找不到",
                "en, zh|Not found",
                "zh, en|找不到",
                "fr, de;q=0.9, en;q=0.2|Not found",
                "en;q=0.1, *;q=0.5|找不到",
                "zh;q=0, *|Not found",
                "en;q=1.5, zh;q=0.1|找不到",
                "*, en;q=0.5|找不到",
                "i-klingon, x-pig-latin, en-x-private;q=0.001|Not found"
            })
    void speaksTheLanguageOfTheReader(String accepted, String title) {
        given().header("Accept-Language", accepted).get("/v1/nowhere").then().body("title", is(title));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void explainsEveryCodeOnAPage(ErrorCode code) {
        given().get("/docs/problems")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("<tr id=\"" + code.code() + "\">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/"})
    void leavesTheDocumentationOpen(String path) {
        given().get(path).then().statusCode(200).header("X-Request-Id", notNullValue());
    }
}
