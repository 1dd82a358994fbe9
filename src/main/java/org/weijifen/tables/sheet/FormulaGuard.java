package org.weijifen.tables.sheet;

/**
 * Keeps texts from being taken for formulas when a spreadsheet opens a table (known as CSV injection): a text that
 * begins with one of {@code = + - @}, their full-width forms, a tab or a line break gets an apostrophe before it, which
 * spreadsheets take for "this is text". Readers remove that apostrophe again. So a text that begins with apostrophes
 * before such a character gets one more, to keep its own. Typed numbers and days are not texts and stay as they are.
 */
final class FormulaGuard {
    private static final String STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private FormulaGuard() {}

    /** For CSV, where a spreadsheet recognizes formulas by the text alone. */
    static String protect(String text) {
        return beginsAsFormula(text, apostrophes(text)) ? "'" + text : text;
    }

    /** For workbooks, whose cells say that they are texts: only what {@link #undo} would change needs its apostrophe. */
    static String keep(String text) {
        return text.startsWith("'") ? protect(text) : text;
    }

    /** The text that was protected. */
    static String undo(String text) {
        int apostrophes = apostrophes(text);
        return apostrophes > 0 && beginsAsFormula(text, apostrophes) ? text.substring(1) : text;
    }

    private static int apostrophes(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) == '\'') {
            count++;
        }
        return count;
    }

    private static boolean beginsAsFormula(String text, int at) {
        return at < text.length() && STARTS.indexOf(text.charAt(at)) >= 0;
    }
}
