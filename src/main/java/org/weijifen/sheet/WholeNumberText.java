package org.weijifen.sheet;

import java.util.regex.Pattern;

/** Whole numbers as people and spreadsheets write them: {@code 1,234}, {@code 12.0}, {@code +5}. */
final class WholeNumberText {
    private static final Pattern WHOLE = Pattern.compile("[+-]?(\\d+|\\d{1,3}(,\\d{3})+)(\\.0*)?");

    private WholeNumberText() {}

    /** The digits with their sign, or null when it is no whole number. */
    static String digits(String text) {
        String tight = text.replace(" ", "");
        if (!WHOLE.matcher(tight).matches()) {
            return null;
        }
        int point = tight.indexOf('.');
        return (point < 0 ? tight : tight.substring(0, point)).replace(",", "");
    }

    /** The number, or null when it is beyond the range of a long. */
    static Long value(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
