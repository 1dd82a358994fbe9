package org.weijifen.tables.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.weijifen.platform.id.MemberId;

/**
 * Pairs each row of a table with at most one entry of the books: first by reference; then by member, item and amount,
 * with the nearest days first; then by member and item alone, with different amounts. An entry that was taken back does
 * not count. It is only shown with a row that would have matched it. The same table and books always give the same
 * results.
 */
final class Matching {
    private static final Comparator<Row> BY_DAY = Comparator.comparing(Row::day).thenComparingInt(Row::line);

    /** What rows are paired by. Null where that doesn't matter. */
    private record Key(MemberId memberId, String item, Long quantity, Long points) {}

    private final ComparedDays period;
    private final List<BookEntry> entries;
    private final Set<BookEntry> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Row, MatchResult> findings = new IdentityHashMap<>();

    private Matching(ComparedDays period, List<BookEntry> entries) {
        this.period = period;
        this.entries = entries;
    }

    /**
     * Compares a table with the books.
     *
     * @param entries in order of their days
     * @return the result of each row, in order, and then the entries of the period without a row
     */
    static List<MatchResult> of(ComparedDays period, List<Row> rows, List<BookEntry> entries) {
        Matching matching = new Matching(period, entries);
        matching.compare(rows);
        List<MatchResult> all =
                new ArrayList<>(rows.stream().map(matching.findings::get).toList());
        entries.stream()
                .filter(entry -> entry.counts() && period.contains(entry.day()) && !matching.taken.contains(entry))
                .sorted(Comparator.comparingLong(BookEntry::sequence))
                .map(MatchResult::missingThere)
                .forEach(all::add);
        return all;
    }

    private void compare(List<Row> rows) {
        for (Row row : rows) {
            if (!row.counts()) {
                findings.put(row, MatchResult.skipped(row));
            } else if (!row.isClear()) {
                findings.put(row, MatchResult.unclear(row));
            } else if (row.isUnknown()) {
                findings.put(row, row.isOf(period) ? MatchResult.missingHere(row, null) : MatchResult.outside(row));
            }
        }
        pairByReference(open(rows));
        pairByAmount(open(rows), BookEntry::counts, MatchResult::matched);
        pairWhateverTheAmount(open(rows));
        pairByAmount(open(rows), entry -> !entry.counts(), MatchResult::missingHere);
        for (Row row : open(rows)) {
            findings.put(row, row.isOf(period) ? MatchResult.missingHere(row, null) : MatchResult.outside(row));
        }
    }

    private List<Row> open(List<Row> rows) {
        return rows.stream().filter(row -> !findings.containsKey(row)).toList();
    }

    private void pairByReference(List<Row> rows) {
        Map<String, List<BookEntry>> referred = new HashMap<>();
        entries.stream().filter(BookEntry::counts).forEach(entry -> entry.references()
                .forEach(reference -> referred.computeIfAbsent(reference, any -> new ArrayList<>())
                        .add(entry)));
        for (Row row : rows) {
            List<BookEntry> candidates = referred.getOrDefault(row.reference(), List.of()).stream()
                    .filter(entry -> isFree(entry, row.isOf(period)))
                    .toList();
            // A redemption of several lines has one number for all of them.
            candidates.stream()
                    .filter(row::isAbout)
                    .min(Comparator.comparing(entry -> !row.isOfTheAmountOf(entry)))
                    .or(() -> candidates.size() == 1 ? candidates.stream().findFirst() : Optional.empty())
                    .ifPresent(entry -> settle(row, entry));
        }
    }

    private void settle(Row row, BookEntry entry) {
        List<String> differences = differences(row, entry);
        taken.add(entry);
        findings.put(
                row,
                differences.isEmpty()
                        ? MatchResult.matched(row, entry)
                        : MatchResult.different(row, entry, differences));
    }

    private List<String> differences(Row row, BookEntry entry) {
        List<String> differences = new ArrayList<>();
        if (!row.memberId().equals(entry.memberId())) {
            differences.add("member");
        }
        if (row.item() != null && !row.item().equals(entry.item())) {
            differences.add("item");
        }
        if (row.quantity() != null
                && entry.quantity() != null
                && !row.quantity().equals(entry.quantity())) {
            differences.add("quantity");
        }
        if (row.quantity() != null && entry.quantity() == null && row.points() == null) {
            differences.add("quantity");
        }
        if (row.points() != null && row.points() != entry.points()) {
            differences.add("points");
        }
        if (!period.areClose(row.day(), entry.day())) {
            differences.add("day");
        }
        return differences;
    }

