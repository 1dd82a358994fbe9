package org.weijifen.tables.exporting;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An export from one query.
 *
 * @param sql returns the columns in this order
 * @param columns all there are
 * @param parameters the values of the query's parameters
 */
record TableQuery(String sql, List<ExportColumn> columns, Function<Scope, List<Object>> parameters) implements Source {
    /** The number of rows in memory at once. */
    private static final int FETCH_SIZE = 1000;

    TableQuery {
        columns = List.copyOf(columns);
    }

    @Override
    public void read(Connection connection, Scope scope, Taker taker) throws SQLException, IOException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE);
            List<Object> values = parameters.apply(scope);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taker.take(cells(rows));
                }
            }
        }
    }

    private List<Object> cells(ResultSet row) throws SQLException {
        List<Object> cells = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            cells.add(columns.get(i).read(row, i + 1));
        }
        return cells;
    }
}
