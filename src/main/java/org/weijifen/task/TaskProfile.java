package org.weijifen.task;

import java.time.Instant;
import java.util.UUID;

/**
 * What is kept of a task, as a committee's own list brings it.
 *
 * @param code as {@link #CODE}
 * @param title 1 to 100 characters
 * @param points for each unit, 1 to 1,000,000
 */
public record TaskProfile(UUID id, String code, String title, long points, TaskUnit per, Instant createdAt) {
    /** How codes are written. */
    public static final String CODE = "^[a-z0-9-]{1,40}$";

    public static final int MAX_TITLE = 100;

    public static final long MAX_POINTS = TaskDetails.MAX_POINTS;

    /** The same task with what can be edited of it. */
    public TaskProfile with(String newTitle, long newPoints) {
        return new TaskProfile(id, code, newTitle, newPoints, per, createdAt);
    }
}
