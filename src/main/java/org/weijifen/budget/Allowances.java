package org.weijifen.budget;

import java.util.Map;
import java.util.TreeMap;
import org.weijifen.platform.id.TaskId;

/**
 * The requested budgets of a month. Issued points are not part of it.
 *
 * @param byTask by the id of the task, in order; blank for the budget of the community
 */
record Allowances(TreeMap<String, Allowance> byTask) {
    /** Makes them from budgets in any order, with the budget of the community under null. */
    static Allowances of(Map<TaskId, Allowance> byTask) {
        TreeMap<String, Allowance> inOrder = new TreeMap<>();
        byTask.forEach((task, allowance) -> inOrder.put(task == null ? "" : task.toString(), allowance));
        return new Allowances(inOrder);
    }
}
