package org.weijifen.tables.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DayPairsTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 1);

    /** How good a way to pair is: more pairs first, then fewer days between them. */
    private record Score(int pairs, long days) implements Comparable<Score> {
        @Override
        public int compareTo(Score other) {
            return pairs != other.pairs ? Integer.compare(pairs, other.pairs) : Long.compare(other.days, days);
        }
    }

    /** One of a list; two of the same day are not the same. */
    private static final class Dated {
        final LocalDate day;

        Dated(LocalDate day) {
            this.day = day;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @Test
    void takesTheNearestDay() {
        assertThat(pair(2, List.of(5), List.of(3, 6))).isEqualTo(new Score(1, 1));
    }

    @Test
    void pairsAsManyAsItCanRatherThanTheNearest() {
        // 3 with 3 would be nearer, and leave 1 and 5 alone.
        assertThat(pair(2, List.of(1, 3), List.of(3, 5))).isEqualTo(new Score(2, 4));
    }

    @Test
    void pairsNothingBeyondTheTolerance() {
        assertThat(pair(2, List.of(1), List.of(4))).isEqualTo(new Score(0, 0));
        assertThat(pair(3, List.of(1), List.of(4))).isEqualTo(new Score(1, 3));
    }

    @Test
    void pairsEachOfManyOnce() {
        assertThat(pair(0, List.of(1, 1, 1), List.of(1, 1))).isEqualTo(new Score(2, 0));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsNoWorseWayThanTryingThemAll(long seed) {
        Random random = new Random(seed);
        int tolerance = random.nextInt(5);
        List<Integer> left = days(random);
        List<Integer> right = days(random);

        assertThat(pair(tolerance, left, right))
                .as("seed %d: %s and %s within %d", seed, left, right, tolerance)
                .isEqualTo(best(tolerance, left, 0, right, 0));
    }

    @Test
    void pairsThousandsThatSayTheSame() {
        List<Integer> many = IntStream.range(0, 10_000).mapToObj(i -> i / 100).toList();

        Score score = pair(31, many, many.subList(0, 9_000));

        assertThat(score.pairs()).isEqualTo(9_000);
    }

    private static List<Integer> days(Random random) {
        return random.ints(random.nextInt(7), 0, 16).sorted().boxed().toList();
    }

    /** Every way to pair, tried one after the other. */
    private static Score best(int tolerance, List<Integer> left, int from, List<Integer> right, int used) {
        if (from == left.size()) {
            return new Score(0, 0);
        }
        Score best = best(tolerance, left, from + 1, right, used);
        for (int r = 0; r < right.size(); r++) {
            int distance = Math.abs(left.get(from) - right.get(r));
            if ((used & 1 << r) == 0 && distance <= tolerance) {
                Score rest = best(tolerance, left, from + 1, right, used | 1 << r);
                Score with = new Score(rest.pairs() + 1, rest.days() + distance);
                best = with.compareTo(best) > 0 ? with : best;
            }
        }
        return best;
    }

    private static Score pair(int tolerance, List<Integer> left, List<Integer> right) {
        List<DayPairs.Pair<Dated, Dated>> pairs =
                DayPairs.of(dated(left), dated -> dated.day, dated(right), dated -> dated.day, tolerance);
        assertThat(new HashSet<>(pairs.stream().map(DayPairs.Pair::left).toList()))
                .hasSameSizeAs(pairs);
        assertThat(new HashSet<>(pairs.stream().map(DayPairs.Pair::right).toList()))
                .hasSameSizeAs(pairs);
        return new Score(
                pairs.size(),
                pairs.stream()
                        .mapToLong(pair -> Math.abs(
                                pair.left().day.toEpochDay() - pair.right().day.toEpochDay()))
                        .peek(days -> assertThat(days).isLessThanOrEqualTo(tolerance))
                        .sum());
    }

    private static List<Dated> dated(List<Integer> days) {
        return days.stream().map(day -> new Dated(START.plusDays(day))).toList();
    }
}
