package org.weijifen.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ScopedId;

/** Keeps the tasks of communities. */
@Singleton
class TaskService {
    private final Communities communities;
    private final TaskRepository tasks;
    private final MergePatch mergePatch;
    private final Clock clock;

    TaskService(Communities communities, TaskRepository tasks, MergePatch mergePatch, Clock clock) {
        this.communities = communities;
        this.tasks = tasks;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Adds a task. */
    @Transactional
    Task add(String community, String code, TaskUnit per, TaskDetails details) {
        Task task = new Task(
                ScopedId.next(communities.idOf(community)),
                code,
                per,
                details,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        tasks.insert(task);
        return task;
    }

    /** One task. */
    @Transactional
    Task find(String community, UUID taskId) {
        return tasks.require(communities.idOf(community), taskId);
    }

    /** Tasks in order of their codes after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Task> list(String community, TaskStatus status, String after, int limit) {
        return tasks.list(communities.idOf(community), status, after, limit);
    }

    /** Edits a task by a merge patch of its details. */
    @Transactional
    Task change(String community, UUID taskId, JsonNode patch, IfMatch ifMatch) {
        Task task = tasks.requireForChange(communities.idOf(community), taskId);
        task.change(mergePatch.apply(task.details(), patch, ifMatch));
        return task;
    }
}
