package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * The start of a table: its headings, which may be below some title lines, and the rows after them. The headings are
 * the one of the first rows that names most columns; the search ends at the first row that names enough. Two rows are
 * one heading if together they name more columns than either alone, for example when a group of columns has its own
 * heading.
 *
 * @param row the headings, null when there is nothing at all
 * @param following rows behind them that have been read
 * @param recognised how many columns they name
 */
record Headings(RawRow row, List<RawRow> following, int recognised) {
    private static final int ROWS_WITH_HEADINGS = 30;

    /** Reads the first rows; as long as there are rows below the headings, at least one is among those that follow. */
    static Headings read(RowSource source, ColumnNames names) throws IOException, XMLStreamException {
        List<RawRow> first = new ArrayList<>();
        while (first.size() < ROWS_WITH_HEADINGS && add(source, first)) {
            // One more.
        }
        if (first.isEmpty()) {
            return new Headings(null, List.of(), 0);
        }
        RawRow best = first.get(0);
        int most = names.recognised(best);
        int end = 1;
        // The table begins after sufficient headings. Using later headings would lose its rows.
        for (int i = 1; i < first.size() && (i == end || !names.suffices(best)); i++) {
            RawRow alone = first.get(i);
            RawRow both = together(first.get(i - 1), alone, names).orElse(alone);
            // Of two that name as many, a row alone.
            RawRow better = names.recognised(both) > names.recognised(alone) ? both : alone;
            if (names.recognised(better) > most) {
                best = better;
                most = names.recognised(better);
                end = i + 1;
            }
        }
        if (end == first.size()) {
            add(source, first);
        }
        return new Headings(best, List.copyOf(first.subList(end, first.size())), most);
    }

    private static boolean add(RowSource source, List<RawRow> rows) throws IOException, XMLStreamException {
        RawRow row = source.next();
        if (row != null) {
            rows.add(row);
        }
        return row != null;
    }

    /**
     * Two rows as one: of each two cells the lower one. They are none when something stands below a heading that is no heading
     * itself: that is a row of the table.
     */
    private static Optional<RawRow> together(RawRow upper, RawRow lower, ColumnNames names) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < Math.max(upper.cells().size(), lower.cells().size()); i++) {
            Cell above = upper.cell(i);
            Cell below = lower.cell(i);
            if (above != null && below != null && names.has(above) && !names.has(below)) {
                return Optional.empty();
            }
            cells.add(below == null ? above : below);
        }
        return Optional.of(new RawRow(lower.line(), cells));
    }

    boolean isEmpty() {
        return row == null;
    }
}
