package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import org.weijifen.platform.EnumNames;

/** The status of an import. */
public enum ImportStatus {
    /** The file waits for its turn. */
    RECEIVED,
    RUNNING,
    /** All rows have been seen; of an independent import some may have been refused. */
    DONE,
    /** It failed, and its problem says why. */
    FAILED;

    @JsonValue
    public String code() {
        return EnumNames.code(this);
    }
}
