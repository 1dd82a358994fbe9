package org.weijifen.sheet;

import java.time.LocalDate;

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
}
