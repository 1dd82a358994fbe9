package org.weijifen.ledger;

import jakarta.persistence.Column;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.EnumNames;

/**
 * The columns of a table as the components of a record say them: their names in snake case (or as {@link Column} names them),
 * their types by the components' types, enums by their codes. The components of a record within it are columns too.
 *
 * @param <R> the record that describes a row
 */
public final class RecordColumns<R extends Record> {

    /** How the values of one type go to the database and come back. */
    private enum Kind {
        UUIDS("uuid") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.uuids(values.map(UUID.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getObject(index, UUID.class);
            }
        },
        TEXTS("text") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.texts(values.map(String.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getString(index);
            }
        },
        CODES("text") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.texts(values.map(value -> value == null ? null : EnumNames.code((Enum<?>) value)));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                String code = row.getString(index);
                return code == null ? null : EnumNames.constant(type, code);
            }
        },
        INTEGERS("bigint") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.numbers(values.map(value -> value == null ? null : ((Number) value).longValue()));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getObject(index, Integer.class);
            }
        },
        LONGS("bigint") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.numbers(values.map(Long.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getObject(index, Long.class);
            }
        },
        FLAGS("boolean") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.flags(values.map(Boolean.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getObject(index, Boolean.class);
            }
        },
        DAYS("date") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.days(values.map(LocalDate.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return row.getObject(index, LocalDate.class);
            }
        },
        INSTANTS("timestamptz") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.instants(values.map(Instant.class::cast));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
                return time == null ? null : time.toInstant();
            }
        },
        /** Lists of codes, which need no quotes in an array's text. */
        LISTS("text") {
            @Override
            void fill(Columns columns, Stream<Object> values) {
                columns.texts(values.map(value ->
                        ((List<?>) value).stream().map(String.class::cast).collect(Collectors.joining(",", "{", "}"))));
            }

            @Override
            Object read(ResultSet row, int index, Class<?> type) throws SQLException {
                return List.of((String[]) row.getArray(index).getArray());
            }

            @Override
            String selected(String column) {
                return column + "::text[]";
            }
        };

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        abstract void fill(Columns columns, Stream<Object> values);

        abstract Object read(ResultSet row, int index, Class<?> type) throws SQLException;

        /** How a column of an array of parameters becomes that of the table. */
        String selected(String column) {
            return column;
        }

        static Kind of(Class<?> type) {
            if (type.isEnum()) {
                return CODES;
            }
            if (type == UUID.class) {
                return UUIDS;
            }
            if (type == String.class) {
                return TEXTS;
            }
            if (type == int.class || type == Integer.class) {
                return INTEGERS;
            }
            if (type == long.class || type == Long.class) {
                return LONGS;
            }
            if (type == boolean.class || type == Boolean.class) {
                return FLAGS;
            }
            if (type == LocalDate.class) {
                return DAYS;
            }
            if (type == Instant.class) {
                return INSTANTS;
            }
            if (type == List.class) {
                return LISTS;
            }
            throw new IllegalArgumentException("no column for a " + type.getName());
        }
    }

    private record One(String name, Class<?> type, Kind kind, Function<Record, Object> value) {}

    /** Reads a row from its column at an index; answers the index after the last of them. */
    private interface Part {
        Object read(ResultSet row, Cursor cursor) throws SQLException;
    }

    private static final class Cursor {
        private int index;

        Cursor(int index) {
            this.index = index;
        }
    }

    private final List<One> columns = new ArrayList<>();
    private final Part record;

    public RecordColumns(Class<R> type) {
        this.record = describe(type, row -> row);
    }

    /** The names of all columns, each of a table with this alias. */
    public String of(String alias) {
        return joined(column -> alias + "." + column.name());
    }

    /** Their names, as an INSERT lists them. */
    String names() {
        return joined(One::name);
    }

    /** The parameters that {@link #fill} fills. */
    String parameters() {
        return joined(column -> "?::" + column.kind().type + "[]");
    }

    /** The columns of an alias of {@code unnest} over these parameters, as the table has them. */
    String selected(String alias) {
        return joined(column -> column.kind().selected(alias + "." + column.name()));
    }

    /** What sets all but the key to what an INSERT has brought. */
    String updates(String key) {
        return columns.stream()
                .map(One::name)
                .filter(name -> !name.equals(key))
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", "));
    }

    /** Fills one array for each column. */
    void fill(Columns parameters, Collection<? extends R> rows) {
        for (One column : columns) {
            column.kind()
                    .fill(parameters, rows.stream().map(row -> column.value().apply(row)));
        }
    }

    /**
     * Reads a row whose columns stand in their order.
     *
     * @param index of the first of them
     */
    @SuppressWarnings("unchecked") // describe() makes it of the record's own constructor.
    public R read(ResultSet row, int index) throws SQLException {
        return (R) record.read(row, new Cursor(index));
    }

    /** The value of one column of a row. */
    Object value(R row, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .apply(row);
    }

    private String joined(Function<One, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }

    private Part describe(Class<?> type, Function<Record, Record> owner) {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = constructor(type, components);
        List<Part> parts = Arrays.stream(components)
                .map(component -> part(component, owner))
                .toList();
        return (row, cursor) -> {
            Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(row, cursor);
            }
            try {
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no " + type.getSimpleName() + " in a row", e);
            }
        };
    }

    private Part part(RecordComponent component, Function<Record, Record> owner) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        Function<Record, Object> value = row -> value(accessor, owner.apply(row));
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return describe(type, row -> (Record) value.apply(row));
        }
        Kind kind = Kind.of(type);
        columns.add(new One(name(component), type, kind, value));
        return (row, cursor) -> kind.read(row, cursor.index++, type);
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has a constructor of its components", e);
        }
    }

    private static Object value(Method accessor, Record row) {
        try {
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component can always be read", e);
        }
    }

    private static String name(RecordComponent component) {
        Column named = component.getAccessor().getAnnotation(Column.class);
        return named == null || named.name().isEmpty()
                ? component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT)
                : named.name();
    }
}
