package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource({
        "weijifen.ledger.lanes, 0, 17",
        "weijifen.ledger.batch-size, 0, 1001",
        "weijifen.ledger.queue-size, -1, 100001",
        "weijifen.access.attempts-per-minute, 0, 10001",
        "weijifen.reading.whole-books, many, 101"
    })
    void refusesWhatLiesBeyondTheBounds(String setting, String below, String above) {
        for (String value : new String[] {below, above, "9999999999"}) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> check(setting, value))
                    .withMessageContainingAll(setting, value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "weijifen.ledger.lanes, 1, 16",
        "weijifen.ledger.batch-size, 1, 1000",
        "weijifen.ledger.queue-size, 1, 100000",
        "weijifen.access.attempts-per-minute, 1, 10000",
        "weijifen.reading.whole-books, 1, 100"
    })
    void takesTheBoundsThemselves(String setting, String least, String most) {
        assertThatCode(() -> check(setting, least)).doesNotThrowAnyException();
        assertThatCode(() -> check(setting, most)).doesNotThrowAnyException();
    }

    private static void check(String setting, String value) {
        SettingsCheck.check(
                new SmallRyeConfigBuilder().withDefaultValue(setting, value).build());
    }
}
