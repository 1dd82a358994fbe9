package org.weijifen.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Transient;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.id.Id;

/**
 * The columns of a table, derived from the components of a record. A column has the component's name in snake case, or
 * the name given by {@link Column}, and the type that belongs to the component's type. Enums are stored by their codes.
 * The components of a nested record are columns too, perhaps {@link Prefixed}. A {@link Transient} component has no
 * column, and is read as an empty list or as false.
 *
 * @param <R> the record that describes a row
 */
public final class RecordColumns<R extends Record> {
    private static final String COMMUNITY = "community_id";

    private interface Reading {
        Object read(ResultSet row, int index, Class<?> type) throws SQLException;
    }

    /** How the values of one type are written and read. */
    private record Kind(BiConsumer<Columns, Stream<Object>> filling, Reading reading) {
        static final Kind CODE = new Kind(
                (columns, values) ->
                        columns.texts(values.map(value -> value == null ? null : EnumNames.code((Enum<?>) value))),
                (row, index, type) -> {
                    String code = row.getString(index);
                    return code == null ? null : EnumNames.constant(type, code);
                });
        /** Lists of codes. Each is quoted, because an unquoted code {@code null} would be read as null. */
        static final Kind LIST = new Kind(
                (columns, values) -> columns.texts(values.map(value -> ((List<?>) value)
                        .stream().map(code -> "\"" + code + "\"").collect(Collectors.joining(",", "{", "}")))),
                (row, index, type) -> List.of((String[]) row.getArray(index).getArray()));

        private static final Kind INTEGER = new Kind(
                (columns, values) ->
                        columns.numbers(values.map(value -> value == null ? null : ((Integer) value).longValue())),
                (row, index, type) -> row.getObject(index, Integer.class));
        private static final Kind FLAG = new Kind(
                (columns, values) -> columns.flags(values.map(Boolean.class::cast)),
                (row, index, type) -> row.getBoolean(index));
        private static final Kind MONTH = new Kind(
                (columns, values) -> columns.days(values.map(month -> ((YearMonth) month).atDay(1))),
                (row, index, type) -> YearMonth.from(row.getObject(index, LocalDate.class)));
        private static final Kind LONG = new Kind(
                (columns, values) -> columns.numbers(values.map(Long.class::cast)),
                (row, index, type) -> row.getObject(index, Long.class));
        private static final Map<Class<?>, Kind> KINDS = Map.of(
                UUID.class,
                new Kind(Columns::uuids, (row, index, type) -> row.getObject(index, UUID.class)),
                String.class,
                new Kind(
                        (columns, values) -> columns.texts(values.map(String.class::cast)),
                        (row, index, type) -> row.getString(index)),
                Integer.class,
                INTEGER,
                Long.class,
                LONG,
                Boolean.class,
                FLAG,
                YearMonth.class,
                MONTH,
                LocalDate.class,
                new Kind(
                        (columns, values) -> columns.days(values.map(LocalDate.class::cast)),
                        (row, index, type) -> row.getObject(index, LocalDate.class)),
                Instant.class,
                new Kind((columns, values) -> columns.instants(values.map(Instant.class::cast)), (row, index, type) -> {
                    OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
                    return time == null ? null : time.toInstant();
                }),
                List.class,
                LIST);

        static Kind of(Class<?> type) {
            Kind kind = type.isEnum()
                    ? CODE
                    : Id.class.isAssignableFrom(type)
                            ? ofIds(type)
                            : KINDS.get(MethodType.methodType(type).wrap().returnType());
            return Objects.requireNonNull(kind, () -> "no column for a " + type.getName());
        }

        private static Kind ofIds(Class<?> type) {
            Function<UUID, Object> maker = Id.maker(type);
            return new Kind(Columns::uuids, (row, index, any) -> maker.apply(row.getObject(index, UUID.class)));
        }
    }

    private record One(String name, Kind kind, Function<Record, Object> value) {}

    /** Reads a part of a row from the current column on. */
    private interface Part {
        Object read(Place place) throws SQLException;
    }

    private static final class Place {
        private final ResultSet row;
        private int index;

        Place(ResultSet row, int index) {
            this.row = row;
            this.index = index;
        }
    }

