package org.weijifen.ledger;

import java.time.LocalDate;
import java.time.YearMonth;
import org.weijifen.platform.ProblemException;

/** The first day that a client may give for a fact. Earlier months cannot be asked for. */
public final class EarliestDay {
    public static final LocalDate DAY = LocalDate.of(2000, 1, 1);

    private static final YearMonth MONTH = YearMonth.from(DAY);

    private EarliestDay() {}

    /** Refuses a month before it: {@code validation_failed} on {@code month}. */
    public static void require(YearMonth month) {
        if (month.isBefore(MONTH)) {
            throw ProblemException.field("month", "too_small", MONTH.toString());
        }
    }
}
