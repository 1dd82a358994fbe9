package org.weijifen.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the points of a task are counted by. */
public enum TaskUnit {
    @JsonProperty("occurrence")
    OCCURRENCE,
    @JsonProperty("hour")
    HOUR
}
