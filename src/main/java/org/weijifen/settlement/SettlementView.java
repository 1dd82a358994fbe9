package org.weijifen.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.SettlementId;

/** A settlement as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Settlement")
record SettlementView(
        @Schema(nullable = true, description = "Absent in a dry run of a new one")
        SettlementId id,

        MerchantId merchantId,

        @Schema(description = "draft → submitted → accepted → settled, or draft → cancelled, or submitted → rejected")
        SettlementStatus status,

        @Schema(description = "Last day of its entries, in the community's time zone")
        LocalDate through,

        @Schema(nullable = true) String note,

        @Schema(description = "How many entries it has; once rejected or cancelled, had")
        long entries,

        @Schema(description = "Sum of what was handed out, in fen")
        long earnedFen,

        @Schema(description = "Sum of what was returned, in fen")
        long returnedFen,

        @Schema(description = "What is to be paid, in fen: earned less returned; below zero the merchant owes it")
        long amountFen,

        @Schema(examples = "CNY") String currency,
        StepView drafted,
        @Schema(nullable = true) StepView submitted,

        @Schema(nullable = true, description = "When it was accepted or rejected")
        StepView decided,

        @Schema(nullable = true, description = "When it was settled or cancelled")
        StepView closed,

        @Schema(nullable = true, description = "Why it was rejected")
        String reason,

        @Schema(nullable = true, description = "Number of the payment")
        String reference,

        @Schema(
                nullable = true,
                description = "Number of the transaction in the books that settled it; absent in a dry run")
        Long transaction) {

    /** The person and the time of a step. */
    @Schema(name = "SettlementStep")
    record StepView(
            @Schema(description = "Opaque id of who did it") String by, Instant at) {

        private static StepView of(Settlement.Step step) {
            return step == null ? null : new StepView(step.by(), step.at());
        }
    }

    static SettlementView of(Settlement settlement) {
        return of(settlement.id(), settlement, settlement.transaction());
    }

    /** The view for a dry run, without id, so that nobody can take it for a real settlement. */
    static SettlementView ofTrial(SettlementId id, Settlement settlement) {
        return of(id, settlement, null);
    }

    private static SettlementView of(SettlementId id, Settlement settlement, Long transaction) {
        Settlement.Sums sums = settlement.sums();
        return new SettlementView(
                id,
                settlement.merchantId(),
                settlement.status(),
                settlement.through(),
                settlement.note(),
                sums.entries(),
                sums.earnedFen(),
                sums.returnedFen(),
                sums.earnedFen() - sums.returnedFen(),
                "CNY",
                StepView.of(settlement.drafted()),
                StepView.of(settlement.submitted()),
                StepView.of(settlement.decided()),
                StepView.of(settlement.closed()),
                settlement.reason(),
                settlement.reference(),
                transaction);
    }
}
