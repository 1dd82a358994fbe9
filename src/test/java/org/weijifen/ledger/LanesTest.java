package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "4, 4", "8, 8", "64, 8"})
    void followTheProcessors(int processors, int lanes) {
        assertThat(Ledger.lanesFor(processors)).isEqualTo(lanes);
    }
}
