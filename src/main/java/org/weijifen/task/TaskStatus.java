package org.weijifen.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** Whether a task earns points. A retired one is kept for what was credited by it, and can be taken up again. */
public enum TaskStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
