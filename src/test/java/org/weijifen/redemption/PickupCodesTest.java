package org.weijifen.redemption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PickupCodesTest {

    @RepeatedTest(10)
    void offersSeveralCodesOfEightDigits() {
        assertThat(PickupCodes.candidates())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9]{8}"));
    }

    @Test
    void writesLeadingZeros() {
        assertThat(PickupCodes.code(0)).isEqualTo("00000000");
        assertThat(PickupCodes.code(99_999_999)).isEqualTo("99999999");
    }
}
