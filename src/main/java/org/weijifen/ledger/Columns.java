package org.weijifen.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.weijifen.platform.id.Id;

/**
 * The parameters of a set-based statement: one array for each column, in order. Values may be null.
 *
 * <p>Arrays are sent in the binary form that PostgreSQL's functions {@code array_recv}, {@code uuid_recv} and so on
 * read. The driver would send most of them as text, which costs both sides more time than everything else about a row.
 */
public final class Columns {
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final Instant FIRST_INSTANT = Instant.parse("2000-01-01T00:00:00Z");

    /** Number of dimensions, whether there are nulls, type of the elements, number of the elements, index of the first. */
    private static final int HEADER_BYTES = 5 * Integer.BYTES;

    private static final int LENGTH_OF_NULL = -1;

    /** A parameter as it is sent. Only a parameter of type text may be a single value and no array. */
    private record Column(int type, byte[] value) {}

    private final List<Column> columns = new ArrayList<>();

    /** UUIDs, or ids of any kind. */
    public void uuids(Stream<?> values) {
        add(Oid.UUID, Oid.UUID_ARRAY, values.map(value -> (UUID) Id.plain(value)), value -> ByteBuffer.allocate(
                        2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
    }

    public void texts(Stream<String> values) {
        add(Oid.TEXT, Oid.TEXT_ARRAY, values, Columns::utf8);
    }

    public void numbers(Stream<Long> values) {
        add(Oid.INT8, Oid.INT8_ARRAY, values, Columns::number);
    }

    public void flags(Stream<Boolean> values) {
        add(Oid.BOOL, Oid.BOOL_ARRAY, values, value -> new byte[] {(byte) (value ? 1 : 0)});
    }

    public void days(Stream<LocalDate> values) {
        add(Oid.DATE, Oid.DATE_ARRAY, values, value -> ByteBuffer.allocate(Integer.BYTES)
                .putInt(Math.toIntExact(FIRST_DAY.until(value, ChronoUnit.DAYS)))
                .array());
    }

    public void instants(Stream<Instant> values) {
        add(
                Oid.TIMESTAMPTZ,
                Oid.TIMESTAMPTZ_ARRAY,
                values,
                value -> number(FIRST_INSTANT.until(value, ChronoUnit.MICROS)));
    }

    public void bytes(Stream<byte[]> values) {
        add(Oid.BYTEA, Oid.BYTEA_ARRAY, values, Function.identity());
    }

    /** A parameter that is no array. */
    public void text(String value) {
        columns.add(new Column(Oid.TEXT, utf8(value)));
    }

    /** The number of bytes that all columns take when they are sent. */
    int bytes() {
        return columns.stream().mapToInt(column -> column.value().length).sum();
    }

    /** Sets the parameters of a statement that has no others. */
    public void bind(Connection connection, PreparedStatement statement) throws SQLException {
        bind(connection, statement, 1);
    }

    /** Sets the parameters of a statement from {@code index} on. Returns the index after the last of them. */
    int bind(Connection connection, PreparedStatement statement, int index) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        int next = index;
        for (Column column : columns) {
            if (column.type() == Oid.TEXT) {
                statement.setString(next, new String(column.value(), StandardCharsets.UTF_8));
            } else {
                statement.setArray(next, new PgArray(driver, column.type(), column.value()));
            }
            next++;
        }
        return next;
    }

    private <T> void add(int type, int arrayType, Stream<T> values, Function<T, byte[]> encode) {
        byte[][] encoded =
                values.map(value -> value == null ? null : encode.apply(value)).toArray(byte[][]::new);
        int length = HEADER_BYTES;
        boolean nulls = false;
        for (byte[] one : encoded) {
            length += Integer.BYTES + (one == null ? 0 : one.length);
            nulls |= one == null;
        }
        ByteBuffer array = ByteBuffer.allocate(length);
        array.putInt(1)
                .putInt(nulls ? 1 : 0)
                .putInt(type)
                .putInt(encoded.length)
                .putInt(1);
        for (byte[] one : encoded) {
            if (one == null) {
                array.putInt(LENGTH_OF_NULL);
            } else {
                array.putInt(one.length).put(one);
            }
        }
        columns.add(new Column(arrayType, array.array()));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