    /** Makes the result of a pair. */
    private interface PairJudgement {
        MatchResult of(Row row, BookEntry entry);
    }

    /** Which numbers a row gives. Those that give both choose first, since the others fit more entries. */
    private enum Amount {
        BOTH,
        POINTS,
        QUANTITY;

        static Amount of(Row row) {
            if (row.points() == null) {
                return QUANTITY;
            }
            return row.quantity() == null ? POINTS : BOTH;
        }

        /** What a row finds entries by. The quantity of an entry may be unknown, so points go before it. */
        Key key(MemberId memberId, String item, Long quantity, Long points) {
            return switch (this) {
                case BOTH, POINTS -> new Key(memberId, item, null, points);
                case QUANTITY -> new Key(memberId, item, quantity, null);
            };
        }
    }

    private void pairByAmount(List<Row> rows, Predicate<BookEntry> which, PairJudgement outcome) {
        for (Amount amount : Amount.values()) {
            pair(
                    rows.stream().filter(row -> Amount.of(row) == amount).toList(),
                    row -> new Key(row.memberId(), row.item(), row.quantity(), row.points()),
                    row -> amount.key(row.memberId(), row.item(), row.quantity(), row.points()),
                    (entry, item) -> amount.key(entry.memberId(), item, entry.quantity(), entry.points()),
                    (row, entry) -> which.test(entry) && row.isOfTheAmountOf(entry),
                    outcome);
        }
    }

    private void pairWhateverTheAmount(List<Row> rows) {
        Function<Row, Key> key = row -> new Key(row.memberId(), row.item(), null, null);
        pair(
                rows,
                key,
                key,
                (entry, item) -> new Key(entry.memberId(), item, null, null),
                (row, entry) -> entry.counts(),
                (row, entry) -> MatchResult.different(row, entry, differences(row, entry)));
    }

    /** What an entry is found by; {@code item} is null in a table that doesn't say what its rows are for. */
    private interface EntryKey {
        Key of(BookEntry entry, String item);
    }

    /**
     * Pairs rows that say the same with the entries that fit them.
     *
     * @param group what rows have to have in common to be paired together
     * @param wanted the key of the entries that a row may fit
     * @param fits which of them it does fit
     */
    private void pair(
            List<Row> rows,
            Function<Row, Key> group,
            Function<Row, Key> wanted,
            EntryKey keyOf,
            BiPredicate<Row, BookEntry> fits,
            PairJudgement outcome) {
        if (rows.isEmpty()) {
            return;
        }
        boolean sayItems = rows.stream().anyMatch(row -> row.item() != null);
        Map<Key, List<BookEntry>> index = new HashMap<>();
        for (BookEntry entry : entries) {
            if (!taken.contains(entry)) {
                index.computeIfAbsent(keyOf.of(entry, sayItems ? entry.item() : null), any -> new ArrayList<>())
                        .add(entry);
            }
        }
        // Rows of the period choose before those around it, which are only there to explain entries of the period.
        for (boolean inside : new boolean[] {true, false}) {
            Map<Key, List<Row>> groups = rows.stream()
                    .filter(row -> row.isOf(period) == inside)
                    .sorted(BY_DAY)
                    .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()));
            groups.values().forEach(alike -> {
                Row first = alike.get(0);
                List<BookEntry> fitting = index.getOrDefault(wanted.apply(first), List.of()).stream()
                        .filter(entry -> isFree(entry, inside) && fits.test(first, entry))
                        .toList();
                pairAlike(alike, fitting, outcome);
            });
        }
    }

    private void pairAlike(List<Row> alike, List<BookEntry> fitting, PairJudgement outcome) {
        for (DayPairs.Pair<Row, BookEntry> pair :
                DayPairs.of(alike, Row::day, fitting, BookEntry::day, period.toleranceDays())) {
            taken.add(pair.right());
            findings.put(pair.left(), outcome.of(pair.left(), pair.right()));
        }
    }

    /** Whether an entry is still to be had for a row inside the period, or outside of it. */
    private boolean isFree(BookEntry entry, boolean rowInside) {
        return !taken.contains(entry) && (rowInside || period.contains(entry.day()));
    }
}
