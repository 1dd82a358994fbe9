package org.weijifen.ledger;

import java.time.LocalDate;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The rules for the days of a fact: it takes effect on an open day, and where that is not its own, its own is kept beside it. */
public final class EffectiveDay {
    private EffectiveDay() {}

    /**
     * The day on which a fact takes effect that may be told of on any open day. So what happened on an open day is told of on
     * that day, and {@code occurredOn} is for days that are closed.
     *
     * @param today in the community
     * @param given the day that was asked for, or null for today
     * @param occurredOn null for what is told of in time
     * @param field how the request calls {@code given}
     * @throws ProblemException {@code period_closed}, saying which days to send instead; {@code validation_failed} for a day
     *     before 2000 or in the future, and when it happened no earlier than it takes effect, or on an open day
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
     * Checks when something happened that always takes effect on the day it is told of, whether or not its own day is open.
     *
     * @param today in the community
     * @param earliest the day of what had to come before
     * @param occurredOn null for what is told of in time
     * @throws ProblemException {@code validation_failed} for a day before {@code earliest}, and for one that is not before
     *     today
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

    /** Whether nothing can be posted on a day any more. */
    public static boolean isClosed(Books books, LocalDate day) {
        return books.closedThrough() != null && !day.isAfter(books.closedThrough());
    }
}
