package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.Formats;

class CanonicalJsonTest {
    private static final ObjectMapper ANY_JSON = new ObjectMapper();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void writesEveryCharacterAsTheCanonicalizerDoes() throws Exception {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (Character.getType(point) != Character.SURROGATE) {
                String text = "a" + Character.toString(point) + "b";

                assertThat(written(json -> json.text(text)))
                        .as("U+%04X", point)
                        .isEqualTo(point < 0x800 ? canonical(text) : "\"" + text + "\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesTextsAsTheCanonicalizerDoes(long seed) throws Exception {
        Random random = new Random(seed);
        CanonicalJson json = new CanonicalJson();

        for (int i = 0; i < 20; i++) {
            String text = text(random);
            json.cut(0);
            json.text(text);

            assertThat(json.toString()).as("seed " + seed).isEqualTo(canonical(text));
        }
    }

    @Test
    void putsAQuestionMarkInPlaceOfHalfAPair() {
        assertThat(written(json -> json.text("a\ud83db\udc00"))).isEqualTo("\"a?b?\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, -10, (1L << 53) - 1, 1 - (1L << 53), Long.MAX_VALUE, Long.MIN_VALUE})
    void writesNumbersInFull(long number) {
        assertThat(written(json -> json.number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesIdsAsTheyAreRead(long seed) {
        Random random = new Random(seed);
        UUID id = new UUID(random.nextLong() >>> random.nextInt(64), random.nextLong() >>> random.nextInt(64));

        assertThat(written(json -> json.uuid(id))).isEqualTo("\"" + id + "\"");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void writesTimesInTheOneFormat(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            // Most of the years that PostgreSQL knows have no more than four digits; the others count as well.
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(
                            -9_224_318_016_000L >> random.nextInt(12), 9_224_318_016_000L >> random.nextInt(12)),
                    random.nextInt(1_000_000_000));
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), 86_400));

            assertThat(written(json -> json.instant(instant)))
                    .as("seed " + seed)
                    .isEqualTo("\"" + Formats.write(instant) + "\"");
            assertThat(written(json -> json.day(day))).as("seed " + seed).isEqualTo("\"" + day + "\"");
        }
    }

    @Test
    void writesTheDaysAroundTheYearsOfFourDigits() {
        for (String day : new String[] {
            "-0001-12-31", "0000-01-01", "0001-01-01", "0999-12-31", "1970-01-01", "9999-12-31", "+10000-01-01"
        }) {
            assertThat(written(json -> json.day(LocalDate.parse(day)))).isEqualTo("\"" + day + "\"");
            Instant noon = Instant.parse(day + "T12:00:00.120Z");
            assertThat(written(json -> json.instant(noon))).isEqualTo("\"" + Formats.write(noon) + "\"");
        }
        assertThat(written(json -> json.day(LocalDate.MAX))).isEqualTo("\"" + LocalDate.MAX + "\"");
        assertThat(written(json -> json.day(LocalDate.MIN))).isEqualTo("\"" + LocalDate.MIN + "\"");
    }

    private static String written(Consumer<CanonicalJson> value) {
        CanonicalJson json = new CanonicalJson();
        value.accept(json);
        return json.toString();
    }

    private static String canonical(String text) throws Exception {
        String array = new JsonCanonicalizer("[" + ANY_JSON.writeValueAsString(text) + "]").getEncodedString();
        return array.substring(1, array.length() - 1);
    }

    /** Up to some thousands of characters, so that there is more than fits at first. */
    private static String text(Random random) {
        return random.ints(random.nextInt(4000) >> random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextBoolean() ? point % 128 : point)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
