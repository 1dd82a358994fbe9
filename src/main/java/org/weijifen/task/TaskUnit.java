package org.weijifen.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;
import org.weijifen.platform.EnumNames;

/** The unit for which a task gives points. */
public enum TaskUnit {
    @JsonProperty("occurrence")
    OCCURRENCE,
    @JsonProperty("hour")
    HOUR;

    @EnumeratedValue
    private final String code = EnumNames.code(this);
}
