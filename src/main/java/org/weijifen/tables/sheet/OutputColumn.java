package org.weijifen.tables.sheet;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.weijifen.platform.ProblemException;

/**
 * A column of a table that is written. Its value may be null in any row.
 *
 * @param key English name in camelCase, as in the API: the name in JSON, and the one by which columns are picked
 * @param chinese heading in Chinese
 * @param english heading in English
 * @param type of its values
 * @param value where they are in a row: a {@link String}, {@link Long}, {@link LocalDate} or {@link Instant}
 * @param <T> the rows
 */
public record OutputColumn<T>(String key, String chinese, String english, Type type, Function<? super T, ?> value) {
    /** The type of the values of a column. */
    public enum Type {
        TEXT,
        NUMBER,
        DAY,
        INSTANT
    }

    /** A column of texts; outside JSON without blanks at their ends. */
    public static <T> OutputColumn<T> text(
            String key, String chinese, String english, Function<? super T, String> value) {
        return new OutputColumn<>(key, chinese, english, Type.TEXT, value);
    }

    /** A column of whole numbers. */
    public static <T> OutputColumn<T> number(
            String key, String chinese, String english, Function<? super T, Long> value) {
        return new OutputColumn<>(key, chinese, english, Type.NUMBER, value);
    }

    /** A column of days. */
    public static <T> OutputColumn<T> day(
            String key, String chinese, String english, Function<? super T, LocalDate> value) {
        return new OutputColumn<>(key, chinese, english, Type.DAY, value);
    }

    /** A column of instants: RFC 3339 in UTC in JSON, the local time to the second elsewhere. */
    public static <T> OutputColumn<T> instant(
            String key, String chinese, String english, Function<? super T, Instant> value) {
        return new OutputColumn<>(key, chinese, english, Type.INSTANT, value);
    }

    /**
     * The selected columns, in that order.
     *
     * @param all the columns there are
     * @param keys keys with commas between them; null or blank for all columns
     * @throws ProblemException {@code validation_failed} with field {@code columns} for a key that is unknown or
     *     repeated
     */
    public static <T> List<OutputColumn<T>> pick(List<OutputColumn<T>> all, String keys) {
        if (keys == null || keys.isBlank()) {
            return List.copyOf(all);
        }
        Map<String, OutputColumn<T>> byKey =
                all.stream().collect(Collectors.toMap(OutputColumn::key, Function.identity()));
        List<OutputColumn<T>> picked = Arrays.stream(keys.split(",", -1))
                .map(String::strip)
                .map(key -> {
                    if (!byKey.containsKey(key)) {
                        throw ProblemException.field(
                                "columns", "unknown_column", String.join(", ", new TreeSet<>(byKey.keySet())));
                    }
                    return byKey.get(key);
                })
                .toList();
        if (picked.stream().distinct().count() < picked.size()) {
            throw ProblemException.field("columns", "duplicate");
        }
        return picked;
    }

    /** The heading in a language: English when that is it, else Chinese. */
    public String heading(Locale language) {
        return language.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? english : chinese;
    }

    /** The column by which a table that was written is read again: optional, with all the names it has here. */
    public Column reading() {
        return Column.optional(key, chinese, english);
    }

    Object value(T row) {
        return value.apply(row);
    }
}
