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
 * Rows of a feature that operations read, and may change, in the same database transaction as the books. All rows a
 * batch needs are loaded by one statement and all changed ones saved by one, so an implementation works on sets
 * (unnest), never row by row.
 *
 * @param <K> key of a row within its community
 * @param <R> the row, immutable
 */
public interface Table<K, R> {

    /** A row's key with its community. */
    record RowKey<K>(UUID communityId, K key) {}

    /**
     * Asks for the rows there are among {@code keys}, and hands each of them to {@code found}. The look-ups are run while the
     * books of their communities are locked.
     */
    void load(Lookups lookups, Set<RowKey<K>> keys, BiConsumer<RowKey<K>, R> found);

    /** The rows there are among {@code keys}, for whoever reads them without the books. */
    default Map<RowKey<K>, R> read(Connection connection, Set<RowKey<K>> keys) throws SQLException {
        Map<RowKey<K>, R> rows = new HashMap<>();
        Lookups lookups = new Lookups();
        load(lookups, keys, rows::put);
        lookups.run(connection);
        return rows;
    }

    /**
     * Adds what saves rows that operations put: inserts new ones, updates the others. Tables that are only read have nothing
     * to do.
     */
    default void save(Script script, Collection<Map.Entry<RowKey<K>, R>> changed) {
        throw new UnsupportedOperationException(getClass().getName() + " is only read");
    }
}
