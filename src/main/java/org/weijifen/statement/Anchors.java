package org.weijifen.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Works out what stood on the accounts at the end of a day: from the nearest moment at which that is known (before the first
 * transaction, at the end of a closed month, or now) and what moved between the two. So it costs no more than the days
 * between, however long the books are.
 */
final class Anchors {
    /** After everything that is in the books. */
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** How to come by what is known. */
    private interface Known {
        BalanceSheet read() throws SQLException;
    }

    /**
     * A moment at which the balances are known.
     *
     * @param name of where they are known from
     * @param day at the end of which they stood so
     * @param distance in days from the day that is asked for
     */
    private record Anchor(String name, LocalDate day, long distance, Known known) {}

    /** What stood at the end of two days, and what each was worked out from. */
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

    /** What stood at the end of two days with these moves in between. */
    Pair around(LocalDate before, LocalDate last, List<Flow> between, boolean fromAccounts) throws SQLException {
        Anchor opening = nearest(before);
        Anchor closing = fromAccounts ? accounts(last) : nearest(last);
        if (!opening.name().equals(closing.name())) {
            return new Pair(read(opening, before), opening.name(), read(closing, last), closing.name());
        }
        // From the same moment: on the way there the moves in between are read once.
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
        try (PreparedStatement statement = connection.prepareStatement(
                "select t.effective_on from ledger_transaction t where t.community_id = ? order by t.effective_on limit 1")) {
            statement.setObject(1, communityId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getObject(1, LocalDate.class) : null;
            }
        }
    }
}
