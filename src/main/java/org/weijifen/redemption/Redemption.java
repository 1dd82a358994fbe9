package org.weijifen.redemption;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.settlement.MerchantLine;

/**
 * What a member takes for points. Immutable: a transition answers the redemption as it is after it, or refuses.
 *
 * @param stationId where its goods are collected; null at the main station
 * @param points price of all lines
 * @param pickupCode 8 digits, unique among the open redemptions of the community; null for one that was over before these
 *     books began
 * @param pickupBy last day to collect it
 * @param requestedOn day of the request in the community's time zone
 * @param reservation sequence of the transaction that reserved it
 * @param collection sequence of the transaction that handed it out, or null
 * @param closing sequence of the transaction that cancelled, expired or returned it, or null
 */
record Redemption(
        UUID id,
        UUID memberId,
        UUID stationId,
        RedemptionStatus status,
        long points,
        String note,
        String pickupCode,
        LocalDate pickupBy,
        LocalDate requestedOn,
        Instant requestedAt,
        long reservation,
        Long collection,
        Instant collectedAt,
        Long closing,
        Instant closedAt,
        List<Line> lines) {

    /**
     * One reward of a redemption, with title, price and cost as they were.
     *
     * @param stocked whether its units come from the shelf
     * @param points price of one unit
     * @param costFen cost of one unit in fen
     * @param merchantId whose service or package it was, or null
     */
    record Line(
            UUID rewardId,
            String code,
            String title,
            boolean stocked,
            long quantity,
            long points,
            long costFen,
            UUID merchantId) {}

    Redemption {
        lines = List.copyOf(lines);
    }

    /** The same with these lines. */
    Redemption withLines(List<Line> all) {
        return new Redemption(
                id,
                memberId,
                stationId,
                status,
                points,
                note,
                pickupCode,
                pickupBy,
                requestedOn,
                requestedAt,
                reservation,
                collection,
                collectedAt,
                closing,
                closedAt,
                all);
    }

    /** Where the units of a line lie: what has no stock is at no station. */
    RewardUnits stock(Books books, Line line) {
        return new RewardUnits(books, line.rewardId(), line.stocked() ? stationId : null);
    }

    /** What all of it has cost, in fen. */
    long costFen() {
        return lines.stream()
                .mapToLong(line -> line.quantity() * line.costFen())
                .sum();
    }

    /** What merchants are owed for once it is handed out: their lines, but those that cost nothing. */
    List<MerchantLine> merchantLines() {
        return lines.stream()
                .filter(line -> line.merchantId() != null && line.costFen() > 0)
                .map(line -> new MerchantLine(line.merchantId(), line.rewardId(), line.quantity(), line.costFen()))
                .toList();
    }

    /** Whether all of it is one merchant's. */
    boolean isOf(UUID merchantId) {
        return lines.stream().allMatch(line -> merchantId.equals(line.merchantId()));
    }

    /** Whether it waits to be collected and its last day has passed. */
    boolean isOverdue(LocalDate today) {
        return status == RedemptionStatus.RESERVED && pickupBy.isBefore(today);
    }

    /**
     * Refuses unless it waits to be collected, telling why.
     *
     * @throws ProblemException {@code already_collected}, {@code already_cancelled} or {@code pickup_code_expired}
     */
    void requireReserved() {
        switch (status) {
            case RESERVED -> {}
            case COLLECTED, RETURNED -> throw ProblemException.of(ErrorCode.ALREADY_COLLECTED, id.toString());
            case CANCELLED -> throw ProblemException.of(ErrorCode.ALREADY_CANCELLED, id.toString());
            case EXPIRED -> throw expired();
        }
    }

    /**
     * Refuses unless it has been handed out.
     *
     * @throws ProblemException {@code already_reversed} when it has been returned, else {@code wrong_redemption_status}
     */
    void requireCollected() {
        switch (status) {
            case COLLECTED -> {}
            case RETURNED -> throw ProblemException.variant(ErrorCode.ALREADY_REVERSED, "returned", id.toString());
            case RESERVED, CANCELLED, EXPIRED ->
                throw ProblemException.of(ErrorCode.WRONG_REDEMPTION_STATUS, status.code());
        }
    }

    /** The refusal of one that was not collected in time. */
    ProblemException expired() {
        return ProblemException.of(ErrorCode.PICKUP_CODE_EXPIRED, pickupBy.toString());
    }

    /** As it is once handed out. */
    Redemption collectedBy(Transaction transaction) {
        return new Redemption(
                id,
                memberId,
                stationId,
                RedemptionStatus.COLLECTED,
                points,
                note,
                pickupCode,
                pickupBy,
                requestedOn,
                requestedAt,
                reservation,
                transaction.sequence(),
                transaction.recordedAt(),
                null,
                null,
                lines);
    }

    /** As it is once cancelled, expired or returned. */
    Redemption closedBy(Transaction transaction, RedemptionStatus after) {
        return new Redemption(
                id,
                memberId,
                stationId,
                after,
                points,
                note,
                pickupCode,
                pickupBy,
                requestedOn,
                requestedAt,
                reservation,
                collection,
                collectedAt,
                transaction.sequence(),
                transaction.recordedAt(),
                lines);
    }
}
