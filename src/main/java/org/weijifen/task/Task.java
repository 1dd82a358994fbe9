package org.weijifen.task;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;

/**
 * The row of a task. Code and unit never change, because past credits refer to them.
 *
 * @param code as {@link #CODE}, unique in the community
 * @param per the unit
 * @param details the editable details
 */
@Embeddable
public record Task(
        @Column(insertable = false, updatable = false) TaskId id,

        String code,
        @Enumerated(EnumType.STRING) TaskUnit per,
        @Embedded TaskDetails details,
        Instant createdAt) {
    /** The form of codes. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    public String title() {
        return details.title();
    }

    /** Points for each unit. */
    public long points() {
        return details.points();
    }

    /** The same task with other details. */
    public Task with(TaskDetails edited) {
        return new Task(id, code, per, edited, createdAt);
    }

    /**
     * Refuses unless the task still earns points.
     *
     * @throws ProblemException {@code task_inactive}
     */
    public void requireActive() {
        if (details.status() != TaskStatus.ACTIVE) {
            throw ProblemException.of(ErrorCode.TASK_INACTIVE, code);
        }
    }
}
