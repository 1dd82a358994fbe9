package org.weijifen.tables.comparison;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Pairs rows with entries that are alike in everything but their days: as many as can be paired within the tolerance, and of
 * all ways to pair so many, one with the fewest days between them.
 *
 * <p>On a line of days some best way never crosses itself (swapping the ends of two pairs that cross makes neither longer
 * than the longer one was, nor both together), so it is found along both lists in order, as an alignment. It is the same
 * every time, since both lists are in an order that never changes.
 */
final class DayPairs<A, B> {
    /** Largest table of an alignment; larger lists, of thousands of rows that say the same, are paired in order. */
    private static final long MAX_CELLS = 4_000_000;

    /** Weighs a pair more than all days that any alignment could add up to. */
    private static final long PAIR = 1L << 40;

    private static final byte SKIP_LEFT = 0;
    private static final byte SKIP_RIGHT = 1;
    private static final byte TAKE = 2;

    /** Two that belong together. */
    record Pair<A, B>(A left, B right) {}

    private final List<A> left;
    private final List<B> right;
    private final long[] leftDays;
    private final long[] rightDays;
    private final int tolerance;
    private final List<Pair<A, B>> pairs = new ArrayList<>();

    private DayPairs(
            List<A> left,
            Function<A, LocalDate> leftDay,
            List<B> right,
            Function<B, LocalDate> rightDay,
            int toleranceDays) {
        this.left = left;
        this.right = right;
        this.leftDays = days(left, leftDay);
        this.rightDays = days(right, rightDay);
        this.tolerance = toleranceDays;
    }

    /**
     * Pairs two lists, each in order of its days.
     *
     * @return the pairs, in order
     */
    static <A, B> List<Pair<A, B>> of(
            List<A> left,
            Function<A, LocalDate> leftDay,
            List<B> right,
            Function<B, LocalDate> rightDay,
            int toleranceDays) {
        DayPairs<A, B> found = new DayPairs<>(left, leftDay, right, rightDay, toleranceDays);
        found.pairStretches();
        return found.pairs;
    }

    private static <T> long[] days(List<T> list, Function<T, LocalDate> day) {
        return list.stream().mapToLong(item -> day.apply(item).toEpochDay()).toArray();
    }

    /** Cuts both lists where nothing before can belong to anything after: most stretches are a row and an entry. */
    private void pairStretches() {
        int fromLeft = 0;
        int fromRight = 0;
        while (fromLeft < leftDays.length && fromRight < rightDays.length) {
            int toLeft = fromLeft;
            int toRight = fromRight;
            long last = Math.min(leftDays[fromLeft], rightDays[fromRight]);
            boolean grew = true;
            while (grew) {
                grew = false;
                while (toLeft < leftDays.length && leftDays[toLeft] <= last + tolerance) {
                    last = Math.max(last, leftDays[toLeft++]);
                    grew = true;
                }
                while (toRight < rightDays.length && rightDays[toRight] <= last + tolerance) {
                    last = Math.max(last, rightDays[toRight++]);
                    grew = true;
                }
            }
            pairStretch(fromLeft, toLeft, fromRight, toRight);
            fromLeft = toLeft;
            fromRight = toRight;
        }
    }

    private void pairStretch(int fromLeft, int toLeft, int fromRight, int toRight) {
        long cells = (toLeft - fromLeft + 1L) * (toRight - fromRight + 1L);
        if (cells > MAX_CELLS) {
            pairInOrder(fromLeft, toLeft, fromRight, toRight);
        } else {
            align(fromLeft, toLeft, fromRight, toRight);
        }
    }

    /** As many pairs as possible: each takes the earliest that it still can. */
    private void pairInOrder(int fromLeft, int toLeft, int fromRight, int toRight) {
        int l = fromLeft;
        int r = fromRight;
        while (l < toLeft && r < toRight) {
            if (areClose(l, r)) {
                pairs.add(new Pair<>(left.get(l++), right.get(r++)));
            } else if (leftDays[l] < rightDays[r]) {
                l++;
            } else {
                r++;
            }
        }
    }

    private void align(int fromLeft, int toLeft, int fromRight, int toRight) {
        int width = toRight - fromRight;
        byte[][] steps = new byte[toLeft - fromLeft][width];
        // What can be gained from here to the end of both lists, for the row below and this one.
        long[] below = new long[width + 1];
        for (int l = toLeft - 1; l >= fromLeft; l--) {
            long[] here = new long[width + 1];
            for (int r = toRight - 1; r >= fromRight; r--) {
                int column = r - fromRight;
                long best = below[column];
                byte step = SKIP_LEFT;
                if (here[column + 1] > best) {
                    best = here[column + 1];
                    step = SKIP_RIGHT;
                }
                if (areClose(l, r)) {
                    long taken = PAIR - Math.abs(leftDays[l] - rightDays[r]) + below[column + 1];
                    // Of equally good ways the one that pairs the earlier ones.
                    if (taken >= best) {
                        best = taken;
                        step = TAKE;
                    }
                }
                here[column] = best;
                steps[l - fromLeft][column] = step;
            }
            below = here;
        }
        follow(steps, fromLeft, toLeft, fromRight, toRight);
    }

    private void follow(byte[][] steps, int fromLeft, int toLeft, int fromRight, int toRight) {
        int l = fromLeft;
        int r = fromRight;
        while (l < toLeft && r < toRight) {
            byte step = steps[l - fromLeft][r - fromRight];
            if (step == TAKE) {
                pairs.add(new Pair<>(left.get(l++), right.get(r++)));
            } else if (step == SKIP_LEFT) {
                l++;
            } else {
                r++;
            }
        }
    }

    private boolean areClose(int l, int r) {
        return Math.abs(leftDays[l] - rightDays[r]) <= tolerance;
    }
}
