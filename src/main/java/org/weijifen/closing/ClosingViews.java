package org.weijifen.closing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.statement.Closing;
import org.weijifen.statement.ClosingStatus;
import org.weijifen.statement.Figures;
import org.weijifen.statement.MonthStatement;

/** Closings as clients see them. */
final class ClosingViews {
    private ClosingViews() {}

    /** The closing of a month. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Closing", description = "The closing of a month: prepared by one person, signed by a second one")
    public record ClosingView(
            YearMonth month,

            @Schema(description = "Last day of the month; once it is signed nothing is posted up to it")
            LocalDate closedThrough,

            ClosingStatus status,

            @Schema(description = "Opaque id of who prepared it")
            String preparedBy,

            Instant preparedAt,

            @Schema(description = "Number of the last transaction of the books that the figures were read from")
            long preparedAtSequence,

            @Schema(description = "SHA-256 of the figures as RFC 8785 canonical JSON, for a printed sheet")
            String figuresHash,

            @Schema(nullable = true, description = "Opaque id of who signed it")
            String signedBy,

            @Schema(nullable = true) Instant signedAt,

            @Schema(
                    nullable = true,
                    description = "Number of the last transaction of the books when the month was closed")
            Long sequence,

            @Schema(
                    nullable = true,
                    description = "Hash of that transaction, for a printed sheet; 64 zeros for empty books")
            String hash,

            @Schema(nullable = true) String withdrawnBy,
            @Schema(nullable = true) Instant withdrawnAt,

            @Schema(
                    nullable = true,
                    description =
                            "Whether the books still have this hash at this number; only where one signed closing is read")
            Boolean hashStands,

            @Schema(nullable = true, description = "What was recorded of the month; only where one closing is read")
            Figures figures) {

        static ClosingView of(Closing closing) {
            return of(closing, null, null);
        }

        static ClosingView of(Closing closing, Boolean hashStands, Figures figures) {
            return new ClosingView(
                    closing.month(),
                    closing.month().atEndOfMonth(),
                    closing.status(),
                    closing.preparedBy(),
                    closing.preparedAt(),
                    closing.preparedAtSequence(),
                    closing.figuresHash(),
                    closing.signedBy(),
                    closing.signedAt(),
                    closing.sequence(),
                    closing.headHash(),
                    closing.withdrawnBy(),
                    closing.withdrawnAt(),
                    hashStands,
                    figures);
        }
    }

    /** A closing that waits for its signature, with all data for the signer. */
    @Schema(name = "PreparedClosing")
    public record PreparedView(
            ClosingView closing, List<ClosingChecks.ClosingCheck> checks, MonthStatement statement) {}

    /** The verification of a closing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ClosingVerification")
    public record ClosingVerification(
            YearMonth month,
            ClosingStatus status,

            @Schema(description = "Whether all that is told here is true")
            boolean valid,

            @Schema(description = "Whether the recorded figures still have their hash")
            boolean figuresIntact,

            @Schema(
                    description =
                            "Whether the month's statement, read from the books now, is proved and comes to the same figures")
            boolean figuresStand,

            @Schema(
                    nullable = true,
                    description =
                            "Whether the books still have the recorded hash at the recorded number; absent until signed")
            Boolean hashStands,

            @Schema(description = "SHA-256 of the recorded figures")
            String figuresHash,

            @Schema(description = "SHA-256 of the figures as the books have them now")
            String figuresHashNow,

            @Schema(
                    nullable = true,
                    description =
                            "Number of the last transaction of the books when the month was closed; absent until signed")
            Long sequence,

            @Schema(nullable = true, description = "Hash of that transaction as recorded; absent until signed")
            String hash,

            @Schema(
                    nullable = true,
                    description = "Hash that the books have at that number now; absent where there is none")
            String hashNow) {}
}
