package org.weijifen.budget;

/**
 * What somebody says of one budget.
 *
 * @param points 1 to {@link Budget#MAX_POINTS}
 * @param policy how it is to treat credits
 */
record Allowance(long points, BudgetPolicy policy) {
    static Allowance of(Budget budget) {
        return new Allowance(budget.points(), budget.policy());
    }
}
