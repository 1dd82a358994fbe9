package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.platform.ProblemException;

/** The statements of months, for other features that show them. */
public final class MonthStatements {
    private MonthStatements() {}

    /**
     * Reads the statement of a month.
     *
     * @param connection to a snapshot
     * @param today in the community
     * @throws ProblemException {@code validation_failed} on {@code month} for one that has not begun, or before any
     *     books
     */
    public static MonthStatement read(
            Connection connection, CommunityPolicy community, YearMonth month, LocalDate today) throws SQLException {
        EarliestDay.require(month);
        if (month.atDay(1).isAfter(today)) {
            throw ProblemException.field("month", "in_future", today.toString());
        }
        return new StatementReader(connection, community, month)
                .read(today, false)
                .statement();
    }
}
