package org.weijifen.tables.exporting;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.weijifen.platform.ProblemException;

/** The source of an export. */
interface Source {

    /** All its columns. */
    List<ExportColumn> columns();

    /** Reads the rows in the order of this kind, and passes each on before it reads the next. */
    void read(Connection connection, Scope scope, Taker taker) throws SQLException, IOException;

    /** Takes one row: a value for each of {@link #columns}, as {@link ExportColumn#read} answers it. */
    interface Taker {
        void take(List<Object> row) throws IOException;
    }

    /**
     * The requested columns, in that order.
     *
     * @param asked keys with commas between them, or null for the usual ones
     * @throws ProblemException {@code validation_failed} on {@code columns} for an unknown or duplicate column
     */
    default List<ExportColumn> choose(String asked) {
        if (asked == null) {
            return columns().stream().filter(ExportColumn::byDefault).toList();
        }
        Set<ExportColumn> chosen = new LinkedHashSet<>();
        for (String key : Arrays.stream(asked.split(",", -1)).map(String::strip).toList()) {
            ExportColumn column = columns().stream()
                    .filter(candidate -> candidate.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.field("columns", "unknown_column", keys()));
            if (!chosen.add(column)) {
                throw ProblemException.field("columns", "duplicate");
            }
        }
        return List.copyOf(chosen);
    }

    private String keys() {
        return String.join(", ", columns().stream().map(ExportColumn::key).toList());
    }
}
