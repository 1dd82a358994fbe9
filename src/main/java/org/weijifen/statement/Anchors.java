package org.weijifen.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;

/**
 * Computes the balances at the end of a day. It starts from the nearest moment with known balances (before the first
 * transaction, the end of a closed month, or now) and applies the moves between the two. So the cost depends on the
 * days between, and not on the length of the books.
 */
final class Anchors {
    /** A day after all days of the books. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** Reads the known balances. */
    private interface Known {
        BalanceSheet read() throws SQLException;
    }

    /**
     * A moment with known balances.
     *
     * @param name of the source of the balances
     * @param day the day at whose end they are known
     * @param distance in days from the requested day
     */
    private record Anchor(String name, LocalDate day, long distance, Known known) {}

    /** The balances at the end of two days, and the source of each. */
    record Pair(BalanceSheet opening, String openingFrom, BalanceSheet closing, String closingFrom) {}

    private final Connection connection;
    private final UUID communityId;
    private final LocalDate today;

    /** Anchors of a community on a day there. */
    Anchors(Connection connection, UUID communityId, LocalDate today) {
        this.connection = connection;
        this.communityId = communityId;
        this.today = today;
    }

    /** Computes the balances at the end of two days with these moves between them. */
    Pair around(LocalDate before, LocalDate last, List<Flow> between, boolean fromAccounts) throws SQLException {
        Anchor opening = nearest(before);
        Anchor closing = fromAccounts ? accounts(last) : nearest(last);
        if (!opening.name().equals(closing.name())) {
            return new Pair(read(opening, before), opening.name(), read(closing, last), closing.name());
        }
        // Both days start from the same moment, so the moves between them are read once.
        if (opening.day().isAfter(before)) {
            BalanceSheet sheet = read(closing, last);
            return new Pair(sheet.minus(between), opening.name(), sheet, closing.name());
        }
        BalanceSheet sheet = read(opening, before);
        return new Pair(sheet, opening.name(), sheet.plus(between), closing.name());
    }

    private Anchor nearest(LocalDate day) throws SQLException {
        List<Anchor> anchors = new ArrayList<>();
        for (Closing closing : Closings.signedAround(connection, communityId, YearMonth.from(day))) {
            if (closing.isIntact()) {
                LocalDate end = closing.month().atEndOfMonth();
                anchors.add(new Anchor(
                        "closing " + closing.month(),
                        end,
                        distance(day, end),
                        () -> BalanceSheet.of(Figures.read(closing.figures()).balances())));
            }
        }
        LocalDate first = firstDay();
        LocalDate before = first == null || first.isAfter(day) ? day : first.minusDays(1);
        anchors.add(new Anchor("start", before, distance(day, before), () -> BalanceSheet.EMPTY));
        anchors.add(accounts(day));
        return anchors.stream().min(Comparator.comparingLong(Anchor::distance)).orElseThrow();
    }

    private Anchor accounts(LocalDate day) {
        return new Anchor(
                "accounts",
                LAST_DAY,
                day.isBefore(today) ? distance(day, today) : 0,
                () -> BalanceSheet.ofAccounts(connection, communityId));
    }

    private BalanceSheet read(Anchor anchor, LocalDate day) throws SQLException {
        BalanceSheet known = anchor.known().read();
        return anchor.day().isAfter(day)
                ? known.minus(Flow.between(connection, communityId, day.plusDays(1), anchor.day()))
                : known.plus(Flow.between(connection, communityId, anchor.day().plusDays(1), day));
    }

    private static long distance(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other));
    }

    /** The first effective day; null while the books are empty. */
    private LocalDate firstDay() throws SQLException {
        return SqlQuery.of(
                        communityId,
                        "select t.effective_on from ledger_transaction t where t.community_id = :community order by t.effective_on limit 1")
                .list(connection, rows -> rows.getObject(1, LocalDate.class))
                .stream()
                .findFirst()
                .orElse(null);
    }
}
