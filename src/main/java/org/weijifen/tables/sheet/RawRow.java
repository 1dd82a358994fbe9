package org.weijifen.tables.sheet;

import java.util.List;
import java.util.Objects;

/**
 * A row of a file before anyone knows its columns.
 *
 * @param line its number as a spreadsheet shows it; in a CSV file the line on which it begins, from 1
 * @param cells its cells from the first column on, null where blank; no more than one beyond the limit of columns
 */
record RawRow(int line, List<Cell> cells) {

    /** The cell at a position from 0, null when blank or beyond the last. */
    Cell cell(int position) {
        return position < cells.size() ? cells.get(position) : null;
    }

    boolean isBlank() {
        return cells.stream().allMatch(Objects::isNull);
    }

    /** Merges several adjacent cells into the first one. */
    void fill(int first, int last, Cell cell) {
        while (cell != null && cells.size() <= first) {
            cells.add(null);
        }
        for (int position = first; position <= last && position < cells.size(); position++) {
            cells.set(position, position == first ? cell : null);
        }
    }
}
