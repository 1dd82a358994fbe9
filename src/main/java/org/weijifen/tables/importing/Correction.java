package org.weijifen.tables.importing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.tables.importing.EarlierRows.EarlierRow;
import org.weijifen.tables.importing.EarlierRows.Place;
import org.weijifen.tables.importing.PageOperation.Line;
import org.weijifen.tables.importing.Told.Part;
import org.weijifen.tables.sheet.Column;

/**
 * Distinguishes a corrected file from a new one. A corrected file repeats most rows of an earlier file, or half of them
 * with a new row in place of each other row. Rows of the earlier file that are missing in this one are left over. A row
 * that agrees with a left-over row in all parts except one corrects it, and must not be counted in addition.
 *
 * <p>All rows of the file are taken in first, and before any of them is booked; of an earlier import of 200,000 rows
 * little is kept in memory.
 */
final class Correction {
    private static final int AT_ONCE = 1_000;

    private final EarlierRows earlier;
    private final Import subject;
    private final TransactionKind kind;
    private final List<String> references = new ArrayList<>();
    private final Set<UUID> repeated = new HashSet<>();
    private final LongSummaryStatistics days = new LongSummaryStatistics();
    private final Map<UUID, LongSummaryStatistics> corrected = new HashMap<>();
    private final List<Long> leftOver = new ArrayList<>();
    private final Map<Long, Long> nearLeftOver = new HashMap<>();
    private LongStream.Builder standing = LongStream.builder();
    private long rows;

    Correction(EarlierRows earlier, Import subject, TransactionKind kind) {
        this.earlier = earlier;
        this.subject = subject;
        this.kind = kind;
    }

    /** Takes in a row of the file. */
    void add(FileRow row) {
        if (!row.books()) {
            return;
        }
        rows++;
        references.add(row.identity());
        Optional.ofNullable(row.day()).map(LocalDate::toEpochDay).ifPresent(days::accept);
        if (references.size() == AT_ONCE) {
            findImports();
        }
    }

    /** Finds what is left over, once all rows are in. */
    void end() {
        findImports();
        long[] said = standing.build().sorted().toArray();
        standing = LongStream.builder();
        // A file that says nothing new corrects nothing.
        if (said.length < rows) {
            repeated.forEach(importId -> compare(importId, said));
        }
        repeated.clear();
        keepLeftOver();
    }

    private void compare(UUID importId, long[] said) {
        EarlierRows.Standing before = Retries.of(() -> earlier.standing(subject.communityId(), importId));
        long[] left = LongStream.of(before.sequences())
                .filter(sequence -> Arrays.binarySearch(said, sequence) < 0)
                .toArray();
        int again = before.sequences().length - left.length;
        if (left.length < again || (left.length == again && left.length <= rows - said.length)) {
            corrected.put(importId, before.days());
            LongStream.of(left).forEach(this::leave);
        }
    }

    private void leave(long sequence) {
        leftOver.add(sequence);
        if (leftOver.size() == AT_ONCE) {
            keepLeftOver();
        }
    }

    private void findImports() {
        List<Long> found = Retries.of(() -> earlier.standing(subject.communityId(), kind, references));
        references.clear();
        found.forEach(standing::add);
        repeated.addAll(Retries.of(() -> earlier.imports(subject, found)));
    }

    private void keepLeftOver() {
        Retries.of(() -> earlier.told(subject.communityId(), leftOver)).forEach((sequence, row) -> row.told()
                .allButOne()
                .forEach(others -> nearLeftOver.put(Reading.fingerprint(others), sequence)));
        leftOver.clear();
    }

    /**
     * Why rows of the file must not count, by their lines, if nothing else speaks against them.
     *
     * @param directory the ids that their names stand for
     */
    Map<Long, ProblemException> refusals(List<Line> lines, Directory directory) {
        if (corrected.isEmpty()) {
            return Map.of();
        }
        Map<Line, List<Long>> near = new HashMap<>();
        lines.forEach(line -> line.row()
                .told(directory)
                .map(this::near)
                .filter(some -> !some.isEmpty())
                .ifPresent(some -> near.put(line, some)));
        if (near.isEmpty()) {
            return Map.of();
        }
        Map<Long, EarlierRow> rowsNear = earlier.told(
                subject.communityId(),
                near.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        Map<Long, Place> places = earlier.places(subject.communityId(), corrected.keySet(), rowsNear.keySet());
        Map<Long, ProblemException> refusals = new HashMap<>();
        near.forEach((line, some) -> some.stream()
                .filter(rowsNear::containsKey)
                .map(rowsNear::get)
                .flatMap(row -> refusal(line.row(), directory, row, places.get(row.sequence())).stream())
                .findFirst()
                .ifPresent(refusal -> refusals.put(line.number(), refusal)));
        return refusals;
    }

    private List<Long> near(Told told) {
        return told.allButOne().stream()
                .map(others -> nearLeftOver.get(Reading.fingerprint(others)))
                .filter(Objects::nonNull)
                .toList();
    }

    private Optional<ProblemException> refusal(FileRow row, Directory directory, EarlierRow before, Place place) {
        Set<Part> differences = row.told(directory).orElseThrow().differences(before.told());
        return differences.size() != 1 || (differences.contains(Part.DAY) && hasMovedOn(row, before, place))
                ? Optional.empty()
                : Optional.of(refusal(row, differences.iterator().next(), before, place));
    }

    /** Whether both lists are of the last so many days: one has dropped out at one end, and another has come in at the other. */
    private boolean hasMovedOn(FileRow row, EarlierRow before, Place place) {
        LongSummaryStatistics daysBefore = corrected.get(place.importId());
        return !has(days, before.told().day())
                && !has(daysBefore, row.day())
                && days.getMax() - days.getMin() <= daysBefore.getMax() - daysBefore.getMin();
    }

    private static boolean has(LongSummaryStatistics days, LocalDate day) {
        return days.getMin() <= day.toEpochDay() && day.toEpochDay() <= days.getMax();
    }

    private static ProblemException refusal(FileRow row, Part part, EarlierRow before, Place place) {
        Column column = row.column(part);
        return ProblemException.fields(List.of(new Violation(
                column.key(),
                "differs_from_imported",
                "violation.differs_from_imported_line",
                List.of(
                        String.valueOf(place.line()),
                        column.name(),
                        before.shown(part),
                        place.importId().toString(),
                        String.valueOf(before.sequence())))));
    }
}
