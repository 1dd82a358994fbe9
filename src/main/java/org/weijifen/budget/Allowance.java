package org.weijifen.budget;

/**
 * The requested values of one budget.
 *
 * @param points 1 to {@link Budget#MAX_POINTS}
 * @param policy how it treats credits
 */
record Allowance(long points, BudgetPolicy policy) {
    static Allowance of(Budget budget) {
        return new Allowance(budget.points(), budget.policy());
    }
}
