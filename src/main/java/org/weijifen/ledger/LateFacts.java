package org.weijifen.ledger;

import java.time.LocalDate;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The rule for what is told of late: it takes effect on an open day, and the day it happened is kept beside it. */
public final class LateFacts {

    private LateFacts() {}

    /**
     * Checks the days of a fact.
     *
     * @param occurredOn null for what is told of in time
     * @throws ProblemException {@code period_closed}, saying which days to send instead; {@code validation_failed} when it
     *     would take effect no later than it happened
     */
    public static void check(Books books, LocalDate effectiveOn, LocalDate occurredOn) {
        if (occurredOn != null && !occurredOn.isBefore(effectiveOn)) {
            throw ProblemException.field("occurredOn", "not_before", effectiveOn.toString());
        }
        LocalDate closedThrough = books.closedThrough();
        if (closedThrough != null && !effectiveOn.isAfter(closedThrough)) {
            throw ProblemException.variant(
                    ErrorCode.PERIOD_CLOSED,
                    "late",
                    effectiveOn.toString(),
                    closedThrough.toString(),
                    closedThrough.plusDays(1).toString());
        }
    }
}
