package org.weijifen.task;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The tasks as operations read and edit them. */
@Singleton
public final class Tasks extends RowTable<Task> {
    Tasks() {
        super(Task.class, "task", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal where there is no such task in the community. */
    public static ProblemException notFound(UUID taskId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "task", taskId.toString());
    }

    @Override
    protected ProblemException absent(UUID taskId) {
        return notFound(taskId);
    }
}
