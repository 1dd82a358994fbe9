package org.weijifen.tables.sheet;

import java.util.List;

/**
 * Which table is looked for in a file.
 *
 * @param columns that are read; what else is there is ignored
 * @param oneOf for rows of which each may be named in one of several ways: lists of columns, of each of which a table has to
 *     have at least one
 * @param sheet name of the worksheet, in any case; null for the first visible one that is such a table
 */
public record TableChoice(List<Column> columns, List<List<Column>> oneOf, String sheet) {
    public TableChoice {
        columns = List.copyOf(columns);
        oneOf = oneOf.stream().map(List::copyOf).toList();
    }

    /** Any table with the columns that are required. */
    static TableChoice of(List<Column> columns) {
        return new TableChoice(columns, List.of(), null);
    }
}
