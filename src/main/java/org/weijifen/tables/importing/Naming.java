package org.weijifen.tables.importing;

import java.util.regex.Pattern;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;

/**
 * How a row names a task, a reward or a merchant.
 *
 * @param column key of the column that names it
 * @param titlesToo whether the text may be its title; else it is its code
 */
record Naming(String column, String text, boolean titlesToo) {
    static Naming ofCode(Column column, String code) {
        return new Naming(column.key(), code, false);
    }

    static Naming ofCodeOrTitle(Column column, String text) {
        return new Naming(column.key(), text, true);
    }

    /**
     * Reads the name from a column for codes, or, where that has none, from one that people fill with titles or codes.
     *
     * @return null when the row is at fault
     */
    static Naming read(SheetRow row, Column codes, Pattern form, Column titles, int maxTitle) {
        String code = RowType.code(row, codes, RowType.MAX_CODE, form);
        if (code != null) {
            return ofCode(codes, code);
        }
        if (row.isFaulty()) {
            return null;
        }
        String title = row.text(titles, maxTitle);
        if (title == null && !row.isFaulty()) {
            row.fault(row.has(codes) ? codes : titles, "required");
        }
        return title == null ? null : ofCodeOrTitle(titles, title);
    }
}
