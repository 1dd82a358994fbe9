package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.RewardId;

/** Reads where the units of rewards are, as last committed. */
@Singleton
public final class StockLevels {

    /**
     * Where the units of one reward are.
     *
     * @param onShelf units that can be reserved; always zero for rewards without stock
     * @param reserved units reserved for open redemptions
     * @param handedOut units of collected redemptions
     */
    public record Level(long onShelf, long reserved, long handedOut) {
        static final Level NONE = new Level(0, 0, 0);
    }

    private final Snapshots snapshots;

    StockLevels(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /** Reads the levels of several rewards of one community in one query. Rewards that never moved have zeros. */
    public Map<RewardId, Level> of(UUID communityId, Collection<RewardId> rewardIds) {
        Map<RewardId, Level> levels = new HashMap<>();
        rewardIds.forEach(rewardId -> levels.put(rewardId, Level.NONE));
        return snapshots.lookUp(connection -> {
            new SqlQuery("""
                select a.owner,
                       coalesce(sum(a.balance) filter (where a.type = 'shelf'), 0),
                       coalesce(sum(a.balance) filter (where a.type = 'reserved'), 0),
                       coalesce(sum(a.balance) filter (where a.type = 'handed-out'), 0)
                from account a
                where a.community_id = ? and a.owner = any(?)
                group by a.owner
                """, communityId, connection.createArrayOf("uuid", rewardIds.toArray()))
                    .forEach(
                            connection,
                            row -> levels.put(
                                    new RewardId(row.getObject(1, UUID.class)),
                                    new Level(row.getLong(2), row.getLong(3), row.getLong(4))));
            return levels;
        });
    }
}
