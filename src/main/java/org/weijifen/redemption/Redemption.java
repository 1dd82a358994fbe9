package org.weijifen.redemption;

import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.RewardUnits;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.settlement.MerchantLine;

/**
 * Rewards that a member takes for points. Immutable: a transition returns the redemption in its new state, or refuses.
 *
 * @param stationId where its goods are collected; null at the main station
 * @param points price of all lines
 * @param pickupCode 8 digits, unique among the open redemptions of the community; null for a redemption that was
 *     finished before these books began
 * @param pickupBy last day to collect it
 * @param requestedOn day of the request in the community's time zone
 * @param reservation sequence of the transaction that reserved it
 * @param collection sequence of the transaction that handed it out, or null
 * @param closing sequence of the transaction that cancelled, expired or returned it, or null
 */
record Redemption(
        RedemptionId id,
        MemberId memberId,
        StationId stationId,
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
        @Transient List<Line> lines) {

    /**
     * One reward of a redemption, with title, price and cost at the time of the request.
     *
     * @param stocked whether its units come from the shelf
     * @param points price of one unit
     * @param costFen cost of one unit in fen
     * @param merchantId the merchant whose service or package it was, or null
     */
    record Line(
            RewardId rewardId,
            String code,
            String title,
            boolean stocked,
            long quantity,
            long points,
            long costFen,
            MerchantId merchantId) {}

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

    /** The units of a line. Rewards without stock have no station. */
    RewardUnits stock(Books books, Line line) {
        return new RewardUnits(books, line.rewardId(), line.stocked() ? stationId : null);
    }

    /** The total cost, in fen. */
    long costFen() {
        return lines.stream()
                .mapToLong(line -> line.quantity() * line.costFen())
                .sum();
    }

    /** The lines for which merchants are owed money after collection: merchants' lines with a cost above zero. */
    List<MerchantLine> merchantLines() {
        return lines.stream()
                .filter(line -> line.merchantId() != null && line.costFen() > 0)
                .map(line -> new MerchantLine(line.merchantId(), line.rewardId(), line.quantity(), line.costFen()))
                .toList();
    }

    /** Whether all lines belong to this merchant. */
    boolean isOf(MerchantId merchantId) {
        return lines.stream().allMatch(line -> merchantId.equals(line.merchantId()));
    }

    /** Whether it is reserved and its last day has passed. */
    boolean isOverdue(LocalDate today) {
        return status == RedemptionStatus.RESERVED && pickupBy.isBefore(today);
    }

    /**
     * Refuses unless it is reserved. The refusal says why.
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
     * Refuses unless it is collected.
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

    /** The refusal for a redemption that was not collected in time. */
    ProblemException expired() {
        return ProblemException.of(ErrorCode.PICKUP_CODE_EXPIRED, pickupBy.toString());
    }

    /** The redemption after it is collected. */
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

    /** The redemption after it is cancelled, expired or returned. */
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
