package org.weijifen.budget;

import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.YearMonth;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;

/**
 * The number of points that may be issued in a month, and the number issued so far.
 *
 * @param taskId the task whose credits count; null for all credits of the community
 * @param points 1 to {@link #MAX_POINTS}; may be less than the points issued
 * @param policy how it treats the credits that count against it
 * @param issued points of the credits that are effective in the month and have not been reversed
 * @param setBy opaque id of who set it
 * @param lifted whether it has been removed, so that there is no budget any more
 */
record Budget(
        YearMonth month,
        TaskId taskId,
        long points,
        BudgetPolicy policy,
        long issued,
        String setBy,
        Instant setAt,
        @Transient boolean lifted) {
    static final long MAX_POINTS = 1_000_000_000_000L;

    /** The same with more issued. */
    Budget issue(long more) {
        return withIssued(issued + more);
    }

    /** The same with less issued, after a credit has been taken back. */
    Budget giveBack(long less) {
        return withIssued(issued - less);
    }

    Budget lift() {
        return new Budget(month, taskId, points, policy, issued, setBy, setAt, true);
    }

    /**
     * Refuses to issue more points than are left, if the policy says so.
     *
     * @param taskCode code of the task; null for the budget of the whole community
     * @throws ProblemException {@code limit_exceeded}
     */
    void requireLeft(long wanted, String taskCode) {
        if (policy.beyond() == BudgetPolicy.Beyond.WARN || wanted <= points - issued) {
            return;
        }
        throw taskCode == null
                ? ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "budget", month.toString(), points, issued, wanted)
                : ProblemException.variant(
                        ErrorCode.LIMIT_EXCEEDED, "task-budget", month.toString(), points, issued, wanted, taskCode);
    }

    /** Whether enough points have been issued that credits have a warning. */
    boolean isWarning() {
        return policy.warns(issued, points);
    }

    private Budget withIssued(long now) {
        return new Budget(month, taskId, points, policy, now, setBy, setAt, lifted);
    }
}
