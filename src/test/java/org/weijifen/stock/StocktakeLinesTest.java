package org.weijifen.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StocktakeId;

class StocktakeLinesTest {

    @Test
    void replacesTheCountOfARewardInItsPlace() {
        Stocktake stocktake = of(3);

        Stocktake after = stocktake.with(line(1, 9));

        assertThat(after.lines()).containsExactly(line(0, 1), line(1, 9), line(2, 1));
    }

    @Test
    void takesNoMoreThan500Rewards() {
        Stocktake full = of(Stocktake.MAX_LINES);

        assertThat(full.with(line(499, 9)).lines()).hasSize(500).contains(line(499, 9));
        assertThatThrownBy(() -> full.with(line(500, 1))).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            assertThat(refusal.violations().get(0).field()).isEqualTo("lines");
        });
    }

    @Test
    void knowsNoDifferenceBeforeItIsCompared() {
        assertThat(line(0, 5).difference()).isNull();
        assertThat(line(0, 5).against(7).difference()).isEqualTo(-2);
    }

    private static Stocktake of(int lines) {
        return new Stocktake(
                new StocktakeId(new UUID(1, 1)),
                null,
                StocktakeStatus.OPEN,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                IntStream.range(0, lines).mapToObj(i -> line(i, 1)).toList());
    }

    private static Stocktake.Line line(int number, long counted) {
        return new Stocktake.Line(new RewardId(new UUID(2, number)), "r-" + number, "R", counted, null, null);
    }
}
