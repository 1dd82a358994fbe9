package org.weijifen.task;

import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * What operations know of a task.
 *
 * @param code unique in the community
 * @param points for each unit, 1 to 1,000,000
 * @param per the unit
 */
public record TaskRow(UUID id, String code, String title, long points, TaskUnit per, TaskStatus status) {

    /**
     * Refuses unless the task still earns points.
     *
     * @throws ProblemException {@code task_inactive}
     */
    public void requireActive() {
        if (status != TaskStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.TASK_INACTIVE, code);
        }
    }
}
