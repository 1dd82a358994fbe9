package org.weijifen.tables.sheet;

import java.util.Arrays;
import java.util.List;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/** The formats in which a table can be had. */
public enum SheetFormat {
    /** An array of objects, with the columns' keys; absent values are left out. */
    JSON("application/json"),
    /** RFC 4180 in UTF-8 with a byte order mark, without which Excel takes it for GBK. */
    CSV("text/csv;charset=UTF-8"),
    /** An Excel workbook (ECMA-376). */
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String mediaType;

    SheetFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The format with a name as it stands in a query, {@code json}, {@code csv} or {@code xlsx}.
     *
     * @throws ProblemException {@code validation_failed} with field {@code format} for anything else
     */
    public static SheetFormat of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.fields(List.of(Violation.noneOf(
                        "format",
                        Arrays.stream(values()).map(SheetFormat::extension).toList()))));
    }

    public String mediaType() {
        return mediaType;
    }

    /** How the names of such files end, without the dot. */
    public String extension() {
        return EnumNames.code(this);
    }
}
