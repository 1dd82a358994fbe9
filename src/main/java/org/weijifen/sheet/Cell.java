package org.weijifen.sheet;

/**
 * What stands in a cell that is not blank. A blank one is null.
 *
 * @param kind what the file says that it is
 * @param text a text without blanks at its ends; a number in plain digits; a day as {@code 2026-03-31}, its time behind it
 */
record Cell(Kind kind, String text) {
    /** What a cell is. */
    enum Kind {
        /** A text, or anything in a CSV file. */
        TEXT,
        /** A number of a workbook. */
        NUMBER,
        /** A number of a workbook that is shown as a day. */
        DAY,
        /** A formula's error, or a formula whose value is not in the file. */
        BROKEN,
        /** A text beyond the limit of a cell's length. */
        TOO_LONG
    }

    static final Cell BROKEN = new Cell(Kind.BROKEN, "");

    private static final Cell TOO_LONG = new Cell(Kind.TOO_LONG, "");

    /** A cell with a text as it stands in a file, or null when that is blank. */
    static Cell text(String raw, int maxLength) {
        String text = CellText.strip(FormulaGuard.undo(CellText.strip(raw)));
        if (text.isEmpty()) {
            return null;
        }
        return text.length() > maxLength ? TOO_LONG : new Cell(Kind.TEXT, text);
    }
}
