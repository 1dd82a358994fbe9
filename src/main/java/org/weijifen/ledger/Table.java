package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

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

    /** Loads the rows there are among {@code keys}. Called while the books of their communities are locked. */
    Map<RowKey<K>, R> load(Connection connection, Set<RowKey<K>> keys) throws SQLException;

    /** Saves rows that operations put: inserts new ones, updates the others. Tables that are only read have nothing to do. */
    default void save(Connection connection, Collection<Map.Entry<RowKey<K>, R>> changed) throws SQLException {
        throw new UnsupportedOperationException(getClass().getName() + " is only read");
    }
}
