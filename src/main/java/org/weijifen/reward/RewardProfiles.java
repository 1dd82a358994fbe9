package org.weijifen.reward;

import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;

/**
 * Rewards by their codes, as operations that take whole lists of them read and write them. Limits, groups and status are
 * not touched: a new reward has no limit and is open to everybody.
 */
@Singleton
public final class RewardProfiles implements Table<String, RewardProfile> {

    /** The rows are kept from other edits until the operation is through. */
    @Override
    public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, RewardProfile> found) {
        lookups.add(
                """
                select r.community_id, r.id, r.code, r.title, r.kind, r.points, r.cost_fen, r.merchant_id, r.created_at
                from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                cross join lateral (select r.* from reward r
                    where r.community_id = n.community_id and r.code between n.code and n.code
                    order by r.code for update) r
                """,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.texts(keys.stream().map(RowKey::key));
                },
                rows -> {
                    while (rows.next()) {
                        RewardProfile profile = new RewardProfile(
                                rows.getObject(2, UUID.class),
                                rows.getString(3),
                                rows.getString(4),
                                RewardKind.valueOf(rows.getString(5)),
                                rows.getLong(6),
                                rows.getLong(7),
                                rows.getObject(8, UUID.class),
                                rows.getObject(9, OffsetDateTime.class).toInstant());
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), profile.code()), profile);
                    }
                });
    }

    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<String>, RewardProfile>> changed) {
        List<RewardProfile> profiles = changed.stream().map(Map.Entry::getValue).toList();
        script.add("""
                insert into reward (community_id, id, code, title, kind, points, cost_fen, merchant_id, groups, status,
                                    created_at)
                select n.community_id, n.id, n.code, n.title, n.kind, n.points, n.cost_fen, n.merchant_id, '{}', 'ACTIVE',
                       n.created_at
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::uuid[],
                            ?::timestamptz[])
                  as n(community_id, id, code, title, kind, points, cost_fen, merchant_id, created_at)
                on conflict (community_id, id) do update set title = excluded.title, points = excluded.points,
                    cost_fen = excluded.cost_fen, merchant_id = excluded.merchant_id
                """, changed.size(), columns -> {
            columns.uuids(changed.stream().map(entry -> entry.getKey().communityId()));
            columns.uuids(profiles.stream().map(RewardProfile::id));
            columns.texts(profiles.stream().map(RewardProfile::code));
            columns.texts(profiles.stream().map(RewardProfile::title));
            columns.texts(profiles.stream().map(profile -> profile.kind().name()));
            columns.numbers(profiles.stream().map(RewardProfile::points));
            columns.numbers(profiles.stream().map(RewardProfile::costFen));
            columns.uuids(profiles.stream().map(RewardProfile::merchantId));
            columns.instants(profiles.stream().map(RewardProfile::createdAt));
        });
    }
}
