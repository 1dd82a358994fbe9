package org.weijifen.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.weijifen.platform.Violation;

/** The headings of a table: which column stands where, and what they are called in this file. */
final class Header {
    private static final int LETTERS = 26;

    private final List<String> headings = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Placement placement;

    /**
     * The headings in a row.
     *
     * @param below some of the rows that follow it
     */
    Header(RawRow row, List<RawRow> below, ColumnNames names) {
        row.cells().forEach(cell -> headings.add(cell == null ? "" : CellText.oneLine(cell.text())));
        this.placement = new Placement(headings, names, below);
        placement.positions().forEach((column, position) -> positions.put(column.key(), position));
        placement.ignored().forEach(ignored::add);
    }

    /**
     * What a table with these headings lacks.
     *
     * @param sheet name of the worksheet, for the message; null when there is only one
     */
    List<Violation> missing(TableChoice choice, String sheet) {
        List<String> present =
                headings.stream().filter(heading -> !heading.isEmpty()).toList();
        return Stream.concat(
                        choice.columns().stream().filter(Column::required).map(List::of), choice.oneOf().stream())
                .filter(some -> some.stream().allMatch(placement::isLost))
                .map(some -> Refusals.missingColumn(some, present, sheet))
                .toList();
    }

    /** The columns of which it is unclear where they stand. */
    List<Violation> unclear() {
        return placement.faults();
    }

    boolean has(Column column) {
        return positions.containsKey(column.key());
    }

    /** The cell of a row under a column, null when blank or when the table has no such column. */
    Cell cell(RawRow row, Column column) {
        Integer position = positions.get(column.key());
        return position == null ? null : row.cell(position);
    }

    /** What the column is called in this file, or in general when it is not there. */
    String heading(Column column) {
        Integer position = positions.get(column.key());
        return position == null ? column.name() : headings.get(position);
    }

    /** What the column with this key is called in this file, or null when it is not there. */
    String headingOf(String key) {
        Integer position = positions.get(key);
        return position == null ? null : headings.get(position);
    }

    /** The cells of a row that are not blank. */
    List<HeadedCell> cells(RawRow row) {
        return IntStream.range(0, row.cells().size())
                .filter(position -> row.cell(position) != null)
                .mapToObj(position -> new HeadedCell(
                        position < headings.size() ? headings.get(position) : "",
                        positions.containsValue(position),
                        CellText.oneLine(row.cell(position).text()),
                        Figures.isFigure(row.cell(position))))
                .toList();
    }

    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Whether a row has nothing under any column that is read, nor where there is no heading. */
    boolean isBlank(RawRow row) {
        return positions.values().stream().allMatch(position -> row.cell(position) == null)
                && withoutHeading(row) == null;
    }

    /** The first column, in letters, in which a row has something that has no heading; null when there is none. */
    String withoutHeading(RawRow row) {
        for (int position = 0; position < row.cells().size(); position++) {
            boolean hasHeading =
                    position < headings.size() && !headings.get(position).isEmpty();
            if (row.cell(position) != null && !hasHeading) {
                return letters(position);
            }
        }
        return null;
    }

    private static String letters(int position) {
        String last = String.valueOf((char) ('A' + position % LETTERS));
        return position < LETTERS ? last : letters(position / LETTERS - 1) + last;
    }
}
