package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Statements that write. The driver sends them in a pipeline, so that together they cost one round trip. They take
 * effect in order. When one fails, those after it do nothing.
 */
public final class Script {

    private record Part(String sql, int rows, Columns columns) {}

    private static final int ANY = -1;

    private final List<Part> parts = new ArrayList<>();

    /**
     * Adds a statement that returns no rows.
     *
     * @param rows the number of rows it has to write
     */
    public void add(String sql, int rows, Consumer<Columns> filling) {
        Columns columns = new Columns();
        filling.accept(columns);
        parts.add(new Part(sql, rows, columns));
    }

    /** Adds a statement that may write fewer rows, because some exist already. */
    public void add(String sql, Consumer<Columns> filling) {
        add(sql, ANY, filling);
    }

    /**
     * Runs them all.
     *
     * @throws IllegalStateException when a statement wrote a wrong number of rows
     */
    public void execute(Connection connection) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        String sql = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Part part : parts) {
                index = part.columns().bind(connection, statement, index);
            }
            statement.execute();
            for (Part part : parts) {
                int written = statement.getUpdateCount();
                if (part.rows() != ANY && written != part.rows()) {
                    throw new IllegalStateException(written + " rows were written instead of " + part.rows());
                }
                statement.getMoreResults();
            }
        }
    }
}
