package org.weijifen.redemption;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RedemptionId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/** A redemption as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Redemption")
record RedemptionView(
        @Schema(nullable = true, description = "Absent in a dry run")
        RedemptionId id,

        @Schema(nullable = true, description = "Not shown to merchants")
        MemberId memberId,

        @Schema(nullable = true, description = "Where its goods are collected; absent for the main station")
        StationId stationId,

        @Schema(description = "reserved → collected → returned, or reserved → cancelled, or reserved → expired")
        RedemptionStatus status,

        @Schema(description = "Price of all lines that are shown")
        long points,

        List<LineView> lines,
        @Schema(nullable = true) String note,

        @Schema(
                nullable = true,
                description = "8 digits to show at the counter; absent in a dry run, and when it was imported",
                examples = "04718253")
        String pickupCode,

        @Schema(description = "Last day to collect it, in the community's time zone")
        LocalDate pickupBy,

        LocalDate requestedOn,
        Instant requestedAt,
        @Schema(nullable = true) Instant collectedAt,

        @Schema(nullable = true, description = "When it was cancelled, expired or returned")
        Instant closedAt,

        @Schema(nullable = true, description = "Numbers of its transactions in the books")
        RedemptionTransactions transactions) {

    /** One reward of it. */
    @Schema(name = "RedemptionLine")
    record LineView(
            RewardId rewardId,
            String code,
            String title,
            long quantity,
            @Schema(description = "Price of one unit") long points,
            @Schema(description = "Price of this line") long totalPoints,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(
                    description = "Whose service or package it is; absent for what is the community's own",
                    nullable = true)
            MerchantId merchantId) {

        private static LineView of(Redemption.Line line) {
            return new LineView(
                    line.rewardId(),
                    line.code(),
                    line.title(),
                    line.quantity(),
                    line.points(),
                    line.points() * line.quantity(),
                    line.merchantId());
        }
    }

    /** Its transactions in the books. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RedemptionTransactions")
    record RedemptionTransactions(
            Long reservation,
            @Schema(nullable = true) Long collection,

            @Schema(nullable = true, description = "The cancellation, expiry or return")
            Long closing) {}

    static RedemptionView of(Redemption redemption) {
        return new RedemptionView(
                redemption.id(),
                redemption.memberId(),
                redemption.stationId(),
                redemption.status(),
                redemption.points(),
                redemption.lines().stream().map(LineView::of).toList(),
                redemption.note(),
                redemption.pickupCode(),
                redemption.pickupBy(),
                redemption.requestedOn(),
                redemption.requestedAt(),
                redemption.collectedAt(),
                redemption.closedAt(),
                new RedemptionTransactions(redemption.reservation(), redemption.collection(), redemption.closing()));
    }

    /** The view for a merchant's user; with null, the view for the counter. */
    static RedemptionView to(MerchantId merchantId, Redemption redemption) {
        return merchantId == null ? of(redemption) : of(redemption, merchantId);
    }

    /**
     * The view for one merchant: the merchant's own lines, without data of the member. The pickup code is left out too,
     * because the member has to show it.
     */
    static RedemptionView of(Redemption redemption, MerchantId merchantId) {
        List<LineView> own = redemption.lines().stream()
                .filter(line -> merchantId.equals(line.merchantId()))
                .map(LineView::of)
                .toList();
        return new RedemptionView(
                redemption.id(),
                null,
                redemption.stationId(),
                redemption.status(),
                own.stream().mapToLong(LineView::totalPoints).sum(),
                own,
                null,
                null,
                redemption.pickupBy(),
                redemption.requestedOn(),
                redemption.requestedAt(),
                redemption.collectedAt(),
                redemption.closedAt(),
                null);
    }

    /** The view for a dry run. It has no id or code, so nobody can take it for a real redemption. */
    RedemptionView withoutIdentity() {
        return new RedemptionView(
                null,
                memberId,
                stationId,
                status,
                points,
                lines,
                note,
                null,
                pickupBy,
                requestedOn,
                requestedAt,
                null,
                null,
                null);
    }
}
