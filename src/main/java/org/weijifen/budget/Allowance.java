package org.weijifen.budget;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.weijifen.ledger.HashChain;

/**
 * What somebody says of one budget.
 *
 * @param points 1 to {@link Budget#MAX_POINTS}
 * @param policy how it is to treat credits
 */
record Allowance(long points, BudgetPolicy policy) {
    /** Long enough for nobody to meet two months' budgets with one. */
    private static final int TAG_LENGTH = 32;

    static Allowance of(Budget budget) {
        return new Allowance(budget.points(), budget.policy());
    }

    /**
     * The ETag of the budgets of a month: the same as long as they are, whatever is issued meanwhile.
     *
     * @param byTask by the task; null for that of the community
     */
    static String tag(Map<UUID, Allowance> byTask) {
        Map<UUID, Allowance> inOrder = new TreeMap<>(Comparator.nullsFirst(Comparator.comparing(UUID::toString)));
        inOrder.putAll(byTask);
        StringBuilder text = new StringBuilder();
        inOrder.forEach((task, allowance) -> text.append(List.of(
                        task == null ? "" : task.toString(),
                        allowance.points(),
                        allowance.policy().warnAtPercent(),
                        allowance.policy().beyond().code()))
                .append('\n'));
        return '"' + HashChain.sha256(text.toString()).substring(0, TAG_LENGTH) + '"';
    }
}
