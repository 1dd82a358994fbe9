package org.weijifen.tables.exporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.weijifen.platform.Problems;
import org.weijifen.tables.sheet.OutputColumn;
import org.weijifen.tables.sheet.SheetFormat;

/**
 * One column of an export. Its heading is the message {@code export.column.<key>}.
 *
 * @param key its name in the parameter {@code columns} and in JSON
 * @param type type of its cells
 * @param vocabulary vocabulary of its words: the message of a cell is {@code export.<vocabulary>.<code>}; else null
 * @param byDefault whether it is included when no columns are requested
 */
record ExportColumn(String key, Type type, String vocabulary, boolean byDefault) {

    /** The type of a column's cells. */
    enum Type {
        TEXT,
        /** A whole number. */
        NUMBER,
        DAY,
        INSTANT,
        /** One of a few codes, which tables for people put into words. */
        WORD
    }

    static ExportColumn text(String key) {
        return new ExportColumn(key, Type.TEXT, null, true);
    }

    static ExportColumn number(String key) {
        return new ExportColumn(key, Type.NUMBER, null, true);
    }

    static ExportColumn day(String key) {
        return new ExportColumn(key, Type.DAY, null, true);
    }

    static ExportColumn instant(String key) {
        return new ExportColumn(key, Type.INSTANT, null, true);
    }

    static ExportColumn word(String key, String vocabulary) {
        return new ExportColumn(key, Type.WORD, vocabulary, true);
    }

    /** The same, included only on request. */
    ExportColumn onRequest() {
        return new ExportColumn(key, type, vocabulary, false);
    }

    /** The value of a cell: a String, Long, LocalDate or Instant, or null for an empty one. */
    Object read(ResultSet row, int position) throws SQLException {
        return switch (type) {
            case TEXT -> row.getString(position);
            case NUMBER -> row.getObject(position, Long.class);
            case DAY -> row.getObject(position, LocalDate.class);
            case INSTANT -> {
                OffsetDateTime time = row.getObject(position, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case WORD -> codeOf(row.getString(position));
        };
    }

    /** A code as the API writes it. */
    private static String codeOf(String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The column of the output: with codes for programs, with words for people.
     *
     * @param index of its value in a row
     */
    OutputColumn<List<Object>> written(int index, SheetFormat format, Words words) {
        String chinese = Problems.text(Locale.SIMPLIFIED_CHINESE, "export.column." + key);
        String english = Problems.text(Locale.ENGLISH, "export.column." + key);
        return switch (type) {
            case TEXT -> OutputColumn.text(key, chinese, english, row -> (String) row.get(index));
            case NUMBER -> OutputColumn.number(key, chinese, english, row -> (Long) row.get(index));
            case DAY -> OutputColumn.day(key, chinese, english, row -> (LocalDate) row.get(index));
            case INSTANT -> OutputColumn.instant(key, chinese, english, row -> (Instant) row.get(index));
            case WORD ->
                OutputColumn.text(key, chinese, english, row -> {
                    String code = (String) row.get(index);
                    return code == null || format == SheetFormat.JSON ? code : words.of(vocabulary, code);
                });
        };
    }
}
