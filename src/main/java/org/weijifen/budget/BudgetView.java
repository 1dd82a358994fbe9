package org.weijifen.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.TaskId;

/** A budget as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Budget")
public record BudgetView(
        YearMonth month,

        @Schema(nullable = true, description = "The task whose credits count; absent for all credits of the community")
        TaskId taskId,

        @Schema(description = "Most points that may be issued in the month")
        long points,

        @Schema(description = "From how many percent of the points on credits carry a warning", examples = "80")
        int warnAtPercent,

        @Schema(description = "What becomes of credits beyond the points")
        BudgetPolicy.Beyond beyond,

        @Schema(description = "Points of the credits that are effective in the month and have not been reversed")
        long issued,

        @Schema(
                description =
                        "points - issued; below zero when credits beyond the budget were taken, or when it was lowered"
                                + " below what had been issued")
        long remaining,

        @Schema(description = "Whether at least warnAtPercent of the points have been issued")
        boolean warning,

        @Schema(
                nullable = true,
                description =
                        "What credits are measured against; absent where it is what the books say, as it should be")
        Long counted,

        @Schema(description = "Opaque id of who set it") String setBy,
        Instant setAt) {

    /** A budget with its own count. */
    static BudgetView of(Budget budget) {
        return of(budget, budget.issued());
    }

    /** A budget with the points issued by the books. */
    static BudgetView of(Budget budget, long issued) {
        Budget proven = budget.issue(issued - budget.issued());
        return new BudgetView(
                budget.month(),
                budget.taskId(),
                budget.points(),
                budget.policy().warnAtPercent(),
                budget.policy().beyond(),
                issued,
                budget.points() - issued,
                proven.isWarning(),
                budget.issued() == issued ? null : Long.valueOf(budget.issued()),
                budget.setBy(),
                budget.setAt());
    }
}
