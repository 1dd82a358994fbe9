package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceReadersTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "4, 2", "8, 4", "64, 4"})
    void followTheProcessors(int processors, int readers) {
        assertThat(CurrentBalances.readersFor(processors)).isEqualTo(readers);
    }
}
