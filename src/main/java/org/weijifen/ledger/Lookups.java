package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.weijifen.platform.TransactionSettings;

/**
 * Statements that look up rows. They are sent together and cost one round trip. Each of them sees the effects of those
 * before it, such as a lock.
 */
public final class Lookups {
    /**
     * Most bytes that are sent together, but for a single statement. The driver reads no answer before it has sent
     * everything. As long as everything fits into the network buffers (at least 64 KiB), driver and server cannot wait
     * for each other.
     */
    private static final int MOST_BYTES_TOGETHER = 50_000;

    /** Reads the rows of one statement. */
    public interface Reading {
        void read(ResultSet rows) throws SQLException;
    }

    private record Part(String sql, Columns columns, Reading reading) {
        int bytes() {
            return sql.length() + columns.bytes();
        }
    }

    private final List<Part> parts = new ArrayList<>();

    /** Look-ups in a transaction that has the settings for them. */
    public Lookups() {}

    /**
     * The first look-ups of a transaction. They make its settings first, see {@link TransactionSettings#FOR_LOOKUPS}.
     *
     * @param statementTimeout the longest a statement of the transaction may take
     */
    public Lookups(Duration statementTimeout) {
        add(
                TransactionSettings.FOR_LOOKUPS,
                columns -> columns.text(Long.toString(statementTimeout.toMillis())),
                settings -> {});
    }

    /** Adds a statement with the code that fills its parameters and the code that reads its rows. */
    public void add(String sql, Consumer<Columns> filling, Reading reading) {
        Columns columns = new Columns();
        filling.accept(columns);
        parts.add(new Part(columns.textOf(sql), columns, reading));
    }

    /** Runs them all, in order, in as few round trips as possible. */
    public void run(Connection connection) throws SQLException {
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (i > from && bytes + parts.get(i).bytes() > MOST_BYTES_TOGETHER) {
                run(connection, parts.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += parts.get(i).bytes();
        }
        if (from < parts.size()) {
            run(connection, parts.subList(from, parts.size()));
        }
    }

    private static void run(Connection connection, List<Part> together) throws SQLException {
        String sql = together.stream().map(Part::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (Part part : together) {
                index = part.columns().bind(connection, statement, index);
            }
            statement.execute();
            for (Part part : together) {
                try (ResultSet rows = statement.getResultSet()) {
                    part.reading().read(rows);
                }
                statement.getMoreResults();
            }
        }
    }
}
