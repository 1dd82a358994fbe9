package org.weijifen.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.weijifen.ledger.Table.RowKey;

/**
 * Rows that have numbered lines in a second table. Both are described by records. A query has one row for each line.
 *
 * @param <K> the id of a row
 * @param <R> the row, with its id as the first component
 * @param <L> the line; its first column is never null
 */
public final class LinedRows<K, R extends Record, L extends Record> {
    private static final int FIRST = 2;

    private final RecordColumns<R> columns;
    private final RecordColumns<L> lineColumns;
    private final Function<R, K> id;
    private final Function<R, List<L>> lines;
    private final BiFunction<R, List<L>, R> withLines;
    private final String insert;
    private final String insertLines;

    /**
     * Rows of a table. The table of the lines has its name with {@code _line} behind it.
     *
     * @param withLines adds the lines to a row that was read without them
     */
    public LinedRows(
            Class<R> type,
            Class<L> line,
            String table,
            Function<R, K> id,
            Function<R, List<L>> lines,
            BiFunction<R, List<L>, R> withLines) {
        this.columns = new RecordColumns<>(type);
        this.lineColumns = new RecordColumns<>(line);
        this.id = id;
        this.lines = lines;
        this.withLines = withLines;
        this.insert = columns.insert(table, "community_id");
        this.insertLines = lineColumns.insert(table + "_line", "community_id", table + "_id", "position");
    }

    /** The columns of rows, alias {@code r}, without lines. */
    public String heads() {
        return "r.community_id, " + columns.of("r");
    }

    /** The columns of rows, alias {@code r}, with those of their lines, alias {@code l}. */
    public String whole() {
        return heads() + ", " + lineColumns.of("l");
    }

    /** Reads a row of a query for {@link #heads}. */
    public R head(ResultSet row) throws SQLException {
        return columns.read(row, FIRST);
    }

    /** Reads rows of a query for {@link #whole} that has the lines of a row one after the other. */
    public Map<RowKey<K>, R> read(ResultSet rows) throws SQLException {
        int line = FIRST + columns.size();
        Map<RowKey<UUID>, R> heads = new LinkedHashMap<>();
        Map<RowKey<UUID>, List<L>> found = new LinkedHashMap<>();
        while (rows.next()) {
            RowKey<UUID> key = new RowKey<>(rows.getObject(1, UUID.class), rows.getObject(FIRST, UUID.class));
            if (!heads.containsKey(key)) {
                heads.put(key, head(rows));
                found.put(key, new ArrayList<>());
            }
            if (rows.getObject(line) != null) {
                found.get(key).add(lineColumns.read(rows, line));
            }
        }
        Map<RowKey<K>, R> whole = new LinkedHashMap<>();
        heads.forEach((key, head) ->
                whole.put(new RowKey<>(key.communityId(), id.apply(head)), withLines.apply(head, found.get(key))));
        return whole;
    }

    /**
     * Adds rows without their lines.
     *
     * @param existing the ON CONFLICT clause for rows that are there
     */
    public void addHeads(Script script, Collection<Map.Entry<RowKey<K>, R>> added, String existing) {
        script.add(insert + existing, parameters -> {
            parameters.communities(added.stream().map(entry -> entry.getKey().communityId()));
            columns.fill(parameters, added.stream().map(Map.Entry::getValue).toList());
        });
    }

    /** Adds the lines of rows. */
    public void addLines(Script script, Collection<Map.Entry<RowKey<K>, R>> added, String existing) {
        record Numbered<L>(RowKey<?> row, long position, L line) {}
        List<Numbered<L>> all = new ArrayList<>();
        for (Map.Entry<RowKey<K>, R> entry : added) {
            long position = 0;
            for (L line : lines.apply(entry.getValue())) {
                all.add(new Numbered<>(entry.getKey(), position, line));
                position++;
            }
        }
        if (all.isEmpty()) {
            return;
        }
        script.add(insertLines + existing, parameters -> {
            parameters.communities(all.stream().map(line -> line.row().communityId()));
            parameters.uuids(all.stream().map(line -> line.row().key()));
            parameters.numbers(all.stream().map(Numbered::position));
            lineColumns.fill(parameters, all.stream().map(Numbered::line).toList());
        });
    }
}
