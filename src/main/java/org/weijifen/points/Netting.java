package org.weijifen.points;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nets the free points of a member at the end of a day with the arrears, since nobody has both. The current accounts
 * never have both. A past day may have both, for two reasons. First, a credit for that day was recorded later: it paid
 * arrears only after that day, so its points were free on that day. Second, points that were redeemed by that day were
 * earned, by effective day, only after it, so they were owed on that day.
 */
final class Netting {

    /** An amount of one kind: free points of one last day (null: they never expire), or arrears. */
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
     * Computes the netting.
     *
     * @param available balances by the last day
     * @param arrears balance of arrears; zero, or below zero when points are owed
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

    /** Takes the earliest free points first. */
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

    /** The free points by their last day; never below zero. */
    Map<LocalDate, Long> free() {
        return free;
    }

    /** The arrears, as a positive number. */
    long owed() {
        return -arrears;
    }

    /** The moves of the netting. */
    List<Shift> shifts() {
        return shifts;
    }
}
