package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Rows of a feature that operations read or change in the same database transaction as the books. One statement loads
 * all rows that a batch needs, and one saves all changed rows. So an implementation works on sets (unnest), never row
 * by row.
 *
 * @param <K> key of a row within its community
 * @param <R> the row, immutable
 */
public interface Table<K, R> {

    /** A row's key with its community. */
    record RowKey<K>(UUID communityId, K key) {}

    /**
     * Adds the look-up of the rows with these {@code keys}, and passes each existing row to {@code found}. The look-ups
     * run while the books of their communities are locked.
     */
    void load(Lookups lookups, Set<RowKey<K>> keys, BiConsumer<RowKey<K>, R> found);

    /** Reads the existing rows with these {@code keys}, without the lock of the books. */
    default Map<RowKey<K>, R> read(Connection connection, Set<RowKey<K>> keys) throws SQLException {
        Map<RowKey<K>, R> rows = new HashMap<>();
        Lookups lookups = new Lookups();
        load(lookups, keys, rows::put);
        lookups.run(connection);
        return rows;
    }

    /**
     * Adds the statements that save the rows operations have put: new rows are inserted, others updated. Tables that
     * are only read do nothing here.
     */
    default void save(Script script, Collection<Map.Entry<RowKey<K>, R>> changed) {
        throw new UnsupportedOperationException(getClass().getName() + " is only read");
    }
}
