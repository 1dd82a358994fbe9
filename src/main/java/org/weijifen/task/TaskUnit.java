package org.weijifen.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** What the points of a task are counted by. */
public enum TaskUnit {
    @JsonProperty("occurrence")
    OCCURRENCE,
    @JsonProperty("hour")
    HOUR;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
