package org.weijifen.tables.comparison;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.weijifen.platform.ProblemException;

/**
 * The days that are compared, and how far apart the days of one fact may be in the two tables.
 *
 * @param from first day
 * @param to last day, at most 365 days later
 * @param toleranceDays 0 to 31
 */
record ComparedDays(LocalDate from, LocalDate to, int toleranceDays) {
    static final int MAX_DAYS = 366;
    static final int MAX_TOLERANCE_DAYS = 31;

    /** @throws ProblemException {@code validation_failed} */
    ComparedDays {
        if (to.isBefore(from)) {
            throw ProblemException.field("to", "too_small", from.toString());
        }
        LocalDate last = from.plusDays(MAX_DAYS - 1L);
        if (to.isAfter(last)) {
            throw ProblemException.field("to", "too_large", last.toString());
        }
    }

    boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** First day on which something may stand that belongs to a row of the period. */
    LocalDate earliest() {
        return from.minusDays(toleranceDays);
    }

    /** Last such day. */
    LocalDate latest() {
        return to.plusDays(toleranceDays);
    }

    boolean areClose(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other)) <= toleranceDays;
    }
}
