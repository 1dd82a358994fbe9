package org.weijifen.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of features' tables in a working copy: the rows that were named, with their changes. */
final class CopiedRows {
    /** Stands for a row that was looked up and does not exist. */
    private static final Object ABSENT = new Object();

    private final Map<Table<?, ?>, Map<Object, Object>> rows = new HashMap<>();
    private final Map<Table<?, ?>, Map<Object, Object>> changed = new LinkedHashMap<>();
    private final Journal journal;

    CopiedRows(Journal journal) {
        this.journal = journal;
    }

    void load(Table<?, ?> table, Object key, Object row) {
        rows.computeIfAbsent(table, any -> new HashMap<>()).put(key, row);
    }

    /** Notes which rows were looked up. Those that are not loaded do not exist. */
    void noteAbsent(Table<?, ?> table, Set<Object> keys) {
        Map<Object, Object> found = rows.computeIfAbsent(table, any -> new HashMap<>());
        keys.forEach(key -> found.putIfAbsent(key, ABSENT));
    }

    boolean isKnown(Table<?, ?> table, Object key) {
        return rows.getOrDefault(table, Map.of()).containsKey(key);
    }

    /** See {@link Books#row}. */
    <K, R> Optional<R> row(Table<K, R> table, K key) {
        if (!isKnown(table, key)) {
            throw new IllegalStateException("no such row of " + table.getClass().getSimpleName() + " was named");
        }
        Object known = rows.get(table).get(key);
        if (known == ABSENT) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // put() and load() only ever store rows of the table's own type.
        R row = (R) known;
        return Optional.of(row);
    }

    <K, R> void put(Table<K, R> table, K key, R row) {
        put(rows.computeIfAbsent(table, any -> new HashMap<>()), key, row);
        put(changed.computeIfAbsent(table, any -> new LinkedHashMap<>()), key, row);
    }

    private void put(Map<Object, Object> map, Object key, Object row) {
        Object before = map.put(key, row);
        journal.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    /** See {@link Books#changed}. */
    <K, R> List<R> changed(Table<K, R> table) {
        @SuppressWarnings("unchecked") // put() only ever stores rows of the table's own type.
        List<R> rowsOfTable =
                (List<R>) List.copyOf(changed.getOrDefault(table, Map.of()).values());
        return rowsOfTable;
    }

    /** The rows that have to be saved. */
    Map<Table<?, ?>, Map<Object, Object>> changed() {
        return changed;
    }
}
