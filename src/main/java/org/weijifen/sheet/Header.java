package org.weijifen.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/** The headings of a table: which column stands where, and what they are called in this file. */
final class Header {
    private final List<String> headings = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();

    private Header() {}

    /**
     * The headings in a row.
     *
     * @throws ProblemException naming the columns that are missing or there twice, or if there are too many
     */
    static Header of(RawRow row, ColumnNames names, SheetLimits limits) {
        if (row.cells().size() > limits.columns() && row.cell(limits.columns()) != null) {
            throw Refusals.tooManyColumns(limits.columns());
        }
        Header header = new Header();
        Map<Column, List<String>> found = new HashMap<>();
        for (int position = 0; position < row.cells().size(); position++) {
            Cell cell = row.cell(position);
            String heading = cell == null ? "" : CellText.oneLine(cell.text());
            header.headings.add(heading);
            Column column = names.find(heading);
            if (column != null) {
                header.positions.putIfAbsent(column.key(), position);
                found.computeIfAbsent(column, any -> new ArrayList<>()).add(heading);
            } else if (!heading.isEmpty()) {
                header.ignored.add(heading);
            }
        }
        List<Violation> faults = header.faults(names, found);
        if (!faults.isEmpty()) {
            throw ProblemException.fields(faults);
        }
        return header;
    }

    private List<Violation> faults(ColumnNames names, Map<Column, List<String>> found) {
        List<Violation> faults = new ArrayList<>();
        for (Column column : names.columns()) {
            List<String> columnHeadings = found.getOrDefault(column, List.of());
            if (columnHeadings.isEmpty() && column.required()) {
                faults.add(Refusals.missingColumn(List.of(column), present()));
            } else if (columnHeadings.size() > 1) {
                faults.add(Refusals.duplicateColumn(column, columnHeadings));
            }
        }
        return faults;
    }

    /** Says that all of these columns are missing, of which one would do. */
    Violation missing(List<Column> columns) {
        return Refusals.missingColumn(columns, present());
    }

    private List<String> present() {
        return headings.stream().filter(heading -> !heading.isEmpty()).toList();
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

    /** Whether a row has nothing under any column that is read. */
    boolean isBlank(RawRow row) {
        return positions.values().stream().allMatch(position -> row.cell(position) == null);
    }
}
