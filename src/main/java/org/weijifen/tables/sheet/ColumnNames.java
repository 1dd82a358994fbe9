package org.weijifen.tables.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that a table may have, by each of their names. */
final class ColumnNames {
    /** How surely a heading means a column. */
    enum Strength {
        SURE,
        /** It does where the column has no other heading. */
        ALTERNATIVE,
        /** Nobody can tell. */
        DOUBTFUL
    }

    /** A column that a heading may mean. */
    record Meaning(Column column, Strength strength) {}

    private static final Pattern NOTED = Pattern.compile("([^(\\[【〔{]+)[(\\[【〔{](.+)[)\\]】〕}]");
    /** {@code 成本/元}; the part after the stroke may also belong to the name. */
    private static final Pattern PER = Pattern.compile("([^/]+)/([^/]+)");
    /** Notes about how to fill in a column. They do not describe its content. */
    private static final Pattern INSTRUCTION =
            Pattern.compile("(必填|选填|非必填|可选|可空|可不填|请|如|例|格式|注|文本|required|optional" + "|e\\.?g|\\d+位|text).*");

    private static final int LEAST_HEADINGS = 3;

    private final List<Column> columns;
    private final Map<String, List<Meaning>> byName = new HashMap<>();

    /** @throws IllegalArgumentException if two columns share a name */
    ColumnNames(List<Column> columns) {
        this.columns = List.copyOf(columns);
        for (Column column : columns) {
            add(Strength.SURE, column, Stream.concat(Stream.of(column.key()), column.headings().stream()));
            add(Strength.ALTERNATIVE, column, column.alternatives().stream());
            add(Strength.DOUBTFUL, column, column.doubtful().stream());
        }
    }

    private void add(Strength strength, Column column, Stream<String> names) {
        names.map(CellText::heading).distinct().forEach(name -> {
            List<Meaning> meanings = byName.computeIfAbsent(name, any -> new ArrayList<>());
            meanings.stream()
                    .filter(other -> strength == Strength.SURE && other.strength() == strength)
                    .filter(other -> !other.column().noteNeeded() && !column.noteNeeded())
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalArgumentException("%s names both %s and %s"
                                .formatted(name, other.column().key(), column.key()));
                    });
            meanings.add(new Meaning(column, strength));
        });
    }

    List<Column> columns() {
        return columns;
    }

    /** The possible meanings of a heading, one entry for each column. */
    List<Meaning> meanings(String heading) {
        String name = CellText.heading(heading).replaceFirst(":+$", "");
        List<Meaning> bare = byName.getOrDefault(name, List.of()).stream()
                .filter(meaning -> !meaning.column().noteNeeded()
                        || CellText.heading(meaning.column().key()).equals(name))
                .toList();
        if (!bare.isEmpty()) {
            return oneEach(bare.stream());
        }
        Matcher noted = NOTED.matcher(name);
        if (noted.matches()) {
            return oneEach(noted(noted.group(1), noted.group(2).replaceFirst("^单位:(?=.)", "")));
        }
        Matcher per = PER.matcher(name);
        return per.matches()
                ? oneEach(noted(per.group(1), per.group(2)).filter(meaning -> meaning.strength() != Strength.DOUBTFUL))
                : List.of();
    }

    /** A note that none of the columns has may change what the heading means. */
    private Stream<Meaning> noted(String base, String note) {
        List<Meaning> meanings = byName.getOrDefault(base, List.of());
        List<Meaning> understood = meanings.stream()
                .filter(meaning -> isOwn(meaning.column(), note)
                        || !meaning.column().noteNeeded()
                                && INSTRUCTION.matcher(note).matches())
                .toList();
        return understood.isEmpty()
                ? meanings.stream().map(meaning -> new Meaning(meaning.column(), Strength.DOUBTFUL))
                : understood.stream();
    }

    private static boolean isOwn(Column column, String note) {
        Set<String> notes = column.notes();
        return notes.stream().map(CellText::heading).anyMatch(note::equals);
    }

    private static List<Meaning> oneEach(Stream<Meaning> meanings) {
        Map<Column, Meaning> strongest = new LinkedHashMap<>();
        meanings.forEach(meaning -> strongest.merge(
                meaning.column(),
                meaning,
                (one, other) -> one.strength().compareTo(other.strength()) <= 0 ? one : other));
        return List.copyOf(strongest.values());
    }

    /** Whether a cell would head a column. */
    boolean has(Cell cell) {
        return meanings(cell.text()).stream().anyMatch(meaning -> meaning.strength() != Strength.DOUBTFUL);
    }

    /** How many different columns a row would head. */
    int recognised(RawRow row) {
        return headed(row).size();
    }

    /**
     * Whether a row heads a table by itself: it has the columns that are needed, and is no line of a form, such as a number and
     * a day beside their words.
     */
    boolean suffices(RawRow row) {
        Set<Column> headed = headed(row);
        boolean isForm =
                headed.size() < LEAST_HEADINGS && row.cells().stream().anyMatch(cell -> cell != null && !has(cell));
        return headed.size() > 1
                && !isForm
                && columns.stream().filter(Column::required).allMatch(headed::contains);
    }

    private Set<Column> headed(RawRow row) {
        return row.cells().stream()
                .filter(Objects::nonNull)
                .flatMap(cell -> meanings(cell.text()).stream()
                        .filter(meaning -> meaning.strength() != Strength.DOUBTFUL)
                        .map(Meaning::column)
                        .limit(1))
                .collect(Collectors.toSet());
    }
}
