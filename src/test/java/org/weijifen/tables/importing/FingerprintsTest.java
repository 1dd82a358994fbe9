package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final int MANY = 20_000;

    private final Fingerprints numbers = new Fingerprints();

    @Test
    void keepTheLastNumberOfEachOfManyTexts() {
        put(1);
        put(2);

        assertThat(IntStream.range(0, MANY).allMatch(i -> numbers.get("row " + i) == i + 2))
                .isTrue();
        assertThat(IntStream.range(MANY, 2 * MANY).allMatch(i -> numbers.get("row " + i) == 0))
                .isTrue();
    }

    private void put(int added) {
        IntStream.range(0, MANY).forEach(i -> numbers.put("row " + i, i + added));
    }
}
