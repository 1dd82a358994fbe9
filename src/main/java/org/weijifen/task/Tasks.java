package org.weijifen.task;

import jakarta.inject.Singleton;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;

/** The tasks, for operations to read and edit. */
@Singleton
public final class Tasks extends RowTable<TaskId, Task> {
    Tasks() {
        super(Task.class, "task", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal when the community has no such task. */
    public static ProblemException notFound(TaskId taskId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "task", taskId.toString());
    }

    @Override
    protected ProblemException absent(TaskId taskId) {
        return notFound(taskId);
    }
}