    private final List<One> columns = new ArrayList<>();
    private final Part whole;

    public RecordColumns(Class<R> type) {
        this.whole = describe(type, "", row -> row);
    }

    /** The names of all columns, with this alias of the table. */
    public String of(String alias) {
        return joined(column -> alias + "." + column.name());
    }

    /** The number of columns. */
    int size() {
        return columns.size();
    }

    /**
     * An INSERT of many rows. Its parameters are one array for each column, as {@link #fill} fills them.
     *
     * @param leading names of columns before those of the record. The column {@code community_id} is the first of all.
     */
    public String insert(String table, String... leading) {
        List<String> names = Stream.concat(
                        Arrays.stream(leading), columns.stream().map(One::name))
                .toList();
        Stream<String> values = Stream.concat(
                Arrays.stream(leading).map(name -> "n." + name),
                columns.stream().map(column -> "n." + column.name() + (column.kind() == Kind.LIST ? "::text[]" : "")));
        return "insert into " + table + " (" + String.join(", ", names) + ") select "
                + values.collect(Collectors.joining(", ")) + " from :rows("
                + names.stream().filter(name -> !name.equals(COMMUNITY)).collect(Collectors.joining(", ")) + ")";
    }

    /** The ON CONFLICT clause that makes an INSERT an upsert: all columns except those of the key are updated. */
    public String orUpdate(String... key) {
        List<String> fixed = List.of(key);
        return " on conflict (" + String.join(", ", fixed) + ") do update set "
                + columns.stream()
                        .map(One::name)
                        .filter(name -> !fixed.contains(name))
                        .map(name -> name + " = excluded." + name)
                        .collect(Collectors.joining(", "));
    }

    /** Fills one array for each column. */
    public void fill(Columns parameters, Collection<? extends R> rows) {
        for (One column : columns) {
            Stream<Object> values = rows.stream().map(row -> column.value().apply(row));
            if (column.name().equals(COMMUNITY)) {
                parameters.communities(values.map(UUID.class::cast));
            } else {
                column.kind().filling().accept(parameters, values);
            }
        }
    }

    /**
     * Reads a row whose columns are in the order of the components.
     *
     * @param index of the first of them
     */
    @SuppressWarnings("unchecked") // describe() uses the record's own constructor.
    public R read(ResultSet row, int index) throws SQLException {
        return (R) whole.read(new Place(row, index));
    }

    /** What reads one column of a row. */
    Function<Record, Object> value(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private String joined(Function<One, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }

    private Part describe(Class<?> type, String prefix, Function<Record, Record> owner) {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = constructor(type, components);
        List<Part> parts = Arrays.stream(components)
                .map(component -> part(component, prefix, owner))
                .toList();
        return place -> {
            Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(place);
            }
            boolean isThere = prefix.isEmpty() || Arrays.stream(values).anyMatch(Objects::nonNull);
            return isThere ? make(constructor, values) : null;
        };
    }

    private Part part(RecordComponent component, String prefix, Function<Record, Record> owner) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        Function<Record, Object> value = row -> value(accessor, owner.apply(row));
        Class<?> type = component.getType();
        if (component.getAccessor().isAnnotationPresent(Transient.class)) {
            Object empty = type == List.class ? List.of() : Boolean.FALSE;
            return place -> empty;
        }
        if (type.isRecord() && !Id.class.isAssignableFrom(type)) {
            String inner = component.isAnnotationPresent(Prefixed.class) ? name(component) + "_" : prefix;
            return describe(type, inner, row -> (Record) value.apply(row));
        }
        Kind kind = Kind.of(type);
        columns.add(new One(prefix + name(component), kind, value));
        return place -> kind.reading().read(place.row, place.index++, type);
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

    private static Object make(Constructor<?> constructor, Object... values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a row makes no " + constructor.getName(), e);
        }
    }

    private static Object value(Method accessor, Record row) {
        try {
            return row == null ? null : accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component can always be read", e);
        }
    }

    private static String name(RecordComponent component) {
        Column named = component.getAccessor().getAnnotation(Column.class);
        return named == null || named.name().isEmpty()
                ? component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT)
                : named.name();
    }
}
