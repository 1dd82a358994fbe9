package org.weijifen.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Api.Reply;
import org.weijifen.platform.MergePatch;

@QuarkusTest
class MergePatchTest {

    @Test
    void changesWhatIsNamedAndKeepsTheRest() {
        JsonNode answer = patch("{\"name\":\"after\",\"urgent\":null,\"tags\":[\"c\"]}")
                .expect(200)
                .json();

        assertThat(answer.get("name").textValue()).isEqualTo("after");
        assertThat(answer.hasNonNull("urgent")).isFalse();
        assertThat(answer.get("tags")).extracting(JsonNode::textValue).containsExactly("c");
        assertThat(answer.at("/lines/0/quantity").longValue()).isEqualTo(3);
        assertThat(answer.get("colour").textValue()).isEqualTo("blue");
    }

    @Test
    void takesPlainJsonToo() {
        assertThat(Api.here()
                        .patch("/test/echo", "{\"name\":\"after\"}")
                        .expect(200)
                        .json()
                        .get("name")
                        .textValue())
                .isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\"", "null", "", "{"})
    void refusesAPatchThatIsNoObject(String patch) {
        assertThat(patch(patch).expect(400).code()).isEqualTo("malformed_json");
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
        Reply reply = patch(patch.strip()).expect(400);

        assertThat(reply.code()).isEqualTo("validation_failed");
        assertThat(reply.json().at("/errors/0/field").textValue()).isEqualTo(field);
        assertThat(reply.json().at("/errors/0/code").textValue()).isEqualTo(violation);
    }

    private static Reply patch(String body) {
        return Api.here().with("Content-Type", MergePatch.MEDIA_TYPE).patch("/test/echo", body);
    }
}
