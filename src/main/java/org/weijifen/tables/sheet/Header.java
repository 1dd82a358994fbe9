package org.weijifen.tables.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.weijifen.platform.Violation;

/** The headings of a table: which column stands where, and what they are called in this file. */
final class Header {
    private static final int LETTERS = 26;

    private final List<String> headings = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Placement placement;

    /**
     * The headings in a row.
     *
     * @param below some of the rows that follow it
     */
    Header(RawRow row, List<RawRow> below, ColumnNames names) {
        row.cells().forEach(cell -> headings.add(cell == null ? "" : CellText.oneLine(cell.text())));
        placement = new Placement(headings, names, below);
        placement.positions().forEach((column, position) -> positions.put(column.key(), position));
    }

    /**
     * The faults of these headings: columns that are missing, unclear or there twice.
     *
     * @param sheet name of the worksheet, for the message; null when there is only one
     */
    List<Violation> faults(TableChoice choice, String sheet) {
        List<Violation> faults = placement.faults(sheet);
        return faults.isEmpty() ? missing(choice, sheet) : faults;
    }

    private List<Violation> missing(TableChoice choice, String sheet) {
        return choice.oneOf().stream()
                .filter(some -> some.stream().noneMatch(this::has))
                .map(some -> Refusals.missingColumn(some, placement.present(), sheet))
                .toList();
    }

    boolean has(Column column) {
        return positions.containsKey(column.key());
    }

    /** The cell of a row under a column, null when blank or when the table has no such column. */
    Cell cell(RawRow row, Column column) {
        Integer position = positions.get(column.key());
        return position == null ? null : row.cell(position);
    }

    /** The heading of the column in this file, or its usual name when the file does not have it. */
    String heading(Column column) {
        Integer position = positions.get(column.key());
        return position == null ? column.name() : headings.get(position);
    }

    /** The heading of the column with this key in this file, or null when the file does not have it. */
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
                        QuantityCells.isFigure(row.cell(position))))
                .toList();
    }

    List<String> ignored() {
        return placement.ignored().toList();
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
