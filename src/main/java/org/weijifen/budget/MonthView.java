package org.weijifen.budget;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.Editable;
import org.weijifen.platform.id.TaskId;

/** The budgets of a month with the points issued by the books. */
@Schema(name = "MonthlyBudgets")
public record MonthView(
        YearMonth month,

        @Schema(description = "Number of the last transaction of the books that this counts")
        long sequence,

        @Schema(description = "Points of all credits that are effective in the month and have not been reversed")
        long issued,

        @Schema(
                description =
                        "Whether each budget counts exactly what the postings of the books add up to, which is added up"
                                + " anew for this answer")
        boolean proven,

        @Schema(description = "That of the community first; empty when the month has none")
        List<BudgetView> items)
        implements Editable {

    @Override
    public Record editable() {
        Map<TaskId, Allowance> byTask = new HashMap<>();
        items.forEach(item -> byTask.put(
                item.taskId(), new Allowance(item.points(), new BudgetPolicy(item.warnAtPercent(), item.beyond()))));
        return Allowances.of(byTask);
    }

    static MonthView of(YearMonth month, long sequence, List<Budget> budgets, Issuance issuance) {
        List<BudgetView> items = budgets.stream()
                .map(budget -> BudgetView.of(budget, issuance.of(budget.taskId())))
                .toList();
        return new MonthView(
                month, sequence, issuance.total(), items.stream().allMatch(item -> item.counted() == null), items);
    }
}
