package org.weijifen.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.YearMonth;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.TaskId;

/** The warning of a budget. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "BudgetWarning",
        description =
                "A budget of which at least its `warnAtPercent` have been issued; `issued` is more than `points` where its"
                        + " policy takes credits beyond")
public record BudgetWarning(
        YearMonth month,

        @Schema(nullable = true, description = "The task whose credits count; absent for all credits of the community")
        TaskId taskId,

        @Schema(description = "Most points of the month") long points,

        @Schema(description = "Points issued, this credit included")
        long issued) {

    static BudgetWarning of(Budget budget) {
        return new BudgetWarning(budget.month(), budget.taskId(), budget.points(), budget.issued());
    }
}
