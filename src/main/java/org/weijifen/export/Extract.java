package org.weijifen.export;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.weijifen.platform.ProblemException;

/**
 * What an export reads: a query, and what its columns mean.
 *
 * @param sql answers the columns in this order; rows come in an order of their own, as they are read
 * @param columns all there are
 * @param parameters the values of the query's parameters
 */
record Extract(String sql, List<Column> columns, Function<Scope, List<Object>> parameters) {

    Extract {
        columns = List.copyOf(columns);
    }

    /**
     * The columns that were asked for, in that order.
     *
     * @param asked keys with commas between them, or null for the usual ones
     * @throws ProblemException {@code validation_failed} on {@code columns} for one that is not there, or given twice
     */
    List<Column> choose(String asked) {
        if (asked == null) {
            return columns.stream().filter(Column::byDefault).toList();
        }
        Set<Column> chosen = new LinkedHashSet<>();
        for (String key : Arrays.stream(asked.split(",", -1)).map(String::strip).toList()) {
            Column column = columns.stream()
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
        return String.join(", ", columns.stream().map(Column::key).toList());
    }
}
