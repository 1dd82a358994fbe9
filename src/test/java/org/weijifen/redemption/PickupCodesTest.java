package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PickupCodesTest {

    @Test
    void findsTheLastFreeCodeOfABlock() {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < PickupCodes.BLOCK; i++) {
            taken.add("04711%03d".formatted(i));
        }
        taken.remove("04711042");

        assertThat(PickupCodes.free(4711, taken)).contains("04711042");
    }

    @Test
    void tellsWhenABlockIsFull() {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < PickupCodes.BLOCK; i++) {
            taken.add("99999%03d".formatted(i));
        }

        assertThat(PickupCodes.free(99_999, taken)).isEmpty();
    }

    @Test
    void choosesAtRandom() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            codes.add(PickupCodes.free(PickupCodes.anyBlock(), Set.of()).orElseThrow());
        }

        assertThat(codes).hasSizeGreaterThan(95).allMatch(code -> code.matches("[0-9]{8}"));
    }
}
