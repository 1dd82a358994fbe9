package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The parameters of a set-based statement: one array for each column, in order. Values may be null. */
public final class Columns {

    /** One array; without a type, a single text. */
    private record Column(String type, Object[] values) {}

    /** A UUID takes 37, numbers fewer. */
    private static final int BYTES_OF_A_VALUE = 40;

    private static final int BYTES_OF_A_CHARACTER = 3;

    private final List<Column> columns = new ArrayList<>();
    private int bytes;

    public void uuids(Stream<UUID> values) {
        add("uuid", values.toArray());
    }

    public void texts(Stream<String> values) {
        add("text", values.toArray());
    }

    public void numbers(Stream<Long> values) {
        add("bigint", values.toArray(Long[]::new));
    }

    public void flags(Stream<Boolean> values) {
        add("boolean", values.toArray());
    }

    public void days(Stream<LocalDate> values) {
        add("date", values.map(day -> day == null ? null : day.toString()).toArray());
    }

    public void instants(Stream<Instant> values) {
        add(
                "timestamptz",
                values.map(instant -> instant == null ? null : instant.toString())
                        .toArray());
    }

    public void bytes(Stream<byte[]> values) {
        add("bytea", values.toArray(byte[][]::new));
    }

    /** A parameter that is no array. */
    public void text(String value) {
        add(null, new Object[] {value});
    }

    /** About how many bytes all columns take on their way to the server, rather more than less. */
    int bytes() {
        return bytes;
    }

    /** Sets the parameters of a statement that has no others. */
    public void bind(Connection connection, PreparedStatement statement) throws SQLException {
        bind(connection, statement, 1);
    }

    /** Sets the parameters of a statement from {@code index} on; answers the index after the last of them. */
    int bind(Connection connection, PreparedStatement statement, int index) throws SQLException {
        int next = index;
        for (Column column : columns) {
            if (column.type() == null) {
                statement.setString(next, (String) column.values()[0]);
            } else {
                statement.setArray(next, connection.createArrayOf(column.type(), column.values()));
            }
            next++;
        }
        return next;
    }

    private void add(String type, Object[] array) {
        columns.add(new Column(type, array));
        for (Object value : array) {
            bytes += BYTES_OF_A_VALUE;
            if (value instanceof String text) {
                bytes += BYTES_OF_A_CHARACTER * text.length();
            } else if (value instanceof byte[] some) {
                bytes += some.length;
            }
        }
    }
}
