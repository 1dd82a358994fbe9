package org.weijifen.tables.exporting;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.weijifen.platform.SqlQuery;

/**
 * An export from one query.
 *
 * @param sql about a community, returns the columns in this order
 * @param columns all there are
 * @param parameters the values of the query's parameters, besides the community
 */
record TableQuery(String sql, List<ExportColumn> columns, Function<Scope, List<Object>> parameters) implements Source {
    TableQuery {
        columns = List.copyOf(columns);
    }

    @Override
    public void read(Connection connection, Scope scope, Taker taker) throws SQLException, IOException {
        SqlQuery.of(scope.community().id(), sql, parameters.apply(scope).toArray()).<IOException>stream(
                connection, row -> taker.take(cells(row)));
    }

    private List<Object> cells(ResultSet row) throws SQLException {
        List<Object> cells = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            cells.add(columns.get(i).read(row, i + 1));
        }
        return cells;
    }
}
