package org.weijifen.stock;

import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.platform.id.StocktakeId;

/**
 * A stocktake at one station. Immutable: a step returns the stocktake in its new state, or refuses.
 *
 * @param stationId null for the main station
 * @param reason reason of the differences, for lines without a reason of their own; or null
 * @param countedOn the day at whose end it was counted; null while it is open, if the day of completion is to be used
 * @param closedAt when it was completed or cancelled, or null
 * @param adjustment sequence of the transaction that adjusted the books to the count; null without differences
 * @param lines each reward once, at most 500
 */
record Stocktake(
        StocktakeId id,
        StationId stationId,
        StocktakeStatus status,
        String reason,
        LocalDate countedOn,
        Instant openedAt,
        Instant closedAt,
        Long adjustment,
        @Transient List<Line> lines) {

    static final int MAX_LINES = 500;
    static final long MAX_COUNTED = 1_000_000_000;

    /**
     * The count of one reward.
     *
     * @param code of the reward
     * @param title of the reward, as it was
     * @param counted counted units, including reserved ones, 0 to 10^9
     * @param expected units by the books at the end of the day of the count; below zero when units that had come in
     *     were recorded with a later day; null while it is open
     * @param reason reason of the difference, or null
     */
    record Line(RewardId rewardId, String code, String title, long counted, Long expected, String reason) {

        /** The same with the units by the books. */
        Line against(long byTheBooks) {
            return new Line(rewardId, code, title, counted, byTheBooks, reason);
        }

        /** Counted units less expected ones; null while it is open. */
        Long difference() {
            return expected == null ? null : Long.valueOf(counted - expected);
        }
    }

    Stocktake {
        lines = List.copyOf(lines);
    }

    /**
     * Refuses unless it is open.
     *
     * @throws ProblemException {@code wrong_stocktake_status}
     */
    void requireOpen() {
        if (status != StocktakeStatus.OPEN) {
            throw ProblemException.of(ErrorCode.WRONG_STOCKTAKE_STATUS, status.code());
        }
    }

    /** Whether it is a completed count of a reward at a station; null for the main station. */
    boolean counts(RewardId rewardId, StationId station) {
        return status == StocktakeStatus.COMPLETED
                && Objects.equals(stationId, station)
                && lines.stream().anyMatch(line -> line.rewardId().equals(rewardId));
    }

    /**
     * Replaces the line of the same reward by this one, or adds it at the end.
     *
     * @throws ProblemException {@code validation_failed} beyond 500 lines
     */
    Stocktake with(Line line) {
        boolean known = lines.stream().anyMatch(other -> other.rewardId().equals(line.rewardId()));
        if (!known && lines.size() == MAX_LINES) {
            throw ProblemException.field("lines", "size", 1, MAX_LINES);
        }
        return withLines(
                known
                        ? lines.stream()
                                .map(other -> other.rewardId().equals(line.rewardId()) ? line : other)
                                .toList()
                        : Stream.concat(lines.stream(), Stream.of(line)).toList());
    }

    /** Removes the line of a reward. */
    Stocktake without(RewardId rewardId) {
        return withLines(
                lines.stream().filter(line -> !line.rewardId().equals(rewardId)).toList());
    }

    /** The same with these lines. */
    Stocktake withLines(List<Line> all) {
        return new Stocktake(id, stationId, status, reason, countedOn, openedAt, closedAt, adjustment, all);
    }

    /** The stocktake after it is completed. */
    Stocktake completed(String because, LocalDate day, Instant at, Long sequence, List<Line> compared) {
        return new Stocktake(id, stationId, StocktakeStatus.COMPLETED, because, day, openedAt, at, sequence, compared);
    }

    /** The stocktake after it is cancelled. */
    Stocktake cancelled(Instant at) {
        return new Stocktake(id, stationId, StocktakeStatus.CANCELLED, reason, countedOn, openedAt, at, null, lines);
    }
}
