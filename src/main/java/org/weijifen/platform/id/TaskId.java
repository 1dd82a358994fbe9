package org.weijifen.platform.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.platform.Ids;

/** The id of a task. */
public record TaskId(UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TaskId {
        Objects.requireNonNull(value);
    }

    /** The id of a new task. */
    public static TaskId next() {
        return new TaskId(Ids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
