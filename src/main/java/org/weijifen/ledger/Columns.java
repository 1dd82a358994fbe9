package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;

/** Sets the parameters of a set-based statement: one array for each column, in order. Values may be null. */
public final class Columns {
    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    public Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    public void uuids(Stream<UUID> values) throws SQLException {
        set("uuid", values.toArray());
    }

    public void texts(Stream<String> values) throws SQLException {
        set("text", values.toArray());
    }

    public void numbers(Stream<Long> values) throws SQLException {
        set("bigint", values.toArray(Long[]::new));
    }

    public void flags(Stream<Boolean> values) throws SQLException {
        set("boolean", values.toArray());
    }

    public void days(Stream<LocalDate> values) throws SQLException {
        set("date", values.map(day -> day == null ? null : day.toString()).toArray());
    }

    public void instants(Stream<Instant> values) throws SQLException {
        set(
                "timestamptz",
                values.map(instant -> instant == null ? null : instant.toString())
                        .toArray());
    }

    private void set(String type, Object[] values) throws SQLException {
        index++;
        statement.setArray(index, connection.createArrayOf(type, values));
    }
}
