package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;
import org.weijifen.platform.id.StationId;

/**
 * The stations that can't be retired now, because units are there or a stocktake is open. {@link WaitingStations} has
 * the stations that other features need. There is a row for each of them. An operation that brings units to a station
 * puts its row, so that later operations of the same batch see it. An operation that takes all units away is seen only
 * by the next batch. That is sufficient, because no operation of a batch is answered before its commit.
 */
@Singleton
final class StationUse implements DerivedTable<StationId, Boolean> {

    @Override
    public void load(Lookups lookups, Set<RowKey<StationId>> keys, BiConsumer<RowKey<StationId>, Boolean> found) {
        lookups.add(
                """
                select n.community_id, n.id from :rows(id)
                where exists (select 1 from account a
                        where a.community_id = n.community_id and a.station = n.id and a.balance <> 0)
                   or exists (select 1 from stocktake t
                        where t.community_id = n.community_id and t.station_id = n.id and t.status = 'open')
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
