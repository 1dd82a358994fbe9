package org.weijifen.task;

import java.util.UUID;

/**
 * What operations know of a task.
 *
 * @param code unique in the community
 * @param points for each unit, 1 to 1,000,000
 * @param per the unit
 */
public record TaskRow(UUID id, String code, String title, long points, TaskUnit per, TaskStatus status) {}
