package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryPolicyTest {

    @Test
    void neverHasNoLastDay() {
        assertThat(ExpiryPolicy.NEVER.expiresOn(LocalDate.of(2026, 1, 31))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-15, 1, 2026-04-15",
        "2026-03-15, 12, 2027-03-15",
        "2026-12-31, 1, 2027-01-31",
        "2026-03-15, 120, 2036-03-15",
    })
    void afterMonthsKeepsTheDayOfTheMonth(LocalDate earned, int months, LocalDate lastDay) {
        assertThat(new ExpiryPolicy.AfterMonths(months).expiresOn(earned)).isEqualTo(lastDay);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 1, 2026-02-28",
        "2028-01-31, 1, 2028-02-29",
        "2026-08-31, 1, 2026-09-30",
        "2028-02-29, 12, 2029-02-28",
        "2028-02-29, 48, 2032-02-29",
    })
    void afterMonthsTakesTheLastDayOfAMonthThatIsTooShort(LocalDate earned, int months, LocalDate lastDay) {
        assertThat(new ExpiryPolicy.AfterMonths(months).expiresOn(earned)).isEqualTo(lastDay);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 1, 2026-12-31",
        "2026-12-31, 1, 2026-12-31",
        "2026-06-30, 2, 2027-12-31",
        "2026-06-30, 10, 2035-12-31",
    })
    void calendarYearEndIsThe31stOfDecember(LocalDate earned, int years, LocalDate lastDay) {
        assertThat(new ExpiryPolicy.CalendarYearEnd(years).expiresOn(earned)).isEqualTo(lastDay);
    }
}
