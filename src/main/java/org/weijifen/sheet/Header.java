package org.weijifen.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
     * @param below some of the rows that follow it
     * @throws ProblemException naming the columns that are missing, unclear or there twice, or if there are too many
     */
    static Header of(RawRow row, List<RawRow> below, ColumnNames names, SheetLimits limits) {
        if (row.cells().size() > limits.columns() && row.cell(limits.columns()) != null) {
            throw Refusals.tooManyColumns(limits.columns());
        }
        Header header = new Header();
        row.cells().forEach(cell -> header.headings.add(cell == null ? "" : CellText.oneLine(cell.text())));
        Placement placement = new Placement(header.headings, names, below);
        if (!placement.faults().isEmpty()) {
            throw ProblemException.fields(placement.faults());
        }
        placement.positions().forEach((column, position) -> header.positions.put(column.key(), position));
        placement.ignored().forEach(header.ignored::add);
        return header;
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

    /** Whether a row has nothing under any column that is read. */
    boolean isBlank(RawRow row) {
        return positions.values().stream().allMatch(position -> row.cell(position) == null);
    }
}
