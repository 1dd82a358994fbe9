package org.weijifen.tables.sheet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.weijifen.platform.Violation;
import org.weijifen.tables.sheet.ColumnNames.Meaning;
import org.weijifen.tables.sheet.ColumnNames.Strength;

/**
 * The positions of the columns. They are found by the headings and, if a heading may mean several columns, by the cells
 * below it. An unclear heading is a fault of the table; it is never guessed.
 */
final class Placement {
    private final List<String> headings;
    private final ColumnNames names;
    private final List<List<Meaning>> meanings;
    private final List<RawRow> below;
    private final Map<Column, Integer> positions = new LinkedHashMap<>();
    private final Set<Column> unclear = new HashSet<>();
    private final List<Violation> faults = new ArrayList<>();
    private final List<Column> missing = new ArrayList<>();

    /**
     * Places the columns.
     *
     * @param headings from the first column on, empty where there is none
     * @param below some of the rows that follow
     */
    Placement(List<String> headings, ColumnNames names, List<RawRow> below) {
        this.headings = headings;
        this.names = names;
        this.meanings = headings.stream().map(names::meanings).toList();
        this.below = below;
        names.columns().forEach(column -> place(column, at(column, Strength.SURE)));
        // A column that has to be there takes what may be one or the other; and a day is less often left out than a
        // quantity.
        names.columns().stream()
                .filter(column -> !positions.containsKey(column) && !unclear.contains(column))
                .sorted(Comparator.comparing((Column column) -> !column.required())
                        .thenComparing(column -> column.holds() != Column.Holds.DAYS))
                .forEach(column -> place(
                        column,
                        at(column, Strength.ALTERNATIVE).stream()
                                .filter(position -> fits(column, position))
                                .toList()));
        names.columns().stream().filter(this::isLost).forEach(this::doubt);
        names.columns().stream()
                .filter(column -> column.required() && isLost(column))
                .forEach(missing::add);
    }

    Map<Column, Integer> positions() {
        return positions;
    }

    /** @param sheet name of the worksheet, for the message; null when there is only one */
    List<Violation> faults(String sheet) {
        return Stream.concat(
                        faults.stream(),
                        missing.stream().map(column -> Refusals.missingColumn(List.of(column), present(), sheet)))
                .toList();
    }

    List<String> present() {
        return headings.stream().filter(heading -> !heading.isEmpty()).toList();
    }

    private boolean isLost(Column column) {
        return !positions.containsKey(column) && !unclear.contains(column);
    }

    private List<Integer> at(Column column, Strength strength) {
        return IntStream.range(0, headings.size())
                .filter(position -> !positions.containsValue(position))
                .filter(position -> meanings.get(position).contains(new Meaning(column, strength)))
                .boxed()
                .toList();
    }

    private void place(Column column, List<Integer> found) {
        if (found.size() == 1) {
            positions.put(column, found.get(0));
        } else if (found.size() > 1) {
            unclear.add(column);
            if (!column.incidental()) {
                faults.add(Refusals.duplicateColumn(
                        column, found.stream().map(headings::get).toList()));
            }
        }
    }

    private void doubt(Column column) {
        List<Integer> found = column.incidental() ? List.of() : at(column, Strength.DOUBTFUL);
        if (!found.isEmpty()) {
            unclear.add(column);
            found.forEach(position -> faults.add(Refusals.doubtfulColumn(headings.get(position), column)));
        }
    }

    private boolean fits(Column column, int position) {
        List<Cell> cells = below.stream()
                .map(row -> row.cell(position))
                .filter(Objects::nonNull)
                .toList();
        Predicate<Cell> figure = QuantityCells::isFigure;
        return switch (column.holds()) {
            case ANYTHING -> true;
            case FIGURES -> !cells.isEmpty() && cells.stream().allMatch(figure);
            case DAYS -> cells.stream().noneMatch(cell -> figure.test(cell) && !QuantityCells.mayBeDay(cell));
        };
    }

    /** The headings that name no column. */
    Stream<String> ignored() {
        return IntStream.range(0, headings.size())
                .filter(position -> !positions.containsValue(position))
                .mapToObj(headings::get)
                .filter(heading -> !heading.isEmpty());
    }
}
