package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.platform.ErrorCode;

@QuarkusTest
class ProblemDocumentTest {
    private static final String UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";

    @Test
    void describesAPathThatLeadsNowhere() {
        Reply reply = Api.here().get("/v1/nowhere?x=1").expect(404);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Content-Language")).isEqualTo("zh-CN");
        assertThat(reply.header("X-Request-Id")).matches(UUID_FORM);
        assertThat(reply.json().get("type").textValue()).isEqualTo("/docs/problems#not_found");
        assertThat(reply.json().get("title").textValue()).isEqualTo("找不到");
        assertThat(reply.json().get("status").longValue()).isEqualTo(404);
        assertThat(reply.json().hasNonNull("detail")).isTrue();
        assertThat(reply.json().get("instance").textValue()).isEqualTo("/v1/nowhere");
        assertThat(reply.code()).isEqualTo("not_found");
        assertThat(reply.json().get("retryable").toString()).isEqualTo("false");
        assertThat(reply.json().get("requestId").textValue()).matches(UUID_FORM);
        assertThat(reply.json().hasNonNull("errors")).isFalse();
    }

    @Test
    void describesAMethodThatIsNotThere() {
        Reply reply =
                Api.here().send("DELETE", "/test/echo", null, null, Map.of()).expect(405);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, PATCH, POST");
        assertThat(reply.code()).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "////", "application/pdf, nonsense"})
    void describesAFormatThatCannotBeHad(String accepted) {
        Reply reply = Api.here().with("Accept", accepted).get("/test/echo").expect(406);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("not_acceptable");
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
        Reply reply = Api.here().get("/test/echo/faults/" + kind).expect(status);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        if (status == 503) {
            assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
        } else {
            assertThat(reply.header("Retry-After")).isNull();
        }
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().get("retryable").booleanValue()).isEqualTo(status >= 500);
        assertThat(reply.body()).doesNotContain("secret", "Exception");
    }

    @Test
    void keepsAGoodRequestId() {
        Reply reply = Api.here().with("X-Request-Id", "shop-7_A.b").get("/v1/nowhere");

        assertThat(reply.header("X-Request-Id")).isEqualTo("shop-7_A.b");
        assertThat(reply.json().get("requestId").textValue()).isEqualTo("shop-7_A.b");

        assertThat(Api.here()
                        .with("X-Request-Id", "shop-8")
                        .get("/test/echo")
                        .expect(200)
                        .header("X-Request-Id"))
                .isEqualTo("shop-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "0123456789012345678901234567890123456789012345678901234567890123x"})
    void replacesABadRequestId(String given) {
        Reply reply = Api.here().with("X-Request-Id", given).get("/v1/nowhere");

        assertThat(reply.header("X-Request-Id")).matches(UUID_FORM);
        assertThat(reply.json().get("requestId").textValue()).matches(UUID_FORM);
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
        assertThat(Api.here()
                        .with("Accept-Language", accepted)
                        .get("/v1/nowhere")
                        .json()
                        .get("title")
                        .textValue())
                .isEqualTo(title);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void explainsEveryCodeOnAPage(ErrorCode code) {
        Reply reply = Api.here().get("/docs/problems").expect(200);

        assertThat(reply.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(reply.body()).contains("<tr id=\"" + code.code() + "\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/"})
    void leavesTheDocumentationOpen(String path) {
        assertThat(Api.here().get(path).expect(200).header("X-Request-Id")).isNotEmpty();
    }
}
