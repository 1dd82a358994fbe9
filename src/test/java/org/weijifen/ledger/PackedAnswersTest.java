package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.platform.Answer;

class PackedAnswersTest {
    private static final Answer REDEMPTION = new Answer(
            201,
            "/v1/communities/fuxi/redemptions/019ac6a3-9d1e-7c43-a1b2-0123456789ab",
            "{\"id\":\"019ac6a3-9d1e-7c43-a1b2-0123456789ab\",\"memberId\":\"01998c00-0000-7000-8000-000000000102\","
                    + "\"status\":\"reserved\",\"points\":50,\"lines\":[{\"rewardId\":\"01998c00-0000-7000-8000-000000000301\","
                    + "\"code\":\"soap\",\"title\":\"肥皂\",\"quantity\":2,\"points\":25,\"totalPoints\":50}],"
                    + "\"pickupCode\":\"04718253\",\"pickupBy\":\"2026-12-04\",\"requestedOn\":\"2026-11-27\","
                    + "\"requestedAt\":\"2026-11-27T11:53:56.123Z\",\"transactions\":{\"reservation\":12}}");

    static Answer[] answers() {
        return new Answer[] {
            REDEMPTION,
            new Answer(200, null, "{}"),
            new Answer(200, null, ""),
            new Answer(207, null, "{\"items\":[\"" + "字\\n".repeat(100_000) + "\"]}")
        };
    }

    @ParameterizedTest
    @MethodSource("answers")
    void comesOutAsItWentIn(Answer answer) {
        try (PackedAnswers.Packing packing = new PackedAnswers.Packing()) {
            packing.pack(REDEMPTION);

            assertThat(PackedAnswers.unpack(answer.status(), packing.pack(answer)))
                    .isEqualTo(answer);
        }
    }

    @Test
    void takesLessThanHalf() {
        try (PackedAnswers.Packing packing = new PackedAnswers.Packing()) {
            assertThat(packing.pack(REDEMPTION).length)
                    .isLessThan(
                            (REDEMPTION.json().length() + REDEMPTION.location().length()) / 2);
        }
    }

    /** What was kept once has to come out for ever: this fails when the dictionary is changed. */
    @Test
    void comesOutOfWhatWasKeptLongAgo() {
        byte[] kept = HexFormat.of()
                .parseHex(
                        "0185d3cd0ac2300c07f077f11e49d2a61f7b0e4fdebaaae04941042fbbec31bcefd9f431ec86b0ad549b43a0f44f0ae5"
                                + "973c7aba3fce793c441314f8031dc146ad2050cb80c44a8bb1ce877631af9adde484bc8b8880a9c08ecde1f738152157"
                                + "4c08fe56f17fb6429ad9dc2ee1baa0f3ee87d7b35f01e2f94d968c90e02866e504b525c7a20a5ed2baa22ea32102b665"
                                + "39d3d58ea811d588d9a63fddd78c1077dd07");

        assertThat(PackedAnswers.unpack(201, kept)).isEqualTo(REDEMPTION);
    }

    @Test
    void isNothingElse() {
        byte[] packed;
        try (PackedAnswers.Packing packing = new PackedAnswers.Packing()) {
            packed = packing.pack(REDEMPTION);
        }
        byte[] other = packed.clone();
        other[0] = 2;

        assertThatIllegalStateException().isThrownBy(() -> PackedAnswers.unpack(201, other));
        assertThatIllegalStateException().isThrownBy(() -> PackedAnswers.unpack(201, new byte[0]));
        assertThatIllegalStateException()
                .isThrownBy(() -> PackedAnswers.unpack(201, Arrays.copyOf(packed, packed.length / 2)));
    }
}
