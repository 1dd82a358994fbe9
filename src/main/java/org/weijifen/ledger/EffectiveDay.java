package org.weijifen.ledger;

import java.time.LocalDate;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The rules for the days of a fact. A fact takes effect on an open day. If that is not the day it happened, the day it
 * happened is kept as well.
 */
public final class EffectiveDay {
    private EffectiveDay() {}

    /**
     * Decides the day on which a fact takes effect that may be recorded on any open day. A fact of an open day takes
     * effect on that day. {@code occurredOn} is only for a fact of a closed day.
     *
     * @param today in the community
     * @param given the day that was asked for, or null for today
     * @param occurredOn null for a fact that is recorded in time
     * @param field how the request calls {@code given}
     * @throws ProblemException {@code period_closed}, which names the days to send instead; {@code validation_failed}
     *     for a day before 2000 or in the future, and for an {@code occurredOn} that is open or not before the
     *     effective day
     */
    public static LocalDate dayOf(Books books, LocalDate today, LocalDate given, LocalDate occurredOn, String field) {
        LocalDate effectiveOn = given == null ? today : given;
        if (effectiveOn.isBefore(EarliestDay.DAY)) {
            throw ProblemException.field(field, "too_small", EarliestDay.DAY.toString());
        }
        if (effectiveOn.isAfter(today)) {
            throw ProblemException.field(field, "in_future", today.toString());
        }
        requireEarlier(occurredOn, effectiveOn);
        if (isClosed(books, effectiveOn)) {
            throw ProblemException.variant(
                    ErrorCode.PERIOD_CLOSED,
                    "late",
                    effectiveOn.toString(),
                    books.closedThrough().toString(),
                    books.closedThrough().plusDays(1).toString(),
                    field);
        }
        if (occurredOn != null && !isClosed(books, occurredOn)) {
            throw ProblemException.field("occurredOn", "day_open", occurredOn.toString(), field);
        }
        return effectiveOn;
    }

    /**
     * Checks {@code occurredOn} of a fact that always takes effect on the day it is recorded, whether or not the day it
     * happened is open.
     *
     * @param today in the community
     * @param earliest the day of the fact that must come before it
     * @param occurredOn null for a fact that is recorded in time
     * @throws ProblemException {@code validation_failed} for a day before {@code earliest}, and for one that is not
     *     before today
     */
    public static void checkToday(LocalDate today, LocalDate earliest, LocalDate occurredOn) {
        if (occurredOn != null && occurredOn.isBefore(earliest)) {
            throw ProblemException.field("occurredOn", "too_small", earliest.toString());
        }
        requireEarlier(occurredOn, today);
    }

    private static void requireEarlier(LocalDate occurredOn, LocalDate effectiveOn) {
        if (occurredOn != null && occurredOn.isBefore(EarliestDay.DAY)) {
            throw ProblemException.field("occurredOn", "too_small", EarliestDay.DAY.toString());
        }
        if (occurredOn != null && !occurredOn.isBefore(effectiveOn)) {
            throw ProblemException.field("occurredOn", "not_before", effectiveOn.toString());
        }
    }

    /** Whether a day lies in a closed period, where nothing can be posted any more. */
    public static boolean isClosed(Books books, LocalDate day) {
        return books.closedThrough() != null && !day.isAfter(books.closedThrough());
    }
}
