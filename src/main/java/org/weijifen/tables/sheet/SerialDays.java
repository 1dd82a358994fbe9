package org.weijifen.tables.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/**
 * Days as spreadsheets count them. Day 1 is the first of January 1900, and day 60 a 29th of February that year never had,
 * an error which Excel took over and keeps; workbooks of old Macintoshes count from the first of January 1904 as day 0.
 */
final class SerialDays {
    private static final int MISSING_DAY = 60;
    private static final LocalDate BEFORE_MISSING_DAY = LocalDate.of(1899, 12, 31);
    private static final LocalDate BEHIND_MISSING_DAY = LocalDate.of(1899, 12, 30);
    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    private static final int LAST_YEAR = 9999;
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int SECONDS_OF_AN_HOUR = 3_600;
    private static final int MOST_DIGITS = 8;
    /** So many that a second is not lost. */
    private static final int HOUR_DECIMALS = 4;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private SerialDays() {}

    /** The day, or null when there is none with this number. */
    static LocalDate day(long serial, boolean from1904) {
        long least = from1904 ? 0 : 1;
        if (serial < least || serial > 10_000_000 || !from1904 && serial == MISSING_DAY) {
            return null;
        }
        LocalDate epoch = from1904 ? EPOCH_1904 : serial < MISSING_DAY ? BEFORE_MISSING_DAY : BEHIND_MISSING_DAY;
        LocalDate day = epoch.plusDays(serial);
        return day.getYear() > LAST_YEAR ? null : day;
    }

    /** The day, and the time if there is one; empty when the calendar has no such day. */
    static String dayAndTime(BigDecimal serial, boolean from1904) {
        if (!isInRange(serial)) {
            return "";
        }
        long seconds = seconds(serial);
        LocalDate day = day(seconds / SECONDS_OF_A_DAY, from1904);
        if (day == null) {
            return "";
        }
        long time = seconds % SECONDS_OF_A_DAY;
        return time == 0
                ? day.toString()
                : day + " " + LocalTime.ofSecondOfDay(time).format(TIME);
    }

    /** A number of days in hours, to the second; null when it is negative or beyond all days. */
    static String hours(BigDecimal days) {
        return isInRange(days)
                ? BigDecimal.valueOf(seconds(days))
                        .divide(BigDecimal.valueOf(SECONDS_OF_AN_HOUR), HOUR_DECIMALS, RoundingMode.UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : null;
    }

    private static boolean isInRange(BigDecimal serial) {
        return serial.signum() >= 0 && serial.precision() - serial.scale() <= MOST_DIGITS;
    }

    private static long seconds(BigDecimal days) {
        return days.multiply(BigDecimal.valueOf(SECONDS_OF_A_DAY))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
