package org.weijifen.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * One column of an export. Its heading is the message {@code export.column.<key>}.
 *
 * @param key its name in the parameter {@code columns} and in JSON
 * @param type what its cells hold
 * @param vocabulary of a word: the message of a cell is {@code export.<vocabulary>.<code>}; else null
 * @param byDefault whether it is there when no columns are asked for
 */
record Column(String key, Type type, String vocabulary, boolean byDefault) {

    /** What the cells of a column hold. */
    enum Type {
        TEXT,
        /** A whole number. */
        NUMBER,
        DAY,
        INSTANT,
        /** One of a few codes, which tables for people put into words. */
        WORD
    }

    /** A code out of a vocabulary. */
    record Word(String vocabulary, String code) {}

    static Column text(String key) {
        return new Column(key, Type.TEXT, null, true);
    }

    static Column number(String key) {
        return new Column(key, Type.NUMBER, null, true);
    }

    static Column day(String key) {
        return new Column(key, Type.DAY, null, true);
    }

    static Column instant(String key) {
        return new Column(key, Type.INSTANT, null, true);
    }

    static Column word(String key, String vocabulary) {
        return new Column(key, Type.WORD, vocabulary, true);
    }

    /** The same, there only when it is asked for. */
    Column onRequest() {
        return new Column(key, type, vocabulary, false);
    }

    /** The value of a cell: a String, Long, LocalDate, Instant or {@link Word}, or null for an empty one. */
    Object read(ResultSet row, int position) throws SQLException {
        return switch (type) {
            case TEXT -> row.getString(position);
            case NUMBER -> row.getObject(position, Long.class);
            case DAY -> row.getObject(position, LocalDate.class);
            case INSTANT -> {
                OffsetDateTime time = row.getObject(position, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case WORD -> {
                String name = row.getString(position);
                yield name == null ? null : new Word(vocabulary, codeOf(name));
            }
        };
    }

    /** A code as the API writes it, however its table keeps it. */
    private static String codeOf(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
