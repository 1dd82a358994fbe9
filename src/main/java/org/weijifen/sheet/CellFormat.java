package org.weijifen.sheet;

import java.util.regex.Pattern;

/**
 * How a workbook shows a number, as far as that changes what it means.
 *
 * @param isDay whether it is shown as a day
 * @param digits to how many digits a whole number is filled up with zeros, 0 for none
 */
record CellFormat(boolean isDay, int digits) {
    static final CellFormat GENERAL = new CellFormat(false, 0);

    private static final int MOST_DIGITS = 15;

    /** In brackets: hours, minutes or seconds that go on beyond a day. */
    private static final Pattern ELAPSED = Pattern.compile("[hH]+|[mM]+|[sS]+");

    /** The formats that every workbook has without saying so; those from 27 on as Chinese and Japanese versions use them. */
    static CellFormat builtIn(int id) {
        boolean isDay = id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36;
        return new CellFormat(isDay || id >= 50 && id <= 54 || id == 57 || id == 58, 0);
    }

    /** A format by its code, such as {@code yyyy"年"m"月"d"日"} or {@code 00000}. */
    static CellFormat of(String code) {
        if (code.equalsIgnoreCase("General")) {
            return GENERAL;
        }
        if (code.length() <= MOST_DIGITS && code.chars().allMatch(unit -> unit == '0')) {
            return new CellFormat(false, code.length());
        }
        return new CellFormat(showsDay(code), 0);
    }

    /** Whether there is a year or a day in the code, or a month: an "m" beside hours or seconds stands for minutes. */
    private static boolean showsDay(String code) {
        boolean hasMonthOrMinute = false;
        boolean hasTime = false;
        int at = 0;
        while (at < code.length() && code.charAt(at) != ';') {
            switch (code.charAt(at)) {
                case '"' -> at = endOf(code, at, '"');
                case '[' -> {
                    int end = endOf(code, at, ']');
                    hasTime |= ELAPSED.matcher(code.substring(at + 1, end)).matches();
                    at = end;
                }
                case '\\', '_', '*' -> at++;
                case 'y', 'Y', 'd', 'D' -> {
                    return true;
                }
                case 'm', 'M' -> hasMonthOrMinute = true;
                case 'h', 'H', 's', 'S' -> hasTime = true;
                default -> {}
            }
            at++;
        }
        return hasMonthOrMinute && !hasTime;
    }

    private static int endOf(String code, int start, char close) {
        int end = code.indexOf(close, start + 1);
        return end < 0 ? code.length() : end;
    }
}
