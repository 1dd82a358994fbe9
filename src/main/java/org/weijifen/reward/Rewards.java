package org.weijifen.reward;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Table;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The rewards as operations read them, keyed by their ids. */
@Singleton
public final class Rewards implements Table<UUID, RewardRow> {

    /** The refusal where there is no such reward in the community. */
    public static ProblemException notFound(UUID rewardId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "reward", rewardId.toString());
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<UUID>> keys, BiConsumer<RowKey<UUID>, RewardRow> found) {
        lookups.add(
                """
                select r.community_id, r.id, r.code, r.title, r.kind, r.points, r.cost_fen, r.limit_per_month, r.groups,
                       r.status, r.merchant_id
                from unnest(?::uuid[], ?::uuid[]) as n(community_id, id)
                cross join lateral (select r.* from reward r
                    where r.community_id = n.community_id and r.id between n.id and n.id order by r.id) r
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        RewardRow row = read(rows);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), row.id()), row);
                    }
                });
    }

    private static RewardRow read(ResultSet rows) throws SQLException {
        return new RewardRow(
                rows.getObject(2, UUID.class),
                rows.getString(3),
                rows.getString(4),
                RewardKind.valueOf(rows.getString(5)),
                rows.getLong(6),
                rows.getLong(7),
                rows.getObject(8, Integer.class),
                List.of((String[]) rows.getArray(9).getArray()),
                rows.getObject(11, UUID.class),
                RewardStatus.valueOf(rows.getString(10)));
    }
}
