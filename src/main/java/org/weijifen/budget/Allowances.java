package org.weijifen.budget;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What somebody says of the budgets of a month, whatever is issued meanwhile.
 *
 * @param byTask by the id of the task, in order; blank for that of the community
 */
record Allowances(TreeMap<String, Allowance> byTask) {
    /** In any order, that of the community under null. */
    static Allowances of(Map<UUID, Allowance> byTask) {
        TreeMap<String, Allowance> inOrder = new TreeMap<>();
        byTask.forEach((task, allowance) -> inOrder.put(task == null ? "" : task.toString(), allowance));
        return new Allowances(inOrder);
    }
}
