package org.weijifen.tables.sheet;

import java.text.Normalizer;
import java.util.Locale;
import org.weijifen.platform.Blanks;

/** Normalises unintended differences of texts: blanks at the ends, line breaks, full-width forms. */
final class CellText {
    private CellText() {}

    /** The text without blanks and line breaks at its ends. */
    static String strip(String text) {
        return Blanks.strip(text, unit -> isBreak(unit) || unit <= ' ' || Blanks.isBlank(unit));
    }

    /** The text with digits, letters and punctuation in their half-width forms (NFKC), without invisible marks. */
    static String halfWidth(String text) {
        if (text.chars().allMatch(unit -> unit < 0x80)) {
            return text;
        }
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT)
                .map(point -> point == '\u2212' ? '-' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text on one line: a line break or tab becomes one blank, with the blanks around it. */
    static String oneLine(String text) {
        if (text.chars().noneMatch(CellText::isBreak)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        int done = 0;
        while (done < text.length()) {
            int end = done;
            boolean broken = false;
            while (end < text.length() && isBlank(text.charAt(end))) {
                broken |= isBreak(text.charAt(end));
                end++;
            }
            if (broken) {
                line.append(' ');
            } else {
                line.append(text, done, end);
            }
            if (end < text.length()) {
                line.append(text.charAt(end));
            }
            done = end + 1;
        }
        return line.toString();
    }

    /** A heading as it is compared with others. */
    static String heading(String text) {
        return halfWidth(text)
                .codePoints()
                .filter(point -> point > ' ' && point != '*' && !Character.isSpaceChar(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char unit) {
        return unit <= ' ' || unit == '\u0085' || Character.isSpaceChar(unit);
    }

    private static boolean isBreak(int unit) {
        return unit >= '\t' && unit <= '\r' || unit == '\u0085' || unit == '\u2028' || unit == '\u2029';
    }
}
