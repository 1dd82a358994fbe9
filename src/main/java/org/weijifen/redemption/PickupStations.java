package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.platform.id.StationId;
import org.weijifen.stock.WaitingStations;

/** The stations where a redemption waits to be collected. */
@Singleton
final class PickupStations implements WaitingStations {

    @Override
    public void load(Lookups lookups, Set<RowKey<StationId>> keys, BiConsumer<RowKey<StationId>, Boolean> found) {
        lookups.add(
                """
                select n.community_id, n.id from :rows(id)
                where exists (select 1 from redemption r
                        where r.community_id = n.community_id and r.station_id = n.id and r.status = 'reserved')
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        found.accept(
                                new RowKey<>(
                                        rows.getObject(1, UUID.class), new StationId(rows.getObject(2, UUID.class))),
                                true);
                    }
                });
    }
}
