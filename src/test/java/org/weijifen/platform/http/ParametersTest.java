package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.fixture.RawHttp;

@QuarkusTest
class ParametersTest {
    @TestHTTPResource
    URI echo;

    @Test
    void readsEachTypeInItsUsualForm() {
        JsonNode answer = Api.here()
                .get(
                        "/test/echo",
                        Map.of(
                                "day", "2026-03-31",
                                "month", "2026-03",
                                "at", "2026-03-31T08:00:00.123456Z",
                                "limit", 200,
                                "sequence", 9_007_199_254_740_991L,
                                "dryRun", true,
                                "id", "0198C9A0-0000-7000-8000-000000000001",
                                "colour", "dark-red",
                                "text", "张 三"))
                .expect(200)
                .json();

        assertThat(answer.get("day").textValue()).isEqualTo("2026-03-31");
        assertThat(answer.get("month").textValue()).isEqualTo("2026-03");
        assertThat(answer.get("at").textValue()).isEqualTo("2026-03-31T08:00:00.123Z");
        assertThat(answer.get("limit").longValue()).isEqualTo(200);
        assertThat(answer.get("sequence").textValue()).isEqualTo("9007199254740991");
        assertThat(answer.get("dryRun").booleanValue()).isTrue();
        assertThat(answer.get("id").textValue()).isEqualTo("0198c9a0-0000-7000-8000-000000000001");
        assertThat(answer.get("colour").textValue()).isEqualTo("DARK_RED");
        assertThat(answer.get("text").textValue()).isEqualTo("张 三");
    }

    @Test
    void takesDefaultsForWhatIsNotGiven() {
        JsonNode answer = Api.here().get("/test/echo").expect(200).json();

        assertThat(answer.get("day").textValue()).isEqualTo("null");
        assertThat(answer.get("limit").longValue()).isEqualTo(50);
        assertThat(answer.get("dryRun").toString()).isEqualTo("false");
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
        Reply reply = Api.here().get("/test/echo", Map.of(name, value)).expect(400);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo(name);
        assertThat(reply.json().at("/errors/0/code").textValue()).isEqualTo(violation);
    }

    @Test
    void namesTheValuesThatAreAllowed() {
        assertThat(Api.here()
                        .with("Accept-Language", "en")
                        .get("/test/echo?colour=green")
                        .json()
                        .at("/errors/0/message")
                        .textValue())
                .isEqualTo("Is not an allowed value; allowed are: dark-red, blue.");
        assertThat(Api.here()
                        .get("/test/echo?colour=green")
                        .json()
                        .at("/errors/0/message")
                        .textValue())
                .isEqualTo("不是允许的值。可选的值：dark-red, blue。");
    }

    @Test
    void namesEachParameterThatIsUnknownOrGivenTwice() {
        Reply reply = Api.here()
                .with("Accept-Language", "en")
                .get("/test/echo?form=2026-01-01&limit=1&day=2026-01-01&day=&%E5%BC%A0=x&")
                .expect(400);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().get("errors"))
                .extracting(error ->
                        error.get("field").textValue() + " " + error.get("code").textValue())
                .containsExactlyInAnyOrder("form unknown_parameter", "day duplicate", "张 unknown_parameter");
        assertThat(reply.json().get("errors"))
                .filteredOn(error -> error.get("field").textValue().equals("form"))
                .extracting(error -> error.get("message").textValue())
                .containsExactly("There is no such query parameter here; there are:"
                        + " at, colour, day, dryRun, id, limit, month, sequence, text.");
        assertThat(Api.here()
                        .with("Accept-Language", "en")
                        .get("/test/echo/rows/0198c9a0-0000-7000-8000-000000000001?id=")
                        .expect(400)
                        .json()
                        .at("/errors/0/message")
                        .textValue())
                .isEqualTo("There is no such query parameter here; it takes none.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%0Ab", "%7F", "%C2%85"})
    void refusesControlCharactersInText(String text) {
        JsonNode answer = Api.here().get("/test/echo?text=" + text).expect(400).json();

        assertThat(answer.at("/errors/0/field").textValue()).isEqualTo("text");
        assertThat(answer.at("/errors/0/code").textValue()).isEqualTo("text");
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
        Reply reply = Api.here().get(path).expect(404);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("not_found");
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
        Reply reply = Api.here().get(path).expect(400);

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo("a");
        assertThat(reply.json().at("/errors/0/code").textValue()).isEqualTo("matrix_parameter");
    }

    @Test
    void takesASemicolonThatBelongsToAName() {
        assertThat(Api.here()
                        .get("/test/echo/numbers/1/a%3Bb")
                        .expect(200)
                        .json()
                        .get("name")
                        .textValue())
                .isEqualTo("a;b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/echo?text=%", "/test/echo?text=%zz", "/test/echo/rows/%", "/%zz", "/test/echo?%=1"})
    void refusesBrokenEscapes(String path) throws IOException {
        String answer = RawHttp.send(echo, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // Quarkus ends these itself, before there is a route that could say more.
        assertThat(answer).startsWith("HTTP/1.1 400");
    }
}
