package org.weijifen.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.As;
import org.weijifen.fixture.RawHttp;

@QuarkusTest
class RequestBodyTest {
    private static final String ID = "0198c9a0-0000-7000-8000-000000000001";
    private static final String LINES = "\"lines\":[{\"id\":\"" + ID + "\",\"quantity\":1}]";
    private static final String GOOD = "{\"name\":\"冰袖\"," + LINES + "}";

    private static final String CHUNKED = "POST /test/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String WITHOUT_BODY = "Host: localhost\r\nConnection: close\r\n\r\n";

    @TestHTTPResource
    URI echo;

    @Test
    void takesWhatFits() {
        post(GOOD).statusCode(200).body("name", is("冰袖")).body("lines[0].quantity", is(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\":\"a\"",
                "{\"name\":NaN}",
                "{\"name\":'a'}",
                "{name:1}",
                "not json",
                "{\"name\":\"a\",\"name\":\"b\"," + LINES + "}",
                GOOD + "1",
                GOOD + "{}",
                "[" + GOOD + "]",
                "5",
                "\"text\"",
                "null",
                "",
                " ",
                "{\"name\":\"\u0001\"}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        post(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("malformed_json"))
                .body("retryable", is(false));
    }

    @Test
    void refusesNestingWithoutEnd() {
        given().contentType(ContentType.JSON)
                .body("{\"name\":" + "[".repeat(1000) + "]".repeat(1000) + "}")
                .patch("/test/echo")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_json"));
    }

    @Test
    void refusesNumbersWithoutEnd() {
        post("{\"lines\":[{\"quantity\":1" + "0".repeat(100) + "}]}")
                .statusCode(400)
                .body("code", equalTo("malformed_json"));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        given().contentType("application/json")
                .body(new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'})
                .post("/test/echo")
                .then()
                .statusCode(400)
                .body("code", is("malformed_json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"nmae\":\"a\"             | nmae              | unknown_field",
                "\"name\":5                 | name              | invalid_type",
                "\"name\":true              | name              | invalid_type",
                "\"name\":[\"a\"]           | name              | invalid_type",
                "\"name\":\"\\u0000\"       | name              | text",
                "\"name\":\"\\ud800\"       | name              | text",
                "\"lines\":[{\"quantity\":\"1\"}]    | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":1.0}]      | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":1.5}]      | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":1e400}]    | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":true}]     | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":\"\"}]     | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":\" \"}]    | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":{}}]       | lines[0].quantity | invalid_type",
                "\"lines\":[{\"quantity\":9223372036854775808}]  | lines[0].quantity | invalid_value",
                "\"lines\":[{\"quantity\":-9223372036854775809}] | lines[0].quantity | invalid_value",
                "\"lines\":[{\"quantity\":1,\"x\":1}] | lines[0].x       | unknown_field",
                "\"lines\":[{\"id\":\"1-1-1-1-1\"}]  | lines[0].id       | invalid_value",
                "\"lines\":[{\"id\":5}]              | lines[0].id       | invalid_type",
                "\"lines\":{}               | lines             | invalid_type",
                "\"tags\":[\"a\",5]         | tags[1]           | invalid_type",
                "\"urgent\":\"true\"        | urgent            | invalid_type",
                "\"urgent\":1               | urgent            | invalid_type",
                "\"day\":\"2026-02-30\"     | day               | not_a_day",
                "\"day\":\"+12026-01-01\"   | day               | not_a_day",
                "\"day\":\"2026-01-01T00:00:00Z\" | day          | not_a_day",
                "\"day\":20260101           | day               | not_a_day",
                "\"day\":[2026,1,1]         | day               | not_a_day",
                "\"month\":\"2026-13\"      | month             | not_a_month",
                "\"at\":\"2026-01-01\"      | at                | not_an_instant",
                "\"at\":1767225600          | at                | not_an_instant",
                "\"colour\":\"green\"       | colour            | invalid_value",
                "\"colour\":\"DARK_RED\"    | colour            | invalid_value",
                "\"colour\":1               | colour            | invalid_value"
            })
    void namesTheFieldWhoseValueDoesNotFit(String member, String field, String violation) {
        post("{" + member.strip() + "}")
                .statusCode(400)
                .body("code", is("validation_failed"))
                .body("errors.size()", is(1))
                .body("errors[0].field", is(field))
                .body("errors[0].code", is(violation))
                .body("errors[0].message", notNullValue());
    }

    @Test
    void namesEveryFieldThatBreaksARule() {
        post("{\"name\":\"  \",\"lines\":[{\"id\":\"" + ID
                        + "\",\"quantity\":101},{\"quantity\":0},{\"quantity\":null}],\"tags\":[\"\\u0007\"]}")
                .statusCode(400)
                .body("code", is("validation_failed"))
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        hasItems(
                                "name text",
                                "lines[0].quantity too_large",
                                "lines[1].id required",
                                "lines[1].quantity too_small",
                                "lines[2].quantity required",
                                "tags[0] text"))
                .body("errors.find { it.code == 'too_large' }.message", is("不能大于 100。"));
    }

    @Test
    void namesTheBoundAndTheValuesThatAreAllowed() {
        post("{\"lines\":[{\"quantity\":101}]}").body("errors.message", hasItem("不能大于 100。"));
        post("{\"colour\":\"green\"}").body("errors[0].message", is("不是允许的值。可选的值：dark-red, blue。"));
    }

    @Test
    void wordsRulesInTheLanguageOfTheReader() {
        given().contentType(ContentType.JSON)
                .header("Accept-Language", "fr, en-GB;q=0.8, zh;q=0.5")
                .body("{" + LINES + "}")
                .post("/test/echo")
                .then()
                .statusCode(400)
                .header("Content-Language", "en")
                .body("title", is("The request breaks a rule"))
                .body("errors[0].field", is("name"))
                .body("errors[0].message", is("Is required."));
    }

    @Test
    void takesAnAbsentBodyWhereItMayBeAbsent() throws IOException {
        String answer = RawHttp.send(echo, "POST /test/echo/optional HTTP/1.1\r\n" + WITHOUT_BODY);
        assertThat(answer).startsWith("HTTP/1.1 200").contains("{\"given\":false}");

        given().contentType(ContentType.JSON)
                .body("{\"reason\":\"下雨\"}")
                .post("/test/echo/optional")
                .then()
                .statusCode(200)
                .body("given", is(true));
    }

    @Test
    void refusesAnAbsentBodyWhereItIsNeeded() throws IOException {
        String answer = RawHttp.send(echo, "POST /test/echo HTTP/1.1\r\n" + WITHOUT_BODY);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"malformed_json\"");
    }

    /** Libraries add charsets of their own; what JSON says is told by its bytes (RFC 8259, section 11). */
    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=gbk", "application/json; charset=ISO-8859-1"})
    void readsJsonAsUtf8WhateverCharsetIsNamed(String type) {
        given().header("Content-Type", type)
                .body(GOOD.getBytes(StandardCharsets.UTF_8))
                .post("/test/echo")
                .then()
                .statusCode(200)
                .body("name", is("冰袖"));
        given().header("Content-Type", type)
                .body(GOOD.getBytes(Charset.forName("GBK")))
                .post("/test/echo")
                .then()
                .statusCode(400)
                .body("code", is("malformed_json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream", "////", "application"})
    void refusesOtherMediaTypes(String type) {
        given().header("Content-Type", type)
                .body(GOOD.getBytes(StandardCharsets.UTF_8))
                .post("/test/echo")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("code", is("unsupported_media_type"));
    }

    @Test
    void refusesABodyThatSaysItIsTooLong() {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"" + "a".repeat(1 << 20) + "\"}")
                .post("/test/echo")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .header("X-Request-Id", notNullValue())
                .body("code", is("payload_too_large"));
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLong() throws IOException {
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

        String answer = RawHttp.send(echo, CHUNKED + chunk.repeat(40));

        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "\"code\":\"payload_too_large\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/echo", "/v1/communities/fuxi/credits"})
    void answersABodyThatDoesNotArriveAndHangsUp(String path) throws IOException {
        String answer = RawHttp.send(
                echo,
                "POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n"
                        + "Idempotency-Key: stalled\r\nAuthorization: Bearer " + As.adminToken() + "\r\n\r\n{\"a\":");

        assertThat(answer)
                .startsWith("HTTP/1.1 408")
                .contains("application/problem+json", "\"code\":\"request_timeout\"")
                .containsIgnoringCase("\r\nconnection: close\r\n");
    }

    @ParameterizedTest
    @CsvSource({"/v1/nowhere, application/json, 404", "/test/echo, text/plain, 415", "/q/openapi, text/plain, 200"})
    void hangsUpOnWhoeverGoesOnAfterTheAnswer(String path, String type, int status) throws IOException {
        String answer = RawHttp.sendWithoutEnd(
                echo,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n",
                "10000\r\n" + " ".repeat(0x10000) + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refusesAListBeforeItLooksAtItsElements() {
        post("{\"lines\":[" + String.join(",", Collections.nCopies(1_000, "{\"quantity\":0}")) + "]}")
                .statusCode(400)
                .body("errors.size()", is(1))
                .body("errors[0].field", is("lines"))
                .body("errors[0].code", is("size"))
                .body("errors[0].message", is("长度或个数须在 1 到 20 之间。"));
    }

    @Test
    void takesAListOfTheLargestSize() {
        String line = "{\"id\":\"" + ID + "\",\"quantity\":1}";

        post("{\"name\":\"冰袖\",\"lines\":[" + String.join(",", Collections.nCopies(20, line)) + "]}")
                .statusCode(200)
                .body("lines.size()", is(20));
    }

    @Test
    void namesTwentyFieldsAtMost() {
        post("{\"lines\":[" + String.join(",", Collections.nCopies(20, "{\"quantity\":0}")) + "]}")
                .statusCode(400)
                .body("errors.size()", is(20));
    }

    @Test
    void refusesMoreWordsOfJsonThanAnyOperationNeeds() {
        given().contentType(ContentType.JSON)
                .body("[" + "1,".repeat(30_000) + "1]")
                .post("/test/echo/long")
                .then()
                .statusCode(400)
                .body("code", is("malformed_json"));
    }

    @Test
    void saysHowLongABodyMayBe() {
        given().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .body(" ".repeat((16 << 10) + 1))
                .post("/test/echo")
                .then()
                .statusCode(413)
                .body("detail", is("The body is longer than the 16384 bytes that are enough for this operation."));
        post(GOOD + " ".repeat((16 << 10) - GOOD.getBytes(StandardCharsets.UTF_8).length))
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/tokens", "PATCH, /v1/users/0198c9a0-0000-7000-8000-000000000001"})
    void takesOnlyWhatAnOperationNeeds(String method, String path) {
        As.admin()
                .body("{\"username\":\"" + "a".repeat(20_000) + "\"}")
                .request(method, path)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", is("payload_too_large"));
    }

    /** A role is looked at before the body. */
    @Test
    void doesNotWaitForTheBodyOfWhomItRefuses() throws IOException {
        String answer = RawHttp.send(
                echo,
                "POST /v1/communities/fuxi/credits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 500\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 401");
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws IOException {
        String answer = RawHttp.send(
                echo,
                "POST /test/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                        + "Expect: 100-continue\r\nContent-Length: "
                        + GOOD.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + GOOD);

        assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 200");
    }

    @Test
    void takesABodyInChunksBelowTheLimit() throws IOException {
        String chunk = Integer.toHexString(GOOD.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + GOOD + "\r\n";

        String answer = RawHttp.send(echo, CHUNKED + chunk + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void tellsWhereTheJsonBreaks() {
        post("{\"name\":\n  oops}")
                .statusCode(400)
                .body("code", is("malformed_json"))
                .body("detail", startsWith("请求正文不是正确的 JSON：错误在第 2 行"));
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/test/echo")
                .then();
    }
}
