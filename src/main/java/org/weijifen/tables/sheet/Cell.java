package org.weijifen.tables.sheet;

import java.util.regex.Pattern;

/**
 * The content of a cell that is not blank. A blank cell is null.
 *
 * @param kind the kind of the content by the file
 * @param text the text as people see it, without blanks at its ends; a day as {@code 2026-03-31}, followed by its time;
 *     empty when it is not known
 * @param number of a workbook's number: what people see it as, in plain digits, or what it is where that is {@code
 *     ROUNDED}; null when they see another one, or none
 */
record Cell(Kind kind, String text, String number) {
    /** The kind of a cell. */
    enum Kind {
        /** A text, or anything in a CSV file. */
        TEXT,
        /** A number of a workbook. */
        NUMBER,
        /** A number of a workbook that is shown rounded, with fewer decimals than it has. */
        ROUNDED,
        /** A number of a workbook that is shown as a day. */
        DAY,
        /** A number of a workbook that is shown as a time or a duration; its number are hours. */
        TIME,
        /** A number whose digits are incomplete. Excel keeps at most fifteen digits. */
        SHORTENED,
        /** A number of a workbook in an unsupported format, or a hidden one. */
        OTHERWISE,
        /** A formula's error, or a formula whose value is not in the file. */
        BROKEN,
        /** A text beyond the limit of a cell's length. */
        TOO_LONG
    }

    static final Cell BROKEN = new Cell(Kind.BROKEN, "");

    private static final Cell TOO_LONG = new Cell(Kind.TOO_LONG, "");

    /** The digits of a long number that Excel wrote as a text. */
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
