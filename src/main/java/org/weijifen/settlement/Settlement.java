package org.weijifen.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import org.weijifen.ledger.Prefixed;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.SettlementId;

/**
 * A settlement with a merchant. Immutable: a step returns the settlement in its new state, or refuses.
 *
 * @param through last day of its entries
 * @param sums of its entries; after it is rejected or cancelled, the last sums
 * @param decided when it was accepted or rejected, or null
 * @param closed when it was settled or cancelled, or null
 * @param reason of the rejection, or null
 * @param reference number of the payment, or null
 * @param transaction sequence of the transaction that settled it, or null
 */
record Settlement(
        SettlementId id,
        MerchantId merchantId,
        SettlementStatus status,
        LocalDate through,
        String note,
        Sums sums,
        @Prefixed Step drafted,
        @Prefixed Step submitted,
        @Prefixed Step decided,
        @Prefixed Step closed,
        String reason,
        String reference,
        Long transaction) {

    /** The person who made a step, as an opaque id, and the time. */
    record Step(String by, Instant at) {}

    /**
     * Sums of entries, in fen.
     *
     * @param entries number of entries
     * @param earnedFen sum of the entries above zero
     * @param returnedFen sum of the entries below zero, without the sign
     */
    record Sums(long entries, long earnedFen, long returnedFen) {
        static Sums of(Collection<MerchantDue> dues) {
            long earned = 0;
            long returned = 0;
            for (MerchantDue due : dues) {
                earned = Math.addExact(earned, Math.max(due.amountFen(), 0));
                returned = Math.addExact(returned, Math.max(-due.amountFen(), 0));
            }
            return new Sums(dues.size(), earned, returned);
        }
    }

    static Settlement draft(
            SettlementId id, MerchantId merchantId, LocalDate through, String note, Sums sums, Step step) {
        return new Settlement(
                id, merchantId, SettlementStatus.DRAFT, through, note, sums, step, null, null, null, null, null, null);
    }

    /**
     * Refuses unless it has the status that the step requires.
     *
     * @throws ProblemException {@code wrong_settlement_status}
     */
    void require(SettlementStatus expected) {
        if (status != expected) {
            throw ProblemException.of(ErrorCode.WRONG_SETTLEMENT_STATUS, status.code());
        }
    }

    Settlement submitted(Sums now, Step step) {
        return after(SettlementStatus.SUBMITTED, now, step, null, null, null);
    }

    Settlement accepted(Step step) {
        return after(SettlementStatus.ACCEPTED, sums, submitted, step, null, null);
    }

    Settlement rejected(Step step, String why) {
        return after(SettlementStatus.REJECTED, sums, submitted, step, null, why);
    }

    Settlement cancelled(Step step) {
        return after(SettlementStatus.CANCELLED, sums, submitted, decided, step, null);
    }

    Settlement settled(Step step, String payment, long sequence) {
        return new Settlement(
                id,
                merchantId,
                SettlementStatus.SETTLED,
                through,
                note,
                sums,
                drafted,
                submitted,
                decided,
                step,
                null,
                payment,
                sequence);
    }

    private Settlement after(
            SettlementStatus next, Sums now, Step submission, Step decision, Step closing, String why) {
        return new Settlement(
                id, merchantId, next, through, note, now, drafted, submission, decision, closing, why, null, null);
    }
}
