package org.weijifen.points;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.id.MemberId;

/** The explanation of each number of a balance. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BalanceExplanation", description = "The facts that each number of a balance is the sum of")
public record ExplanationView(
        MemberId memberId,

        @Schema(description = "The moment this was so; the end of the day that was asked for")
        Instant asOf,

        @Schema(
                nullable = true,
                description =
                        "Number of the last transaction of the books; absent for a day in the past. The balance that"
                                + " has the same number shows the same figures on the same day")
        Long sequence,

        @Schema(
                description = "All transactions of the member, page by page",
                examples = "/v1/communities/fuxi/members/me/statement")
        String statement,

        @Schema(description = "available, held, arrears, earned, spent, expired and deducted, in this order")
        List<FigureView> figures) {

    /** One number of the balance. */
    @Schema(name = "ExplainedFigure")
    public record FigureView(
            Figure figure,

            @Schema(description = "Its name, in the language of Accept-Language", examples = "可用积分")
            String title,

            @Schema(description = "The number as the balance shows it: the sum of the parts")
            long points,

            @Schema(
                    description =
                            "One for each last day of available points, the earliest first and those that never expire"
                                    + " last; a single one for the other figures")
            List<ExplainedPart> parts) {}

    /** Facts of the same part of a number. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ExplainedPart")
    public record ExplainedPart(
            @Schema(
                    nullable = true,
                    description =
                            "Last day of these available points; absent when they never expire, and for other figures")
            LocalDate expiresOn,

            @Schema(description = "The sum of the facts and of the older ones")
            long points,

            @Schema(description = "The newest first; at most 200 for each figure")
            List<ExplainedFact> facts,

            @Schema(nullable = true, description = "What came before them, in one line; absent when there is none")
            Older older) {}

    /** One fact: a transaction that changed the number. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ExplainedFact")
    public record ExplainedFact(
            @Schema(
                    nullable = true,
                    description =
                            "Number of the transaction in the books; absent for points that lapsed and whose expiry is not"
                                    + " posted yet")
            Long sequence,

            TransactionKind kind,

            @Schema(description = "The day it belongs to, in the community's time zone")
            LocalDate effectiveOn,

            @Schema(description = "In the language of Accept-Language", examples = "清扫积雪 2 小时，获得 12 分")
            String words,

            @Schema(description = "What it changed of this number", examples = "12")
            long points,

            @Schema(
                    nullable = true,
                    description = "What it is about",
                    examples = "redemption/01890a5d-ac96-774b-bcce-b302099a8057")
            String subject,

            @Schema(nullable = true, description = "Number of the transaction that this one takes back")
            Long reverses) {}

    /** Facts that are not listed one by one. */
    @Schema(name = "OlderFacts")
    public record Older(
            @Schema(description = "How many") long facts,

            @Schema(description = "What they changed of this number in all")
            long points,

            @Schema(description = "In the language of Accept-Language")
            String words) {}
}
