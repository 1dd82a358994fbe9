package org.weijifen.task;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.id.TaskId;

/** The rows of tasks, read without the lock of the books. */
@Singleton
class TaskRepository implements PanacheRepositoryBase<ListedTask, ScopedId> {

    Task require(UUID communityId, TaskId taskId) {
        return findByIdOptional(new ScopedId(communityId, taskId.value()))
                .map(ListedTask::row)
                .orElseThrow(() -> Tasks.notFound(taskId));
    }

    /**
     * Tasks in order of their codes after {@code after}, one more than {@code limit} if there are.
     *
     * @param status null: of any
     */
    List<Task> list(UUID communityId, TaskStatus status, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("row.details.status = :status", "status", status)
                .and("row.code > :after", "after", after);
        return find(where.text(), Sort.by("row.code"), where.values()).range(0, limit).list().stream()
                .map(ListedTask::row)
                .toList();
    }
}
