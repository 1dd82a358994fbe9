package org.weijifen.points;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sets what a member had free at the end of a day off against what was owed, since nobody has both. As things stand the books
 * see to that themselves. On a day in the past there may be more: a credit that was told of later paid what was owed only
 * after that day, so that its points were free on it; and what was redeemed by then may have been earned, by the days, after it,
 * so that it was owed.
 */
final class Netting {

    /** What there is of one kind: free points by their last day (null: they never expire), or what is owed. */
    record Bucket(Figure figure, LocalDate expiresOn) {
        static final Bucket ARREARS = new Bucket(Figure.ARREARS, null);

        static Bucket free(LocalDate expiresOn) {
            return new Bucket(Figure.AVAILABLE, expiresOn);
        }
    }

    /** Points that fill a gap elsewhere; at least 1. */
    record Shift(Bucket from, Bucket to, long points) {}

    private final TreeMap<LocalDate, Long> free = new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
    private final List<Shift> shifts = new ArrayList<>();
    private long arrears;

    /**
     * Works it out.
     *
     * @param available balances by the last day
     * @param arrears balance; zero or below where anything is owed
     */
    Netting(Map<LocalDate, Long> available, long arrears) {
        this.free.putAll(available);
        this.arrears = arrears;
        if (arrears > 0) {
            shift(Bucket.ARREARS, Bucket.free(null), arrears);
        }
        for (LocalDate gap : new ArrayList<>(free.keySet())) {
            fill(Bucket.free(gap), -free.get(gap));
            if (free.get(gap) < 0) {
                shift(Bucket.ARREARS, Bucket.free(gap), -free.get(gap));
            }
        }
        fill(Bucket.ARREARS, -this.arrears);
    }

    /** From the earliest free points first. */
    private void fill(Bucket gap, long points) {
        long missing = points;
        for (LocalDate day : new ArrayList<>(free.keySet())) {
            long taken = Math.min(missing, free.get(day));
            if (taken > 0) {
                missing -= taken;
                shift(Bucket.free(day), gap, taken);
            }
        }
    }

    private void shift(Bucket from, Bucket to, long points) {
        shifts.add(new Shift(from, to, points));
        change(from, -points);
        change(to, points);
    }

    private void change(Bucket bucket, long points) {
        if (bucket.figure() == Figure.ARREARS) {
            arrears += points;
        } else {
            free.merge(bucket.expiresOn(), points, Long::sum);
        }
    }

    /** What was free, by the last day; never below zero. */
    Map<LocalDate, Long> free() {
        return free;
    }

    /** What was owed, as a positive number. */
    long owed() {
        return -arrears;
    }

    /** How that came about. */
    List<Shift> shifts() {
        return shifts;
    }
}
