package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.EffectiveDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * Compares a count with the books as of the day of the count, and adjusts the books on that day. It is a part of an
 * operation of {@link Stocktaking}, which has named the community.
 */
@Singleton
class StocktakeAdjustment {
    /** The largest number of days after which a count may be entered. */
    static final int MAX_DAYS_LATE = 31;

    /** Days in different time zones differ by less than this. */
    static final int DAYS_APART = 2;

    private final Communities communities;
    private final LaterMoves laterMoves;
    private final Clock clock;

    StocktakeAdjustment(Communities communities, LaterMoves laterMoves, Clock clock) {
        this.communities = communities;
        this.laterMoves = laterMoves;
        this.clock = clock;
    }

    /** Names the rows with which one reward is compared. It names none for a day that will be refused. */
    void need(Needs needs, RewardId rewardId, StationId stationId, LocalDate countedOn) {
        needs.accountsOf(rewardId);
        LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(MAX_DAYS_LATE + DAYS_APART);
        if (countedOn != null && countedOn.isAfter(oldest)) {
            needs.row(laterMoves, new LaterMoves.Key(rewardId, stationId, countedOn));
        }
    }

    /**
     * Refuses a day that cannot be adjusted.
     *
     * @throws ProblemException {@code validation_failed} for one in the future or more than 31 days ago, {@code
     *     period_closed}
     */
    void requireDay(Books books, LocalDate countedOn) {
        LocalDate today = communities.today(books);
        if (countedOn.isAfter(today)) {
            throw ProblemException.field("countedOn", "in_future", today.toString());
        }
        LocalDate earliest = today.minusDays(MAX_DAYS_LATE);
        if (countedOn.isBefore(earliest)) {
            throw ProblemException.field("countedOn", "too_small", earliest.toString());
        }
        if (EffectiveDay.isClosed(books, countedOn)) {
            throw ProblemException.variant(
                    ErrorCode.PERIOD_CLOSED,
                    "counted",
                    countedOn.toString(),
                    books.closedThrough().toString(),
                    books.closedThrough().plusDays(1).toString());
        }
    }

    /**
     * Posts the differences and returns the completed stocktake.
     *
     * @param given the day of the count, or null for today
     */
    Stocktake complete(Books books, Call call, Stocktake stocktake, LocalDate given, String reason) {
        LocalDate countedOn = given == null ? communities.today(books) : given;
        requireDay(books, countedOn);
        Entry entry = books.begin(TransactionKind.STOCK_ADJUSTMENT, countedOn, call)
                .about(new Cause.Stocktake(stocktake.id()))
                .reason(reason);
        List<Stocktake.Line> lines = new ArrayList<>();
        List<Violation> unexplained = new ArrayList<>();
        for (int i = 0; i < stocktake.lines().size(); i++) {
            Stocktake.Line line = adjust(
                    books,
                    entry,
                    stocktake.stationId(),
                    countedOn,
                    stocktake.lines().get(i));
            lines.add(line);
            if (line.difference() != 0 && line.reason() == null && reason == null) {
                unexplained.add(Violation.of(
                        "lines[" + i + "].reason",
                        "unexplained_difference",
                        line.code(),
                        line.counted(),
                        line.expected()));
            }
        }
        if (!unexplained.isEmpty()) {
            throw ProblemException.fields(unexplained);
        }
        Transaction adjustment = entry.isEmpty() ? null : entry.post();
        books.note(countedOn);
        return stocktake.completed(
                reason, countedOn, books.now(), adjustment == null ? null : Long.valueOf(adjustment.sequence()), lines);
    }

    private Stocktake.Line adjust(
            Books books, Entry entry, StationId stationId, LocalDate countedOn, Stocktake.Line line) {
        RewardUnits stock = new RewardUnits(books, line.rewardId(), stationId);
        boolean today = countedOn.equals(communities.today(books));
        long since = today ? 0 : since(books, stationId, countedOn, line);
        long expected = stock.onShelf() + stock.reserved() - since;
        long shelf = stock.onShelf() + line.counted() - expected;
        if (shelf < 0 && today) {
            throw ProblemException.of(ErrorCode.COUNTED_BELOW_RESERVED, line.code(), line.counted(), stock.reserved());
        }
        if (shelf < 0) {
            throw ProblemException.of(
                    ErrorCode.COUNTED_BELOW_SHELF,
                    line.code(),
                    line.counted(),
                    countedOn.toString(),
                    expected,
                    stock.onShelf());
        }
        stock.adjust(entry, shelf);
        return line.against(expected);
    }

    /**
     * The change of a reward's units since it was counted.
     *
     * @throws ProblemException {@code counted_since} when it has been counted again since: the later count has already
     *     adjusted the difference
     */
    private long since(Books books, StationId stationId, LocalDate countedOn, Stocktake.Line line) {
        LaterMoves.Since since = laterMoves.of(books, new LaterMoves.Key(line.rewardId(), stationId, countedOn));
        if (since.countedOn() != null) {
            throw ProblemException.of(
                    ErrorCode.COUNTED_SINCE,
                    line.code(),
                    countedOn.toString(),
                    since.countedOn().toString());
        }
        return since.units();
    }
}
