package org.weijifen.sheet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The columns that a table may have, by each of their names. */
final class ColumnNames {
    private final List<Column> columns;
    private final Map<String, Column> byName = new HashMap<>();

    /** @throws IllegalArgumentException if two columns share a name */
    ColumnNames(List<Column> columns) {
        this.columns = List.copyOf(columns);
        for (Column column : columns) {
            Stream.concat(Stream.of(column.key()), column.headings().stream())
                    .map(CellText::heading)
                    .distinct()
                    .forEach(name -> add(name, column));
        }
    }

    private void add(String name, Column column) {
        Column other = byName.putIfAbsent(name, column);
        if (other != null) {
            throw new IllegalArgumentException("%s names both %s and %s".formatted(name, other.key(), column.key()));
        }
    }

    List<Column> columns() {
        return columns;
    }

    /** The column with this heading, or null. */
    Column find(String heading) {
        return byName.get(CellText.heading(heading));
    }

    /** Whether a cell would head a column. */
    boolean has(Cell cell) {
        return find(cell.text()) != null;
    }

    /** How many different columns a row would head. */
    int recognised(RawRow row) {
        return (int) row.cells().stream()
                .filter(Objects::nonNull)
                .map(cell -> find(cell.text()))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }
}
