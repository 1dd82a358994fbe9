package org.weijifen.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.id.TaskId;

/**
 * The points issued in a month by the books: credits that are effective in the month and have not been reversed.
 *
 * @param total points of all credits
 * @param byTask points of credits for tasks, by task
 * @param budgeted the budgets of the month
 */
record Issuance(long total, Map<TaskId, Long> byTask, Map<Budgets.Key, Allowance> budgeted) {

    /** The points counted by the budget of a task, or by that of the community when the task is null. */
    long of(TaskId taskId) {
        return taskId == null ? total : byTask.getOrDefault(taskId, 0L);
    }

    /** The same with points added; points below zero are taken off. */
    Issuance plus(TaskId taskId, long points) {
        Map<TaskId, Long> more = taskId == null
                ? byTask
                : Stream.concat(byTask.entrySet().stream(), Stream.of(Map.entry(taskId, points)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
        return new Issuance(total + points, more, budgeted);
    }

    /** The requested values of the budgets. */
    Allowances allowances() {
        Map<TaskId, Allowance> byBudgetedTask = new HashMap<>();
        budgeted.forEach((key, allowance) -> byBudgetedTask.put(key.taskId(), allowance));
        return Allowances.of(byBudgetedTask);
    }

    /** The same with other budgets. */
    Issuance withBudgeted(Map<Budgets.Key, Allowance> budgets) {
        return new Issuance(total, byTask, budgets);
    }
}
