package org.weijifen.tables.sheet;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days as people and spreadsheets write them. The year comes first and has four digits, because in any other order
 * month and day could be confused. A time zone is refused, since the day would depend on it.
 */
final class DayText {
    private static final int LONGEST = 60;

    private static final String TIME = "(?:(?:\\s+|T|(?<=[日号)]))(?:上午|下午|[AaPp][Mm])?\\s*\\d{1,2}:\\d{2}"
            + "(?::\\d{2}(?:\\.\\d{1,9})?)?(?:\\s*[AaPp][Mm])?)?";
    private static final String WEEKDAY = "(?:\\s*\\(?(?:星期|周)[一二三四五六日天]\\)?)?";

    private static final Pattern SEPARATED =
            Pattern.compile("([1-9]\\d{3})\\s?([-/.])\\s?(\\d{1,2})\\s?\\2\\s?(\\d{1,2})" + WEEKDAY + TIME);
    private static final Pattern NAMED =
            Pattern.compile("([1-9]\\d{3})\\s?(年)\\s?(\\d{1,2})\\s?月\\s?(\\d{1,2})\\s?[日号]?" + WEEKDAY + TIME);
    private static final Pattern COMPACT = Pattern.compile("([1-9]\\d{3})()(\\d{2})(\\d{2})");
    private static final Pattern SERIAL = Pattern.compile("\\d{1,7}(?:\\.\\d*)?");

    private DayText() {}

    /**
     * The day, or null when the text is none.
     *
     * @param text in half-width forms, without blanks at its ends
     * @param from1904 whether a number counts the days from 1904 instead of 1900
     */
    static LocalDate day(String text, boolean from1904) {
        if (text.length() > LONGEST) {
            return null;
        }
        if (SERIAL.matcher(text).matches()) {
            int point = text.indexOf('.');
            return SerialDays.day(Long.parseLong(point < 0 ? text : text.substring(0, point)), from1904);
        }
        for (Pattern form : new Pattern[] {SEPARATED, NAMED, COMPACT}) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return day(matcher.group(1), matcher.group(3), matcher.group(4));
            }
        }
        return null;
    }

    private static LocalDate day(String year, String month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
