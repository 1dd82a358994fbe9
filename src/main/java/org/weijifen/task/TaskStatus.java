package org.weijifen.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** Whether a task earns points. A retired task is kept for its past credits, and can be activated again. */
public enum TaskStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
