package org.weijifen.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.TaskId;

/** Adds, lists and edits tasks. They are edited in the order of the books, and read without their lock. */
@Singleton
class TaskService {
    private final Communities communities;
    private final Tasks tasks;
    private final TaskRepository repository;
    private final Ledger ledger;
    private final Answers answers;
    private final MergePatch mergePatch;

    TaskService(
            Communities communities,
            Tasks tasks,
            TaskRepository repository,
            Ledger ledger,
            Answers answers,
            MergePatch mergePatch) {
        this.communities = communities;
        this.tasks = tasks;
        this.repository = repository;
        this.ledger = ledger;
        this.answers = answers;
        this.mergePatch = mergePatch;
    }

    /** Adds a task. */
    Outcome<Task> add(String community, String code, TaskUnit per, TaskDetails details, Call call) {
        TaskId id = TaskId.next();
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                RequestHash.of("add-task", "code", code, "per", per, "details", details),
                tasks.adding(code, books -> new Task(id, code, per, details, books.now()), call),
                task -> answers.added(Paths.of(community, "tasks", id))));
    }

    /** One task. */
    @Transactional
    Task find(String community, TaskId taskId) {
        return repository.require(communities.idOf(community), taskId);
    }

    /** Tasks in order of their codes after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Task> list(String community, TaskStatus status, String after, int limit) {
        return repository.list(communities.idOf(community), status, after, limit);
    }

    /** Edits a task by a merge patch of its details. */
    Task change(String community, TaskId taskId, JsonNode patch, IfMatch ifMatch, Call call) {
        return ledger.execute(new Operation<>(
                        communities.idOf(community),
                        call,
                        tasks.editing(
                                taskId,
                                (books, task) -> task.with(mergePatch.apply(task.details(), patch, ifMatch)),
                                call)))
                .result()
                .orElseThrow();
    }
}
