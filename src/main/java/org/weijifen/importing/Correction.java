package org.weijifen.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.weijifen.importing.EarlierRows.EarlierRow;
import org.weijifen.importing.EarlierRows.Repeated;
import org.weijifen.importing.PageOperation.Line;
import org.weijifen.importing.Told.Part;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.sheet.Column;

/**
 * Tells a file that was corrected from a further one. A corrected one says again what an earlier one said: at least half of its
 * own rows, or half of those. What the earlier one said and this one does not is left over. A row that agrees with something
 * left over in all parts but one puts that right, and must not count beside it.
 *
 * <p>All rows of the file are taken in first, and before any of them is booked; of an earlier import of 200,000 rows little is
 * kept in memory.
 */
final class Correction {
    private static final int AT_ONCE = 1_000;

    private record Place(UUID importId, long line) {}

    private final EarlierRows earlier;
    private final Import subject;
    private final TransactionKind kind;
    private final List<String> references = new ArrayList<>();
    private final Map<UUID, Repeated> repeated = new HashMap<>();
    private final List<Long> leftOver = new ArrayList<>();
    private final Fingerprints nearLeftOver = new Fingerprints();
    private final Map<Long, Place> places = new HashMap<>();
    private LongStream.Builder standing = LongStream.builder();
    private List<UUID> corrected = List.of();
    private long rows;

    Correction(EarlierRows earlier, Import subject, TransactionKind kind) {
        this.earlier = earlier;
        this.subject = subject;
        this.kind = kind;
    }

    /** Takes in a row of the file, by its reference. */
    void add(String reference) {
        rows++;
        references.add(reference);
        if (references.size() == AT_ONCE) {
            findImports();
        }
    }

    /** Finds what is left over, once all rows are in. */
    void end() {
        findImports();
        long[] said = standing.build().sorted().toArray();
        standing = LongStream.builder();
        // A file that says nothing new corrects nothing. The newest of the others is told about first.
        if (said.length < rows) {
            corrected = repeated.entrySet().stream()
                    .filter(entry -> entry.getValue().isHalf(rows))
                    .map(Map.Entry::getKey)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        repeated.clear();
        for (UUID importId : corrected) {
            Retries.of(() -> earlier.sequences(subject.communityId(), importId))
                    .filter(sequence -> Arrays.binarySearch(said, sequence) < 0)
                    .forEach(this::leave);
        }
        keepLeftOver();
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
        Retries.of(() -> earlier.imports(subject, found))
                .forEach((id, some) -> repeated.merge(id, some, Repeated::and));
    }

    private void keepLeftOver() {
        Retries.of(() -> earlier.told(subject.communityId(), leftOver))
                .forEach((sequence, row) ->
                        row.told().allButOne().forEach(others -> nearLeftOver.put(others, sequence)));
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
        Map<Long, ProblemException> refusals = new HashMap<>();
        near.forEach((line, some) -> some.stream()
                .filter(rowsNear::containsKey)
                .map(rowsNear::get)
                .flatMap(row -> refusal(line.row(), directory, row).stream())
                .findFirst()
                .ifPresent(refusal -> refusals.put(line.number(), refusal)));
        return refusals;
    }

    private List<Long> near(Told told) {
        return told.allButOne().stream()
                .map(nearLeftOver::get)
                .filter(sequence -> sequence != 0)
                .toList();
    }

    private Optional<ProblemException> refusal(FileRow row, Directory directory, EarlierRow before) {
        Set<Part> differences = row.told(directory).orElseThrow().differences(before.told());
        return differences.size() == 1
                ? Optional.of(refusal(row, differences.iterator().next(), before))
                : Optional.empty();
    }

    private ProblemException refusal(FileRow row, Part part, EarlierRow before) {
        Place place = place(before.sequence());
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

    /** Where the newest of the imports that have it say it. */
    private Place place(long sequence) {
        return places.computeIfAbsent(sequence, this::find);
    }

    private Place find(long sequence) {
        return corrected.stream()
                .flatMap(importId -> earlier.line(subject.communityId(), importId, sequence).stream()
                        .map(line -> new Place(importId, line)))
                .findFirst()
                .orElseThrow();
    }
}
