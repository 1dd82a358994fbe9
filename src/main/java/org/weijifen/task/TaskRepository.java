package org.weijifen.task;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.UniqueRows;

/** The rows of tasks. */
@Singleton
class TaskRepository implements PanacheRepositoryBase<Task, ScopedId> {

    /** Adds a task; {@code code_taken} when its code is taken. */
    void insert(Task task) {
        UniqueRows.insert(
                getEntityManager(), task, "task_code", ProblemException.of(ErrorCode.CODE_TAKEN, task.code()));
    }

    Task require(UUID communityId, UUID taskId) {
        return required(taskId, findById(new ScopedId(communityId, taskId)));
    }

    /** The task, kept from other edits until the transaction ends. */
    Task requireForChange(UUID communityId, UUID taskId) {
        return required(taskId, findById(new ScopedId(communityId, taskId), LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Tasks in order of their codes after {@code after}, one more than {@code limit} if there are.
     *
     * @param status null: of any
     */
    List<Task> list(UUID communityId, TaskStatus status, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("status = :status", "status", status)
                .and("code > :after", "after", after);
        return find(where.text(), Sort.by("code"), where.values())
                .range(0, limit)
                .list();
    }

    private static Task required(UUID taskId, Task task) {
        if (task == null) {
            throw Tasks.notFound(taskId);
        }
        return task;
    }
}
