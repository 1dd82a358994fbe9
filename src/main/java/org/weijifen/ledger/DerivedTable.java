package org.weijifen.ledger;

import java.util.Collection;
import java.util.Map;

/**
 * Rows that follow from other rows. Operations put what they have changed of them, so that later operations of the same
 * batch see it. There is nothing to save, because the other rows are saved.
 *
 * @param <K> key of a row within its community
 * @param <R> the row, immutable
 */
public interface DerivedTable<K, R> extends Table<K, R> {
    @Override
    default void save(Script script, Collection<Map.Entry<RowKey<K>, R>> changed) {}
}
