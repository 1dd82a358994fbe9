package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;

/**
 * The number of stations of a community, by its id. An operation that adds a station puts the new number, so that later
 * operations of the same batch see it.
 */
@Singleton
final class StationCount implements DerivedTable<UUID, Long> {

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, Long> found) {
        lookups.add("""
                select n.community_id, (select count(*) from station s where s.community_id = n.community_id)
                from :rows()
                """, columns -> columns.communities(keys.stream().map(RowKey::communityId)), rows -> {
            while (rows.next()) {
                UUID communityId = rows.getObject(1, UUID.class);
                found.accept(new RowKey<>(communityId, communityId), rows.getLong(2));
            }
        });
    }
}
