package org.weijifen.settlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.MerchantId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.SettlementId;

/** The statement of a merchant's dues in a month, from the books: opening + earned - returned - settled = closing. */
@Schema(
        name = "MerchantStatement",
        description =
                "All amounts are in fen, out of the books: openingFen + earnedFen - returnedFen - settledFen = closingFen.")
record MerchantStatement(
        MerchantId merchantId,
        YearMonth month,

        @Schema(examples = "CNY") String currency,

        @Schema(description = "Owed at the end of the day before its first")
        long openingFen,

        @Schema(description = "Sum of `earned`") long earnedFen,

        @Schema(description = "Sum of `returned`") long returnedFen,

        @Schema(description = "Sum of `settlements`") long settledFen,

        @Schema(description = "Owed at the end of its last day")
        long closingFen,

        @Schema(description = "What was handed out, by reward")
        List<RewardLine> earned,

        @Schema(description = "What was returned, by reward")
        List<RewardLine> returned,

        @Schema(description = "What was settled, in order") List<SettlementLine> settlements,

        MerchantStatementProof proof) {

    /** The sums of the postings for one reward. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MerchantStatementReward")
    record RewardLine(
            @Schema(
                    description = "Absent where no entry says what a posting was for: verification names it",
                    nullable = true)
            RewardId rewardId,

            @Schema(nullable = true) String code,

            @Schema(nullable = true) String title,

            @Schema(description = "Units") long quantity,

            @Schema(description = "In fen", examples = "1980")
            long fen,

            @Schema(description = "How many postings") long postings,

            @Schema(nullable = true, description = "Path of its entries, each with the number of its transaction")
            String entries) {}

    /** A transaction that settled something. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "MerchantStatementSettlement")
    record SettlementLine(
            @Schema(description = "Number of the transaction in the books")
            long sequence,

            LocalDate effectiveOn,

            @Schema(nullable = true) SettlementId settlementId,

            @Schema(description = "Number of the payment", nullable = true)
            String reference,

            @Schema(description = "Paid for what was handed out, in fen")
            long paidFen,

            @Schema(description = "Set off for what was returned, in fen")
            long setOffFen,

            @Schema(description = "Paid less set off, in fen")
            long fen) {}

    /** The proof of the numbers. */
    @Schema(name = "MerchantStatementProof")
    record MerchantStatementProof(
            @Schema(description = "What the merchant is owed now, by the balance in the books, in fen")
            long owedFen,

            @Schema(description = "Sum of all entries that are not settled now, in fen; the same as `owedFen`")
            long unsettledFen,

            @Schema(description = "Whether these two agree, the month adds up, and each posting in it has its entry")
            boolean holds) {}
}
