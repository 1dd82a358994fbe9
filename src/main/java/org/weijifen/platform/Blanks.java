package org.weijifen.platform;

import java.util.function.IntPredicate;

/**
 * Blanks at the ends of texts, which nobody means: all that Unicode counts as blanks, the ideographic one included, and
 * invisible marks such as those of writing direction, which copying a phone number brings along.
 */
public final class Blanks {
    private Blanks() {}

    /** The text without blanks at its ends. Control characters are none: a text with such a one is refused. */
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
