package org.weijifen.tables.sheet;

import java.util.List;
import java.util.Locale;
import org.weijifen.platform.Problems;

/**
 * The fault of one cell of a table.
 *
 * @param line the row's number as a spreadsheet shows it; in a CSV file the line on which the row begins
 * @param heading the column's heading as it stands in the file; empty when there is none
 * @param column the column's key; where it has no heading, its letters
 * @param code stable snake_case name of the broken rule; its text is {@code violation.<code>}
 * @param arguments values for the placeholders of that text
 */
public record RowFault(int line, String heading, String column, String code, List<Object> arguments) {

    /** The text of the fault, for people. */
    public String message(Locale language) {
        return Problems.text(language, "violation." + code, arguments.toArray());
    }
}
