package org.weijifen.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weijifen.platform.Violation;

/** The headings of a table: which column stands where, and what they are called in this file. */
final class Header {
    private static final int LETTERS = 26;

    private final List<String> headings = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<Column, List<String>> found = new HashMap<>();

    /** The headings in a row. */
    Header(RawRow row, ColumnNames names) {
        for (int position = 0; position < row.cells().size(); position++) {
            Cell cell = row.cell(position);
            String heading = cell == null ? "" : CellText.oneLine(cell.text());
            headings.add(heading);
            Column column = names.find(heading);
            if (column != null) {
                positions.putIfAbsent(column.key(), position);
                found.computeIfAbsent(column, any -> new ArrayList<>()).add(heading);
            } else if (!heading.isEmpty()) {
                ignored.add(heading);
            }
        }
    }

    /**
     * What a table with these headings lacks.
     *
     * @param sheet name of the worksheet, for the message; null when there is only one
     */
    List<Violation> missing(TableChoice choice, String sheet) {
        List<String> present =
                headings.stream().filter(heading -> !heading.isEmpty()).toList();
        List<Violation> missing = new ArrayList<>();
        for (Column column : choice.columns()) {
            if (column.required() && !has(column)) {
                missing.add(Refusals.missingColumn(List.of(column), present, sheet));
            }
        }
        for (List<Column> some : choice.oneOf()) {
            if (some.stream().noneMatch(this::has)) {
                missing.add(Refusals.missingColumn(some, present, sheet));
            }
        }
        return missing;
    }

    /** The columns that are there more than once. */
    List<Violation> repeated(TableChoice choice) {
        return choice.columns().stream()
                .filter(column -> found.getOrDefault(column, List.of()).size() > 1)
                .map(column -> Refusals.duplicateColumn(column, found.get(column)))
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

    /** What the column is called in this file, or in general when it is not there. */
    String heading(Column column) {
        Integer position = positions.get(column.key());
        return position == null ? column.name() : headings.get(position);
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
