package org.weijifen.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.RawHttp;

@QuarkusTest
class ParametersTest {
    @TestHTTPResource
    URI echo;

    @Test
    void readsEachTypeInItsUsualForm() {
        given().queryParam("day", "2026-03-31")
                .queryParam("month", "2026-03")
                .queryParam("at", "2026-03-31T08:00:00.123456Z")
                .queryParam("limit", 200)
                .queryParam("sequence", 9_007_199_254_740_991L)
                .queryParam("dryRun", true)
                .queryParam("id", "0198C9A0-0000-7000-8000-000000000001")
                .queryParam("colour", "dark-red")
                .queryParam("text", "张 三")
                .get("/test/echo")
                .then()
                .statusCode(200)
                .body("day", is("2026-03-31"))
                .body("month", is("2026-03"))
                .body("at", is("2026-03-31T08:00:00.123Z"))
                .body("limit", is(200))
                .body("sequence", is("9007199254740991"))
                .body("dryRun", is(true))
                .body("id", is("0198c9a0-0000-7000-8000-000000000001"))
                .body("colour", is("DARK_RED"))
                .body("text", is("张 三"));
    }

    @Test
    void takesDefaultsForWhatIsNotGiven() {
        given().get("/test/echo")
                .then()
                .statusCode(200)
                .body("day", is("null"))
                .body("limit", is(50))
                .body("dryRun", is(false));
    }

    @ParameterizedTest
    @CsvSource({
        "day, 2026-02-30, not_a_day",
        "day, 2026-2-3, not_a_day",
        "day, +999999999-01-01, not_a_day",
        "month, 2026-00, not_a_month",
        "at, yesterday, not_an_instant",
        "limit, 0, too_small",
        "limit, 201, too_large",
        "limit, ten, invalid_type",
        "limit, 1.0, invalid_type",
        "limit, 99999999999, too_large",
        "limit, -99999999999, too_small",
        "limit, １, invalid_type",
        "limit, ٣, invalid_type",
        "limit, +5, invalid_type",
        "limit, 05, invalid_type",
        "limit, ' 5', invalid_type",
        "limit, '5 ', invalid_type",
        "limit, 5e0, invalid_type",
        "limit, 0x5, invalid_type",
        "limit, -0, invalid_type",
        "limit, +99999999999, invalid_type",
        "day, ２０２６-０３-３１, not_a_day",
        "day, +2026-03-31, not_a_day",
        "month, ２０２６-０３, not_a_month",
        "at, ２０２６-03-31T08:00:00Z, not_an_instant",
        "sequence, ９, invalid_type",
        "sequence, +9, invalid_type",
        "sequence, 9223372036854775808, invalid_type",
        "dryRun, yes, invalid_type",
        "dryRun, TRUE, invalid_type",
        "id, 1-1-1-1-1, invalid_value",
        "id, me, invalid_value",
        "colour, DARK_RED, invalid_value",
        "colour, 0, invalid_value",
        "colour, ０, invalid_value",
        "colour, green, invalid_value"
    })
    void namesTheQueryParameterThatDoesNotFit(String name, String value, String violation) {
        given().queryParam(name, value)
                .get("/test/echo")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("validation_failed"))
                .body("errors[0].field", is(name))
                .body("errors[0].code", is(violation));
    }

    @Test
    void namesTheValuesThatAreAllowed() {
        given().header("Accept-Language", "en")
                .queryParam("colour", "green")
                .get("/test/echo")
                .then()
                .body("errors[0].message", is("Is not an allowed value; allowed are: dark-red, blue."));
        given().queryParam("colour", "green")
                .get("/test/echo")
                .then()
                .body("errors[0].message", is("不是允许的值。可选的值：dark-red, blue。"));
    }

    @Test
    void namesEachParameterThatIsUnknownOrGivenTwice() {
        given().header("Accept-Language", "en")
                .urlEncodingEnabled(false)
                .get("/test/echo?form=2026-01-01&limit=1&day=2026-01-01&day=&%E5%BC%A0=x&")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("validation_failed"))
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder("form unknown_parameter", "day duplicate", "张 unknown_parameter"))
                .body(
                        "errors.find { it.field == 'form' }.message",
                        is("There is no such query parameter here; there are:"
                                + " at, colour, day, dryRun, id, limit, month, sequence, text."));
        given().header("Accept-Language", "en")
                .get("/test/echo/rows/0198c9a0-0000-7000-8000-000000000001?id=")
                .then()
                .statusCode(400)
                .body("errors[0].message", is("There is no such query parameter here; it takes none."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%0Ab", "%7F", "%C2%85"})
    void refusesControlCharactersInText(String text) {
        given().urlEncodingEnabled(false)
                .get("/test/echo?text=" + text)
                .then()
                .statusCode(400)
                .body("errors[0].field", is("text"))
                .body("errors[0].code", is("text"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/test/echo/rows/7",
                "/test/echo/rows/me",
                "/test/echo/rows/0198c9a0-0000-7000-8000-00000000000g",
                "/test/echo/numbers/x/a",
                "/test/echo/numbers/9223372036854775808/a",
                "/test/echo/numbers/%EF%BC%91/a",
                "/test/echo/numbers/+1/a",
                "/test/echo/numbers/%2B1/a",
                "/test/echo/numbers/01/a",
                "/test/echo/numbers/1/a%00"
            })
    void findsNothingUnderAPathThatCannotNameAnything(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("not_found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/test/echo;a=b",
                "/test/echo;a=b?limit=1",
                "/test/echo/numbers/1;a=b/name",
                "/test/echo/numbers/1/name;a",
                "/test;a=b/echo"
            })
    void refusesParametersWithinThePath(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", is("a"))
                .body("errors[0].code", is("matrix_parameter"));
    }

    @Test
    void takesASemicolonThatBelongsToAName() {
        given().urlEncodingEnabled(false)
                .get("/test/echo/numbers/1/a%3Bb")
                .then()
                .statusCode(200)
                .body("name", is("a;b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/echo?text=%", "/test/echo?text=%zz", "/test/echo/rows/%", "/%zz", "/test/echo?%=1"})
    void refusesBrokenEscapes(String path) throws IOException {
        String answer = RawHttp.send(echo, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // Quarkus ends these itself, before there is a route that could say more.
        assertThat(answer).startsWith("HTTP/1.1 400");
    }
}
