package org.weijifen.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.weijifen.platform.EnumNames;

/** Whether units come to a station. A retired one is kept for its history, and can be opened again. */
public enum StationStatus {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("retired")
    RETIRED;

    String code() {
        return EnumNames.code(this);
    }
}
