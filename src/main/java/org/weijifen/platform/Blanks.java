package org.weijifen.platform;

import java.util.function.IntPredicate;

/**
 * Removes unintended blanks at the ends of texts: all blanks of Unicode, including the ideographic space, and invisible
 * marks. A copied phone number, for example, often has marks of writing direction.
 */
public final class Blanks {
    private Blanks() {}

    /** The text without blanks at its ends. Control characters are not blanks: a text that has one is refused. */
    public static String strip(String text) {
        return strip(text, Blanks::isBlank);
    }

    /** The text without certain characters at its ends. */
    public static String strip(String text, IntPredicate isStripped) {
        int from = 0;
        int to = text.length();
        while (from < to && isStripped.test(text.charAt(from))) {
            from++;
        }
        while (from < to && isStripped.test(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Whether a character is a blank or an invisible mark. */
    public static boolean isBlank(int unit) {
        return Character.isSpaceChar(unit) || Character.getType(unit) == Character.FORMAT;
    }
}
