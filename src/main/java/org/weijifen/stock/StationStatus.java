package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.weijifen.platform.EnumNames;

/** Whether a station can receive units. A retired station is kept for its history and can be activated again. */
public enum StationStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    String code() {
        return EnumNames.code(this);
    }
}
