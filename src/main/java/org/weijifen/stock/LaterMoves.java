package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Posting;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * The change of a reward's units at a station by moves after a day. The units there now, less this change, are the
 * units at the end of that day. A move that was recorded late counts on the day it happened. The rows are read while
 * the books are locked, from the first transaction with a later day on, so the cost depends only on the moves since.
 */
@Singleton
final class LaterMoves implements Table<LaterMoves.Key, LaterMoves.Since> {
    private final Stocktakes stocktakes;

    LaterMoves(Stocktakes stocktakes) {
        this.stocktakes = stocktakes;
    }

    /**
     * The reward, the station and the day.
     *
     * @param stationId null for the main station
     */
    record Key(RewardId rewardId, StationId stationId, LocalDate day) {}

    private static final RecordColumns<Key> KEYS = new RecordColumns<>(Key.class);

    /**
     * The moves after a day.
     *
     * @param units the change of the reward's units there since
     * @param countedOn the last day after it on which the reward was counted there, or null
     */
    record Since(long units, LocalDate countedOn) {
        private static final Since NOTHING = new Since(0, null);
    }

    /**
     * The first transaction after a day is found day by day, by the index: {@link StocktakeAdjustment#MAX_DAYS_LATE} of them, and some
     * for the date line.
     */
    private static final String SINCE =
            """
            with since as materialized (
                select n.community_id, n.day, min(f.sequence) as sequence
                from :rows(day)
                cross join lateral generate_series(1, %d) as d(days)
                cross join lateral (select t.sequence from ledger_transaction t
                    where t.community_id = n.community_id and t.effective_on between n.day + d.days and n.day + d.days
                    order by t.effective_on, t.sequence limit 1) f
                group by n.community_id, n.day)
            select n.community_id, n.reward_id, n.station_id, n.day, coalesce(m.units, 0), c.counted_on
            from :rows(reward_id, station_id, day)
            left join since s on s.community_id = n.community_id and s.day = n.day
            left join lateral (
                select sum(
                    case when g.type in ('shelf', 'reserved') and g.station is not distinct from n.station_id
                        then p.amount else 0 end
                    - case when f.type in ('shelf', 'reserved') and f.station is not distinct from n.station_id
                        then p.amount else 0 end)::bigint as units
                from (select p.* from posting p
                    where p.community_id = n.community_id and (p.owner, p.sequence) >= (n.reward_id, s.sequence)
                      and p.owner <= n.reward_id
                    order by p.owner, p.sequence) p
                cross join lateral (select coalesce(t.occurred_on, t.effective_on) as day from ledger_transaction t
                    where t.community_id = n.community_id and t.sequence between p.sequence and p.sequence
                    order by t.sequence) t
                cross join lateral (select f.type, f.station from account f
                    where f.community_id = n.community_id and f.number between p.from_account and p.from_account
                    order by f.number) f
                cross join lateral (select g.type, g.station from account g
                    where g.community_id = n.community_id and g.number between p.to_account and p.to_account
                    order by g.number) g
                where t.day > n.day
                group by p.owner) m on true
            left join lateral (
                select max(c.counted_on) as counted_on from stocktake c
                join stocktake_line l on l.community_id = n.community_id and l.stocktake_id = c.id
                where c.community_id = n.community_id and c.status = 'completed' and c.counted_on > n.day
                  and c.station_id is not distinct from n.station_id and l.reward_id = n.reward_id
                group by l.reward_id) c on true
            """.formatted(StocktakeAdjustment.MAX_DAYS_LATE + 2 * StocktakeAdjustment.DAYS_APART);

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, Since> found) {
        lookups.add(
                SINCE,
                columns -> {
                    Set<RowKey<LocalDate>> days = keys.stream()
                            .map(key ->
                                    new RowKey<>(key.communityId(), key.key().day()))
                            .collect(Collectors.toSet());
                    columns.communities(days.stream().map(RowKey::communityId));
                    columns.days(days.stream().map(RowKey::key));
                    columns.communities(keys.stream().map(RowKey::communityId));
                    KEYS.fill(columns, keys.stream().map(RowKey::key).toList());
                },
                rows -> {
                    while (rows.next()) {
                        Key key = KEYS.read(rows, 2);
                        found.accept(
                                new RowKey<>(rows.getObject(1, UUID.class), key),
                                new Since(rows.getLong(5), rows.getObject(6, LocalDate.class)));
                    }
                });
    }

    /** The value within a batch: the loaded row, with what the batch has posted and counted since. */
    Since of(Books books, Key key) {
        Since since = books.row(this, key).orElse(Since.NOTHING);
        long units = since.units();
        for (Transaction transaction : books.posted()) {
            LocalDate happened =
                    transaction.occurredOn() == null ? transaction.effectiveOn() : transaction.occurredOn();
            if (happened.isAfter(key.day())) {
                for (Posting posting : transaction.postings()) {
                    units += (liesThere(posting.to(), key) ? posting.amount() : 0)
                            - (liesThere(posting.from(), key) ? posting.amount() : 0);
                }
            }
        }
        // A count without differences posts nothing, but is a count too.
        LocalDate countedOn = books.changed(stocktakes).stream()
                .filter(stocktake -> stocktake.counts(key.rewardId(), key.stationId()))
                .map(Stocktake::countedOn)
                .filter(day -> day.isAfter(key.day()))
                .max(Comparator.naturalOrder())
                .orElse(since.countedOn());
        return new Since(units, countedOn);
    }

    private static boolean liesThere(AccountKey account, Key key) {
        return (account.type() == AccountType.SHELF || account.type() == AccountType.RESERVED)
                && account.equals(AccountKey.at(account.type(), key.rewardId(), key.stationId()));
    }
}
