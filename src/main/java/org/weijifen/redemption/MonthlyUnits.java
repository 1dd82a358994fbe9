package org.weijifen.redemption;

import jakarta.inject.Singleton;
import java.time.YearMonth;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;

/**
 * The number of units of a reward that a member has redeemed in a month, by the day of the request. Units that were
 * given back don't count. Only rewards with a monthly limit have rows. Later months with units are loaded too, because
 * a new month may begin meanwhile, and the clock may be behind the books.
 */
@Singleton
final class MonthlyUnits implements DerivedTable<MonthlyUnits.Key, Long> {

    /** The reward, the member and the month. */
    record Key(MemberId memberId, RewardId rewardId, YearMonth month) {}

    private static final RecordColumns<Key> KEYS = new RecordColumns<>(Key.class);

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, Long> found) {
        lookups.add(
                """
                select n.community_id, n.member_id, n.reward_id, u.month, sum(u.quantity)::bigint
                from :rows(member_id, reward_id, first)
                cross join lateral (select w.limit_per_month from reward w
                    where w.community_id = n.community_id and w.id between n.reward_id and n.reward_id order by w.id) w
                cross join lateral (
                    select n.first as month, 0 as quantity
                    union all
                    select date_trunc('month', r.requested_on)::date, l.quantity
                    from (select r.* from redemption r
                        where r.community_id = n.community_id and (r.member_id, r.requested_on) >= (n.member_id, n.first)
                          and r.member_id <= n.member_id
                        order by r.member_id, r.requested_on) r
                    cross join lateral (select l.* from redemption_line l
                        where l.community_id = n.community_id and l.redemption_id = r.id order by l.position) l
                    where r.status in ('reserved', 'collected') and l.reward_id = n.reward_id
                ) as u
                where w.limit_per_month is not null
                group by n.community_id, n.member_id, n.reward_id, u.month
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    KEYS.fill(columns, keys.stream().map(RowKey::key).toList());
                },
                rows -> {
                    while (rows.next()) {
                        Key key = KEYS.read(rows, 2);
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), key), rows.getLong(5));
                    }
                });
    }
}
