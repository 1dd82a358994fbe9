package org.weijifen.sheet;

import java.util.List;

/**
 * A column that a table may have, by any of its names: the key, or one of the headings. Names are compared without regard
 * to case, blanks, full-width forms and the asterisk that marks a column as required.
 *
 * @param key English name in camelCase, as in the API
 * @param headings what people call it, the usual word first
 * @param required whether a table without this column, and a row without a value in it, is at fault
 */
public record Column(String key, List<String> headings, boolean required) {
    public Column {
        headings = List.copyOf(headings);
    }

    /** A column that has to be there, with a value in every row. */
    public static Column required(String key, String... headings) {
        return new Column(key, List.of(headings), true);
    }

    /** A column that may be missing, as may the values in it. */
    public static Column optional(String key, String... headings) {
        return new Column(key, List.of(headings), false);
    }

    /** How messages name it, in both languages. */
    String name() {
        return headings.isEmpty() ? key : headings.get(0) + " / " + key;
    }
}
