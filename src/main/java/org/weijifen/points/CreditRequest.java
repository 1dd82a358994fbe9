package org.weijifen.points;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Text;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.TaskId;

/** The request for a credit: a number of points, or the points of a task. */
@Schema(name = "NewCredit", description = "Either `points`, or `taskId` with an optional `quantity`")
public record CreditRequest(
        @NotNull MemberId memberId,

        @Schema(description = "Whole points, where no task says how many") @Min(1) @Max(CreditRequest.MAX_POINTS) Long points,

        @Schema(description = "The task that was done; its rule says how many points")
        TaskId taskId,

        @Schema(description = "How many times, or hours; 1 when absent") @Min(1) @Max(CreditRequest.MAX_QUANTITY) Long quantity,

        @Schema(description = "In words; kept in the books for ever, so without personal data") @Text @Size(max = 200) String reason,

        @Schema(description = "Your own document number; a second credit with the same one is refused")
        @Text
        @Size(max = 100) String reference,

        @Schema(
                description =
                        "The day it was earned, in the community's time zone; today when absent. Validity counts from it.")
        LocalDate effectiveOn,

        @Schema(
                description = "The day it really happened, where the books of that day are closed already; before"
                        + " `effectiveOn`, and kept beside it")
        LocalDate occurredOn) {
    /** Most points in one request. */
    public static final long MAX_POINTS = 1_000_000_000L;

    /** Most times or hours in one request. */
    public static final long MAX_QUANTITY = 10_000L;

    /** A credit that is recorded in time. */
    public CreditRequest(
            MemberId memberId,
            Long points,
            TaskId taskId,
            Long quantity,
            String reason,
            String reference,
            LocalDate effectiveOn) {
        this(memberId, points, taskId, quantity, reason, reference, effectiveOn, null);
    }

    /**
     * Checks rules that concern several fields.
     *
     * @param path the path of this request in the body: empty, or {@code items[3].}
     * @throws ProblemException {@code validation_failed}
     */
    void check(String path) {
        if (points == null && taskId == null) {
            throw ProblemException.field(path + "points", "one_of", "points, taskId");
        }
        if (points != null && taskId != null) {
            throw ProblemException.field(path + "points", "both_given", "taskId");
        }
        if (points != null && quantity != null) {
            throw ProblemException.field(path + "quantity", "both_given", "points");
        }
        if (effectiveOn != null && effectiveOn.isBefore(EarliestDay.DAY)) {
            throw ProblemException.field(path + "effectiveOn", "too_small", EarliestDay.DAY.toString());
        }
    }

    long quantityOrOne() {
        return quantity == null ? 1 : quantity;
    }
}
