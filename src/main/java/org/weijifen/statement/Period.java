package org.weijifen.statement;

import java.time.YearMonth;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * Several consecutive months.
 *
 * @param name the name in paths: {@code 2026-Q1}, {@code 2026}
 */
record Period(String name, YearMonth first, YearMonth last) {
    private static final Pattern QUARTER = Pattern.compile("([1-9]\\d{3})-Q([1-4])");
    private static final Pattern YEAR = Pattern.compile("[1-9]\\d{3}");
    private static final int MONTHS_IN_QUARTER = 3;
    private static final int DECEMBER = 12;
    private static final String FIRST_YEAR = String.valueOf(EarliestDay.DAY.getYear());

    /**
     * A quarter.
     *
     * @throws ProblemException {@code not_found} when the text is not valid, {@code validation_failed} for one before
     *     any books
     */
    static Period quarter(String text) {
        Matcher quarter = QUARTER.matcher(text);
        if (!quarter.matches()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND);
        }
        int last = Integer.parseInt(quarter.group(2)) * MONTHS_IN_QUARTER;
        YearMonth end = YearMonth.of(Integer.parseInt(quarter.group(1)), last);
        requireBooks("quarter", end, FIRST_YEAR + "-Q1");
        return new Period(text, end.minusMonths(MONTHS_IN_QUARTER - 1), end);
    }

    /**
     * A year.
     *
     * @throws ProblemException {@code not_found} when the text is not valid, {@code validation_failed} for one before
     *     any books
     */
    static Period year(String text) {
        if (!YEAR.matcher(text).matches()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND);
        }
        int year = Integer.parseInt(text);
        requireBooks("year", YearMonth.of(year, DECEMBER), FIRST_YEAR);
        return new Period(text, YearMonth.of(year, 1), YearMonth.of(year, DECEMBER));
    }

    private static void requireBooks(String parameter, YearMonth end, String first) {
        if (end.atEndOfMonth().isBefore(EarliestDay.DAY)) {
            throw ProblemException.field(parameter, "too_small", first);
        }
    }

    List<YearMonth> months() {
        return Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1))
                .toList();
    }
}
