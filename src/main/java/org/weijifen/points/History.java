package org.weijifen.points;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.weijifen.ledger.AccountType;

/**
 * The changes that a member's transactions made to each number of the balance: the newest ones one by one, the older
 * ones as a sum. Postings are added with the newest transaction first, and in order within a transaction.
 */
final class History {
    /** The largest number of changes of each figure that are listed one by one. */
    static final int MAX_FACTS = 200;

    /**
     * The change that one transaction made to a part.
     *
     * @param sequence the transaction; null for an expiry that is not posted yet
     * @param lapsedOn the last day of such lapsed points, else null
     */
    record Change(Long sequence, LocalDate lapsedOn, long points) {}

    /** The changes of one part of a figure. */
    static final class Part {
        private final List<Change> newest = new ArrayList<>();
        private long older;
        private long olderPoints;

        /** Adds to the change of one transaction, in order. */
        private void change(long sequence, long points) {
            int i = 0;
            while (i < newest.size()
                    && (newest.get(i).sequence() == null || newest.get(i).sequence() > sequence)) {
                i++;
            }
            boolean there = i < newest.size() && newest.get(i).sequence() == sequence;
            long sum = (there ? newest.remove(i).points() : 0) + points;
            if (sum != 0) {
                newest.add(i, new Change(sequence, null, sum));
            }
        }

        List<Change> newest() {
            return newest;
        }

        long older() {
            return older;
        }

        long olderPoints() {
            return olderPoints;
        }

        long points() {
            return olderPoints + newest.stream().mapToLong(Change::points).sum();
        }
    }

    /** An account of points, or the part of a figure to which it belongs. */
    record PointsAccount(AccountType type, LocalDate expiresOn) {}

    private final LocalDate today;
    private final Map<Figure, TreeMap<LocalDate, Part>> parts = new EnumMap<>(Figure.class);
    private final Map<Figure, Integer> listed = new EnumMap<>(Figure.class);
    private final TreeMap<LocalDate, Long> lapsed = new TreeMap<>();
    private final Map<PointsAccount, Long> pending = new LinkedHashMap<>();
    private long sequence;

    /** @param today the first day on which points may still be spent; points that expire before it have lapsed */
    History(LocalDate today) {
        this.today = today;
        for (Figure figure : Figure.values()) {
            parts.put(figure, new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder())));
            if (figure != Figure.AVAILABLE) {
                part(figure, null);
            }
        }
    }

    /** Adds a posting. */
    void add(long ofSequence, long amount, PointsAccount from, PointsAccount to) {
        if (ofSequence != sequence) {
            complete();
            sequence = ofSequence;
        }
        pending.merge(part(from), -amount, Long::sum);
        pending.merge(part(to), amount, Long::sum);
    }

    /** Accounts that are shown as one. Only available points are shown by their last day. */
    private static PointsAccount part(PointsAccount account) {
        return account.type() == AccountType.AVAILABLE ? account : new PointsAccount(account.type(), null);
    }

    /** Ends the history. Points on lapsed accounts count as expired, as in the balance. */
    void end() {
        complete();
        List<Change> unposted = new ArrayList<>();
        lapsed.descendingMap().forEach((day, points) -> {
            if (points != 0) {
                unposted.add(new Change(null, day, points));
            }
        });
        Part expired = part(Figure.EXPIRED, null);
        // A change that is not posted yet is the newest one.
        expired.newest.addAll(0, unposted);
        while (expired.newest.size() > MAX_FACTS) {
            Change last = expired.newest.remove(expired.newest.size() - 1);
            expired.older++;
            expired.olderPoints += last.points();
        }
        net();
        parts.get(Figure.AVAILABLE).values().removeIf(part -> part.newest.isEmpty() && part.points() == 0);
    }

    /** The parts of a figure by the last day of their points; null for all others. */
    Map<LocalDate, Part> parts(Figure figure) {
        return parts.get(figure);
    }

    /** The transactions that are listed one by one. */
    TreeSet<Long> sequences() {
        TreeSet<Long> sequences = new TreeSet<>();
        parts.values().forEach(byDay -> byDay.values().forEach(part -> part.newest.stream()
                .filter(change -> change.sequence() != null)
                .forEach(change -> sequences.add(change.sequence()))));
        return sequences;
    }

    /** Nets free points and arrears as the balance does, with their facts. */
    private void net() {
        Map<LocalDate, Long> available = new HashMap<>();
        parts.get(Figure.AVAILABLE).forEach((day, part) -> available.put(day, part.points()));
        long arrears = Figure.ARREARS.shown(part(Figure.ARREARS, null).points());
        List<Netting.Shift> shifts = new Netting(available, arrears).shifts();
        for (Netting.Shift shift : shifts) {
            // With arrears above zero, the first shift is what was paid too much, which is free. All other shifts fill
            // gaps, which are due to the moves that took the points.
            if (arrears > 0 && shift == shifts.get(0)) {
                reassign(shift.from(), shift.to(), shift.points());
            } else {
                reassign(shift.to(), shift.from(), -shift.points());
            }
        }
    }

    /**
     * Moves changes to another part, the newest first, up to this number of points (below zero: changes that took
     * points).
     */
    private void reassign(Netting.Bucket from, Netting.Bucket to, long points) {
        Part source = part(from.figure(), from.expiresOn());
        Part target = part(to.figure(), to.expiresOn());
        long left = points;
        for (Change change : List.copyOf(source.newest)) {
            long there = from.figure().shown(change.points());
            long moved = Long.signum(there) == Long.signum(left) ? there : 0;
            moved = Math.abs(moved) > Math.abs(left) ? left : moved;
            if (moved != 0) {
                source.change(change.sequence(), -from.figure().shown(moved));
                target.change(change.sequence(), to.figure().shown(moved));
                left -= moved;
            }
        }
        if (left != 0) {
            source.olderPoints -= from.figure().shown(left);
            target.olderPoints += to.figure().shown(left);
            target.older++;
        }
    }

    private void complete() {
        pending.forEach((account, change) -> {
            if (change != 0) {
                count(account, change);
            }
        });
        pending.clear();
    }

    private void count(PointsAccount account, long change) {
        Figure figure = Figure.of(account.type());
        if (figure == null) {
            return;
        }
        LocalDate day = figure == Figure.AVAILABLE ? account.expiresOn() : null;
        if (day != null && day.isBefore(today)) {
            lapsed.merge(day, change, Long::sum);
            return;
        }
        Part part = part(figure, day);
        if (listed.merge(figure, 1, Integer::sum) <= MAX_FACTS) {
            part.newest.add(new Change(sequence, null, figure.shown(change)));
        } else {
            part.older++;
            part.olderPoints += figure.shown(change);
        }
    }

    private Part part(Figure figure, LocalDate day) {
        return parts.get(figure).computeIfAbsent(day, any -> new Part());
    }
}
