package org.weijifen.stock;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.Posting;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.Transaction;

/**
 * By how many units a reward has grown at a station through what took effect after a day: what lies there now, less this, is
 * what lay there at the end of that day. Read while the books are locked, from the first transaction with a later day on, so
 * it costs what has moved since.
 */
@Singleton
final class LaterMoves implements Table<LaterMoves.Key, Long> {

    /**
     * Of which reward, where, and after which day.
     *
     * @param stationId null for the main station
     */
    record Key(UUID rewardId, UUID stationId, LocalDate day) {}

    /** Without the first {@code offset 0} PostgreSQL may look for the first transaction from the beginning of the books. */
    private static final String MOVED = """
            with wanted as materialized (
                select n.* from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::date[])
                  as n(community_id, reward_id, station_id, day)),
            since as materialized (
                select d.community_id, d.day, f.sequence
                from (select distinct w.community_id, w.day from wanted w) d
                cross join lateral (select min(t.sequence) as sequence
                    from (select t.sequence from ledger_transaction t
                        where t.community_id = d.community_id and t.effective_on > d.day offset 0) t) f)
            select w.community_id, w.reward_id, w.station_id, w.day, sum(
                case when g.type in ('SHELF', 'RESERVED') and g.station is not distinct from w.station_id
                    then p.amount else 0 end
                - case when f.type in ('SHELF', 'RESERVED') and f.station is not distinct from w.station_id
                    then p.amount else 0 end)::bigint
            from wanted w
            join since s on s.community_id = w.community_id and s.day = w.day
            cross join lateral (select p.* from posting p
                where p.community_id = w.community_id and p.owner = w.reward_id and p.sequence >= s.sequence offset 0) p
            cross join lateral (select t.effective_on from ledger_transaction t
                where t.community_id = p.community_id and t.sequence = p.sequence offset 0) t
            cross join lateral (select f.type, f.station from account f
                where f.community_id = p.community_id and f.number = p.from_account offset 0) f
            cross join lateral (select g.type, g.station from account g
                where g.community_id = p.community_id and g.number = p.to_account offset 0) g
            where t.effective_on > w.day
            group by w.community_id, w.reward_id, w.station_id, w.day
            """;

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, Long> found) {
        lookups.add(
                MOVED,
                columns -> {
                    columns.uuids(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(key -> key.key().rewardId()));
                    columns.uuids(keys.stream().map(key -> key.key().stationId()));
                    columns.days(keys.stream().map(key -> key.key().day()));
                },
                rows -> {
                    while (rows.next()) {
                        Key key = new Key(
                                rows.getObject(2, UUID.class),
                                rows.getObject(3, UUID.class),
                                rows.getObject(4, LocalDate.class));
                        found.accept(new RowKey<>(rows.getObject(1, UUID.class), key), rows.getLong(5));
                    }
                });
    }

    /** What the books say in the middle of a batch: what was loaded, and what has been posted since. */
    long of(Books books, Key key) {
        long units = books.row(this, key).orElse(0L);
        for (Transaction transaction : books.posted()) {
            if (transaction.effectiveOn().isAfter(key.day())) {
                for (Posting posting : transaction.postings()) {
                    units += (liesThere(posting.to(), key) ? posting.amount() : 0)
                            - (liesThere(posting.from(), key) ? posting.amount() : 0);
                }
            }
        }
        return units;
    }

    private static boolean liesThere(AccountKey account, Key key) {
        return (account.type() == AccountType.SHELF || account.type() == AccountType.RESERVED)
                && account.equals(AccountKey.at(account.type(), key.rewardId(), key.stationId()));
    }
}
