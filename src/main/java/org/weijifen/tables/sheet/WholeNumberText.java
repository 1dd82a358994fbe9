package org.weijifen.tables.sheet;

import java.util.regex.Pattern;

/** Whole numbers as people and spreadsheets write them: {@code 1,234}, {@code 12.0}, {@code +5}. */
final class WholeNumberText {
    /** Thousands may be set apart, by commas or blanks: any other group of digits is a slip, and not read. */
    private static final Pattern WHOLE =
            Pattern.compile("([+-] ?)?(\\d+|[1-9]\\d{0,2}((,\\d{3})+|( \\d{3})+))(\\.0*)?");

    private WholeNumberText() {}

    /** The digits with their sign, or null when it is no whole number. */
    static String digits(String text) {
        if (!WHOLE.matcher(text.strip()).matches()) {
            return null;
        }
        String tight = text.replace(" ", "");
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
