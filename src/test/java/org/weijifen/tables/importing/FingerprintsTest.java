package org.weijifen.tables.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final int MANY = 20_000;

    private final Fingerprints fingerprints = new Fingerprints();

    @Test
    void countsEachTextForItself() {
        assertThat(IntStream.range(0, MANY).allMatch(n -> fingerprints.increment("a" + n) == 1))
                .isTrue();
        assertThat(IntStream.range(0, MANY).allMatch(n -> fingerprints.increment("a" + n) == 2))
                .isTrue();
    }

    @Test
    void keepsWhatWasPutHoweverManyFollow() {
        IntStream.range(0, MANY).forEach(n -> fingerprints.put("a" + n, n + 1));

        assertThat(IntStream.range(0, MANY).allMatch(n -> fingerprints.get("a" + n) == n + 1))
                .isTrue();
        assertThat(fingerprints.get("b")).isZero();
    }
}
