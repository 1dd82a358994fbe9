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
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.weijifen.platform.id.Id;

/**
 * The parameters of a set-based statement: one array for each column, in order. Values may be null.
 *
 * <p>In the text of a statement, {@code :rows(a, b)} stands for rows of arrays, with the alias {@code n}. When its first
 * column is {@link #communities}, the rows have a column {@code community_id} too. It is a single value when all rows are
 * about one community. A distributed database needs the value to know where the rows of the other tables are.
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

    private static final Pattern PARAMETER = Pattern.compile("\\?|:rows\\(([^)]*)\\)");

    /** The texts of statements with their rows written out. There are as many as statements in the code, in two forms each. */
    private static final Map<Text, String> WRITTEN_OUT = new ConcurrentHashMap<>();

    private record Text(String sql, boolean oneCommunity) {}

    /**
     * A parameter as it is sent. Only a parameter of type text may be a single value and no array.
     *
     * @param name of the type of a value
     */
    private record Column(int type, String name, byte[] value) {}

    private final List<Column> columns = new ArrayList<>();
    private final Map<Column, UUID> communities = new IdentityHashMap<>();

    /** The communities of the rows. There has to be a row: without one no server could be asked. */
    public void communities(Stream<UUID> values) {
        List<UUID> all = values.toList();
        uuids(all.stream());
        UUID first = all.get(0);
        communities.put(
                columns.get(columns.size() - 1), all.stream().allMatch(one -> one.equals(first)) ? first : null);
    }

    /** UUIDs, or ids of any kind. */
    public void uuids(Stream<?> values) {
        add(Oid.UUID, Oid.UUID_ARRAY, "uuid", values.map(value -> (UUID) Id.plain(value)), value -> ByteBuffer.allocate(
                        2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
    }

    public void texts(Stream<String> values) {
        add(Oid.TEXT, Oid.TEXT_ARRAY, "text", values, Columns::utf8);
    }

    public void numbers(Stream<Long> values) {
        add(Oid.INT8, Oid.INT8_ARRAY, "bigint", values, Columns::number);
    }

    public void flags(Stream<Boolean> values) {
        add(Oid.BOOL, Oid.BOOL_ARRAY, "boolean", values, value -> new byte[] {(byte) (value ? 1 : 0)});
    }

    public void days(Stream<LocalDate> values) {
        add(Oid.DATE, Oid.DATE_ARRAY, "date", values, value -> ByteBuffer.allocate(Integer.BYTES)
                .putInt(Math.toIntExact(FIRST_DAY.until(value, ChronoUnit.DAYS)))
                .array());
    }

    public void instants(Stream<Instant> values) {
        add(
                Oid.TIMESTAMPTZ,
                Oid.TIMESTAMPTZ_ARRAY,
                "timestamptz",
                values,
                value -> number(FIRST_INSTANT.until(value, ChronoUnit.MICROS)));
    }

    public void bytes(Stream<byte[]> values) {
        add(Oid.BYTEA, Oid.BYTEA_ARRAY, "bytea", values, Function.identity());
    }

    /** A parameter that is no array. */
    public void text(String value) {
        columns.add(new Column(Oid.TEXT, "text", utf8(value)));
    }

    /** The number of bytes that all columns take when they are sent. */
    int bytes() {
        return columns.stream().mapToInt(column -> column.value().length).sum();
    }

    /** Whether rows are about communities, and all of them about one. */
    private boolean isOfOneCommunity() {
        return !communities.isEmpty() && communities.values().stream().allMatch(Objects::nonNull);
    }

    /** The text of a statement for these parameters. */
    String textOf(String sql) {
        return WRITTEN_OUT.computeIfAbsent(new Text(sql, isOfOneCommunity()), this::writeOut);
    }

    private String writeOut(Text text) {
        Iterator<Column> next = columns.iterator();
        return PARAMETER.matcher(text.sql()).replaceAll(found -> {
            if (found.group(1) == null) {
                next.next();
                return "?";
            }
            List<String> names = found.group(1).isEmpty()
                    ? List.of()
                    : List.of(found.group(1).split(",\\s*"));
            Column first = next.next();
            if (!communities.containsKey(first)) {
                return rows(Stream.concat(Stream.of(first), take(next, names.size() - 1)), names);
            }
            List<Column> others = take(next, names.size()).toList();
            if (text.oneCommunity()) {
                return ofOneCommunity(text.sql().contains("insert into "), others, names);
            }
            return rows(
                    Stream.concat(Stream.of(first), others.stream()),
                    Stream.concat(Stream.of("community_id"), names.stream()).toList());
        });
    }

    private static Stream<Column> take(Iterator<Column> columns, int count) {
        return Stream.generate(columns::next).limit(count);
    }

    private static String rows(Stream<Column> columns, List<String> names) {
        return "unnest(" + columns.map(column -> "?::" + column.name() + "[]").collect(Collectors.joining(", "))
                + ") as n(" + String.join(", ", names) + ")";
    }

    /**
     * Rows of one community. A distributed database inserts rows without a detour when they are joined with a row of a
     * table that is distributed alike, such as that of the books.
     */
    private static String ofOneCommunity(boolean inserted, List<Column> others, List<String> names) {
        if (others.isEmpty()) {
            return "(select ?::uuid as community_id) as n";
        }
        String rows = rows(others.stream(), names);
        return inserted
                ? "(select b.community_id, n.* from (select ?::uuid as id) c join book b on b.community_id = c.id cross join "
                        + rows + ") as n"
                : "(select ?::uuid as community_id, n.* from " + rows + ") as n";
    }

    /**
     * Sets the parameters of a statement from {@code index} on, as {@link #textOf} has them. Returns the index after the
     * last of them.
     */
    int bind(Connection connection, PreparedStatement statement, int index) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        boolean ofOne = isOfOneCommunity();
        int next = index;
        for (Column column : columns) {
            if (column.type() == Oid.TEXT) {
                statement.setString(next, new String(column.value(), StandardCharsets.UTF_8));
            } else if (ofOne && communities.containsKey(column)) {
                statement.setObject(next, communities.get(column));
            } else {
                statement.setArray(next, new PgArray(driver, column.type(), column.value()));
            }
            next++;
        }
        return next;
    }

    private <T> void add(int type, int arrayType, String name, Stream<T> values, Function<T, byte[]> encode) {
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
        columns.add(new Column(arrayType, name, array.array()));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
