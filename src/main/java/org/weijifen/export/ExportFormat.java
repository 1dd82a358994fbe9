package org.weijifen.export;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an export is written. */
public enum ExportFormat {
    /** For programs: keys, codes, and instants in UTC. */
    JSON("application/json"),
    /** For people: headings, words, and times in the community's zone. UTF-8 with a byte order mark, as Excel needs it. */
    CSV("text/csv;charset=UTF-8"),
    /** For people: a workbook (Office Open XML) of the same, with typed cells. */
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String code = name().toLowerCase(Locale.ROOT);
    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format as it stands in a query; also the ending of a file's name. */
    @JsonValue
    public String code() {
        return code;
    }

    String mediaType() {
        return mediaType;
    }
}
