package org.weijifen.platform.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.MergePatch;

@QuarkusTest
class MergePatchTest {

    @Test
    void changesWhatIsNamedAndKeepsTheRest() {
        patch("{\"name\":\"after\",\"urgent\":null,\"tags\":[\"c\"]}")
                .statusCode(200)
                .body("name", is("after"))
                .body("urgent", nullValue())
                .body("tags", contains("c"))
                .body("lines[0].quantity", is(3))
                .body("colour", is("blue"));
    }

    @Test
    void takesPlainJsonToo() {
        given().contentType("application/json")
                .body("{\"name\":\"after\"}")
                .patch("/test/echo")
                .then()
                .statusCode(200)
                .body("name", is("after"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\"", "null", "", "{"})
    void refusesAPatchThatIsNoObject(String patch) {
        patch(patch).statusCode(400).body("code", is("malformed_json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"nmae\":\"x\"}                       | nmae              | unknown_field",
                "{\"nmae\":null}                        | nmae              | unknown_field",
                "{\"name\":null}                        | name              | required",
                "{\"name\":\" \"}                       | name              | text",
                "{\"name\":7}                           | name              | invalid_type",
                "{\"lines\":[]}                         | lines             | size",
                "{\"lines\":[{\"quantity\":1}]}         | lines[0].id       | required",
                "{\"lines\":[{\"quantity\":1.5}]}       | lines[0].quantity | invalid_type",
                "{\"day\":\"tomorrow\"}                 | day               | not_a_day"
            })
    void keepsTheRulesOfTheWhole(String patch, String field, String violation) {
        patch(patch.strip())
                .statusCode(400)
                .body("code", is("validation_failed"))
                .body("errors[0].field", is(field))
                .body("errors[0].code", is(violation));
    }

    private static ValidatableResponse patch(String body) {
        return given().header("Content-Type", MergePatch.MEDIA_TYPE)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .patch("/test/echo")
                .then();
    }
}
