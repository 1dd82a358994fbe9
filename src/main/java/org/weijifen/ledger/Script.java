package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Statements that write. The driver sends them in a pipeline, so that together they cost one round trip. They take
 * effect in order. When one fails, those after it do nothing.
 */
public final class Script {
    private static final String COMMIT = "COMMIT";

    private record Part(String sql, Columns columns) {}

    private final List<Part> parts = new ArrayList<>();

    /** Adds a statement that returns no rows. */
    public void add(String sql, Consumer<Columns> filling) {
        Columns columns = new Columns();
        filling.accept(columns);
        parts.add(new Part(columns.textOf(sql), columns));
    }

    /**
     * Adds an update, or an upsert with a condition, that has to write all of its rows. Whether it does is checked by the
     * database, so that nothing is committed otherwise: the script then fails with a division by zero.
     *
     * @param rows the number of rows it has to write
     */
    public void update(String sql, int rows, Consumer<Columns> filling) {
        add(
                "with updated as (" + sql + " returning 1) select 1 / (count(*) = ?::text::bigint)::int from updated",
                columns -> {
                    filling.accept(columns);
                    columns.text(Integer.toString(rows));
                });
    }

    /** Runs them all. */
    public void execute(Connection connection) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(connection, Stream.empty())) {
            statement.execute();
        }
    }

    /** A statement that runs them all and commits, in one round trip. PostgreSQL knows nothing of it yet. */
    PreparedStatement committing(Connection connection) throws SQLException {
        return prepare(connection, Stream.of(COMMIT));
    }

    private PreparedStatement prepare(Connection connection, Stream<String> end) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(
                Stream.concat(parts.stream().map(Part::sql), end).collect(Collectors.joining(";\n")));
        int index = 1;
        for (Part part : parts) {
            index = part.columns().bind(connection, statement, index);
        }
        return statement;
    }
}
