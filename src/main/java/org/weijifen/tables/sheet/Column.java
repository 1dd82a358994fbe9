package org.weijifen.tables.sheet;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A column that a table may have, by any of its names: the key, or one of the headings. Names are compared without
 * regard to case, blanks, full-width forms and the asterisk that marks a column as required. A heading may have a note
 * in brackets, such as a unit: one that is not the column's own changes what the heading means.
 *
 * @param key English name in camelCase, as in the API
 * @param headings its usual headings, the most common one first
 * @param alternatives headings that mean it if the table has no other heading for it, and if its cells have the right
 *     content
 * @param doubtful headings that may or may not mean it; a table that has only such a heading is refused
 * @param notes what may stand in brackets behind a heading
 * @param noteNeeded whether a heading means this column only with one of its notes
 * @param holds what its cells hold
 * @param required whether a table without this column, and a row without a value in it, is at fault
 * @param incidental whether the table is accepted although this column is unclear
 */
public record Column(
        String key,
        List<String> headings,
        List<String> alternatives,
        List<String> doubtful,
        Set<String> notes,
        boolean noteNeeded,
        Holds holds,
        boolean required,
        boolean incidental) {
    /** What cells hold, as far as it can be told from a few of them. */
    public enum Holds {
        FIGURES,
        DAYS,
        ANYTHING
    }

    public Column {
        headings = List.copyOf(headings);
        alternatives = List.copyOf(alternatives);
        doubtful = List.copyOf(doubtful);
        notes = Set.copyOf(notes);
    }

    private Column(String key, List<String> headings, boolean required) {
        this(key, headings, List.of(), List.of(), Set.of(), false, Holds.ANYTHING, required, false);
    }

    /** A column that has to be there, with a value in every row. */
    public static Column required(String key, String... headings) {
        return new Column(key, List.of(headings), true);
    }

    /** A column that may be missing, as may the values in it. */
    public static Column optional(String key, String... headings) {
        return new Column(key, List.of(headings), false);
    }

    /** The same column with headings that mean it if it has no other. */
    public Column or(String... more) {
        return new Column(key, headings, List.of(more), doubtful, notes, noteNeeded, holds, required, incidental);
    }

    /** The same column with headings that may or may not mean it. */
    public Column notSurelyBy(String... more) {
        return new Column(key, headings, alternatives, List.of(more), notes, noteNeeded, holds, required, incidental);
    }

    /** The same column with more headings. */
    public Column called(String... more) {
        List<String> all = Stream.concat(headings.stream(), Stream.of(more)).toList();
        return new Column(key, all, alternatives, doubtful, notes, noteNeeded, holds, required, incidental);
    }

    /** The same column with notes that its headings may have. */
    public Column noted(String... more) {
        Set<String> all = new TreeSet<>(notes);
        all.addAll(List.of(more));
        return new Column(key, headings, alternatives, doubtful, all, noteNeeded, holds, required, incidental);
    }

    /** The same column, meant only by a heading with one of its notes. */
    public Column onlyNoted() {
        return new Column(key, headings, alternatives, doubtful, notes, true, holds, required, incidental);
    }

    /** The same column, known to hold this. */
    public Column holding(Holds what) {
        return new Column(key, headings, alternatives, doubtful, notes, noteNeeded, what, required, incidental);
    }

    /** The same column, which has to be there with a value in every row. */
    public Column needed() {
        return new Column(key, headings, alternatives, doubtful, notes, noteNeeded, holds, true, incidental);
    }

    /** The same column, which need not be there, and is passed over where it is unclear. */
    public Column inPassing() {
        return new Column(key, headings, alternatives, List.of(), notes, noteNeeded, holds, false, true);
    }

    /** The same column under another key. */
    public Column as(String otherKey) {
        return new Column(otherKey, headings, alternatives, doubtful, notes, noteNeeded, holds, required, incidental);
    }

    /** How messages name it, in both languages. */
    public String name() {
        return headings.isEmpty() ? key : headings.get(0) + " / " + key;
    }
}
