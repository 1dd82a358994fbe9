package org.weijifen.access;

import java.util.Set;
import org.weijifen.platform.id.TaskId;

/**
 * How far a client may credit points.
 *
 * @param taskIds the only tasks that it credits for; empty when it may credit for all, and freely
 * @param pointsPerDay the most points in each community on each of its days; null for no limit
 */
public record CreditLimits(Set<TaskId> taskIds, Long pointsPerDay) {
    /** For everybody who is no client. */
    public static final CreditLimits NONE = new CreditLimits(Set.of(), null);
}
