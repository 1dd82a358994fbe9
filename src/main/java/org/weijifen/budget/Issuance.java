package org.weijifen.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the books say has been issued in a month: the credits that are effective in it and have not been reversed.
 *
 * @param total points of all credits
 * @param byTask points of those for tasks, by the task
 * @param budgeted the budgets there are for the month
 */
record Issuance(long total, Map<UUID, Long> byTask, Map<Budgets.Key, Allowance> budgeted) {

    /** What counts against the budget of a task, or of the community where that is null. */
    long of(UUID taskId) {
        return taskId == null ? total : byTask.getOrDefault(taskId, 0L);
    }

    /** The same with points added, or taken off where they are below zero. */
    Issuance plus(UUID taskId, long points) {
        Map<UUID, Long> more = taskId == null
                ? byTask
                : Stream.concat(byTask.entrySet().stream(), Stream.of(Map.entry(taskId, points)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
        return new Issuance(total + points, more, budgeted);
    }

    /** What is said of the budgets. */
    Allowances allowances() {
        Map<UUID, Allowance> byBudgetedTask = new HashMap<>();
        budgeted.forEach((key, allowance) -> byBudgetedTask.put(key.taskId(), allowance));
        return Allowances.of(byBudgetedTask);
    }

    /** The same with other budgets. */
    Issuance withBudgeted(Map<Budgets.Key, Allowance> budgets) {
        return new Issuance(total, byTask, budgets);
    }
}
