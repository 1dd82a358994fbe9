package org.weijifen.tables.sheet;

import java.util.regex.Pattern;

/**
 * What stands in a cell that is not blank. A blank one is null.
 *
 * @param kind what the file says that it is
 * @param text as people see it, without blanks at its ends; a day as {@code 2026-03-31}, its time behind it; empty when that
 *     can't be told
 * @param number of a workbook's number: what people see it as, in plain digits, or what it is where that is {@code ROUNDED}; null
 *     when they see another one, or none
 */
record Cell(Kind kind, String text, String number) {
    /** What a cell is. */
    enum Kind {
        /** A text, or anything in a CSV file. */
        TEXT,
        /** A number of a workbook. */
        NUMBER,
        /** A number of a workbook that is shown with fewer decimals than it has, and so as another one. */
        ROUNDED,
        /** A number of a workbook that is shown as a day. */
        DAY,
        /** A number of a workbook that is shown as a time or a duration; its number are hours. */
        TIME,
        /** A number of which not all digits are there, or are shown: beyond the fifteenth Excel keeps none. */
        SHORTENED,
        /** A number of a workbook that is shown in a way that we can't follow, or not at all. */
        OTHERWISE,
        /** A formula's error, or a formula whose value is not in the file. */
        BROKEN,
        /** A text beyond the limit of a cell's length. */
        TOO_LONG
    }

    static final Cell BROKEN = new Cell(Kind.BROKEN, "");

    private static final Cell TOO_LONG = new Cell(Kind.TOO_LONG, "");

    /** What is left of a long number that Excel wrote as a text. */
    private static final Pattern SHORTENED = Pattern.compile("-?\\d(\\.\\d+)?[eE]\\+\\d{2,3}");

    Cell(Kind kind, String text) {
        this(kind, text, null);
    }

    /** A cell with a text as it stands in a file, or null when that is blank. */
    static Cell text(String raw, int maxLength) {
        String text = CellText.strip(FormulaGuard.undo(CellText.strip(raw)));
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > maxLength) {
            return TOO_LONG;
        }
        return SHORTENED.matcher(text).matches() ? new Cell(Kind.SHORTENED, text, text) : new Cell(Kind.TEXT, text);
    }
}
