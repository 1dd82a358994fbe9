package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.StationId;

/** Locks books and loads working copies of them. It uses one statement for each kind of row, and one round trip. */
final class BooksLoader {

    /** Empty accounts of points are not loaded once they have expired in every time zone. */
    private static final int OLDEST_DAYS = 2;

    private static final String LOCK = """
            select community_id, sequence, head_hash, recorded_at, accounts, closed_through, issued_points, cost_fen from book
            where community_id = any(?) order by community_id for update
            """;

    private static final String TRANSACTIONS = TransactionRows.LOOK_UP + TransactionRows.ORDER;

    private static final String ACCOUNTS_OF_OWNERS = """
            select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance, a.station
            from :rows(owner, expiry)
            cross join lateral (select a.* from account a
                where a.community_id = n.community_id and a.owner = n.owner order by a.type, a.expires_on) a
            where a.balance <> 0 or a.expires_on is null or a.expires_on >= n.expiry
            """;

    private static final String ACCOUNTS_OF_TRANSACTIONS = """
            select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance, a.station
            from :rows(sequence)
            cross join lateral (select p.* from posting p
                where p.community_id = n.community_id and p.sequence = n.sequence order by p.position) p
            cross join lateral (values (p.from_account), (p.to_account)) as s(number)
            cross join lateral (select a.* from account a
                where a.community_id = n.community_id and a.number between s.number and s.number order by a.number) a
            """;

    private static final String REFERENCES = """
            select n.community_id, t.kind, t.reference, t.sequence, r.sequence
            from :rows(kind, reference)
            cross join lateral (select t.kind, t.reference, t.sequence from ledger_transaction t
                where t.community_id = n.community_id and t.kind = n.kind and t.reference between n.reference and n.reference
                order by t.reference) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = n.community_id and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            """;

    /** A caller's key with its community. */
    record CommunityKey(UUID communityId, Books.CallerKey key) {
        static CommunityKey of(Operation<?> operation) {
            return new CommunityKey(
                    operation.communityId(),
                    new Books.CallerKey(
                            operation.call().caller(), operation.call().idempotencyKey()));
        }
    }

    private final Clock clock;
    private final Duration statementTimeout;

    /** @param statementTimeout the longest a statement of a batch may take, waiting for the lock included */
    BooksLoader(Clock clock, Duration statementTimeout) {
        this.clock = clock;
        this.statementTimeout = statementTimeout;
    }

    /**
     * Begins a batch. It locks the books of the operations' communities, always in the same order, and loads the rows
     * that the operations named.
     */
    Map<UUID, Books> lockAndLoad(Connection connection, Collection<? extends Operation<?>> operations)
            throws SQLException {
        Instant asked = clock.instant();
        Map<UUID, Needs> needs = new LinkedHashMap<>();
        Set<CommunityKey> keys = new HashSet<>();
        for (Operation<?> operation : operations) {
            operation.decision().needs(needs.computeIfAbsent(operation.communityId(), Needs::new));
            if (operation.call().idempotencyKey() != null) {
                keys.add(CommunityKey.of(operation));
            }
        }
        Map<UUID, Books> books = new LinkedHashMap<>();
        Lookups lookups = new Lookups(statementTimeout);
        lock(lookups, needs.keySet(), asked, books);
        KeptAnswers.find(
                lookups, keys, (key, kept) -> books.get(key.communityId()).loadKey(key.key(), kept));
        loadTransactions(lookups, needs, books);
        loadOwners(lookups, needs, asked, books);
        loadReferences(lookups, needs, books);
        loadRows(lookups, needs, books);
        lookups.run(connection);
        needs.forEach((communityId, need) -> need.rows().forEach(books.get(communityId)::noteAbsent));
        return books;
    }

    /** Begins a transaction that waits for the lock of these books, and returns the answers kept under the keys. */
    Map<CommunityKey, Kept> lockAndFindKeys(Connection connection, Set<UUID> communityIds, Set<CommunityKey> keys)
            throws SQLException {
        Map<CommunityKey, Kept> found = new HashMap<>();
        Lookups locked = new Lookups(statementTimeout);
        lock(locked, communityIds, clock.instant(), new HashMap<>());
        KeptAnswers.find(locked, keys, found::put);
        locked.run(connection);
        return found;
    }

    /** Locks the heads of the books, and waits while another transaction holds them. */
    private void lock(Lookups lookups, Set<UUID> communityIds, Instant asked, Map<UUID, Books> books) {
        lookups.add(LOCK, columns -> columns.uuids(communityIds.stream()), rows -> {
            // The clock is read after the lock is held, so that time in the books follows the order of the books. The
            // rows that were named by an earlier reading of the clock are loaded, even if the clock has been set back
            // since.
            Instant read = clock.instant();
            Instant now = (read.isBefore(asked) ? asked : read).truncatedTo(ChronoUnit.MILLIS);
            while (rows.next()) {
                UUID communityId = rows.getObject(1, UUID.class);
                Books.Head head = new Books.Head(
                        rows.getLong(2),
                        rows.getString(3),
                        rows.getObject(4, OffsetDateTime.class).toInstant(),
                        rows.getLong(5),
                        rows.getObject(6, LocalDate.class),
                        new Books.Totals(rows.getLong(7), rows.getLong(8)));
                books.put(communityId, new Books(communityId, head, now));
            }
            if (!books.keySet().containsAll(communityIds)) {
                throw new IllegalStateException("a community has no books");
            }
        });
    }

    private static void loadTransactions(Lookups lookups, Map<UUID, Needs> needs, Map<UUID, Books> books) {
        List<UUID> communities = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        needs.forEach((communityId, need) -> need.transactions().forEach(sequence -> {
            communities.add(communityId);
            sequences.add(sequence);
        }));
        if (sequences.isEmpty()) {
            return;
        }
        lookups.add(
                TRANSACTIONS,
                columns -> {
                    columns.communities(communities.stream());
                    columns.numbers(sequences.stream());
                },
                rows -> {
                    try {
                        TransactionRows transactions = new TransactionRows(rows);
                        while (transactions.next()) {
                            StoredTransaction stored = transactions.current();
                            books.get(stored.transaction().communityId()).loadTransaction(stored);
                        }
                    } catch (TransactionRows.DamagedException e) {
                        throw new IllegalStateException("the books are damaged", e);
                    }
                });
    }

    private static void loadOwners(Lookups lookups, Map<UUID, Needs> needs, Instant asked, Map<UUID, Books> books) {
        LocalDate oldest = LocalDate.ofInstant(asked, ZoneOffset.UTC).minusDays(OLDEST_DAYS);
        record Owner(UUID communityId, Id id, LocalDate oldestExpiry) {}
        List<Owner> owners = new ArrayList<>();
        List<UUID> communities = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        needs.forEach((communityId, need) -> {
            need.owners()
                    .forEach((owner, expiry) ->
                            owners.add(new Owner(communityId, owner, expiry.isBefore(oldest) ? expiry : oldest)));
            need.transactions().forEach(sequence -> {
                communities.add(communityId);
                sequences.add(sequence);
            });
        });
        if (owners.isEmpty() && sequences.isEmpty()) {
            return;
        }
        String sql = Stream.of(
                        owners.isEmpty() ? null : ACCOUNTS_OF_OWNERS,
                        sequences.isEmpty() ? null : ACCOUNTS_OF_TRANSACTIONS)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" union "));
        lookups.add(
                sql,
                columns -> {
                    if (!owners.isEmpty()) {
                        columns.communities(owners.stream().map(Owner::communityId));
                        columns.uuids(owners.stream().map(Owner::id));
                        columns.days(owners.stream().map(Owner::oldestExpiry));
                    }
                    if (!sequences.isEmpty()) {
                        columns.communities(communities.stream());
                        columns.numbers(sequences.stream());
                    }
                },
                rows -> {
                    owners.forEach(owner -> books.get(owner.communityId()).loadOwner(owner.id(), owner.oldestExpiry()));
                    while (rows.next()) {
                        books.get(rows.getObject(1, UUID.class)).loadAccount(account(rows));
                    }
                });
    }

    private static Account account(ResultSet rows) throws SQLException {
        AccountType type = AccountType.ofCode(rows.getString(3));
        AccountKey key = new AccountKey(
                type,
                type.owner(rows.getObject(4, UUID.class)),
                rows.getObject(5, LocalDate.class),
                Id.of(StationId::new, rows.getObject(7, UUID.class)));
        return new Account(rows.getLong(2), key, rows.getLong(6), false);
    }

    private static void loadReferences(Lookups lookups, Map<UUID, Needs> needs, Map<UUID, Books> books) {
        List<UUID> communities = new ArrayList<>();
        List<Needs.Reference> references = new ArrayList<>();
        needs.forEach((communityId, need) -> need.references().forEach(reference -> {
            communities.add(communityId);
            references.add(reference);
        }));
        if (references.isEmpty()) {
            return;
        }
        lookups.add(
                REFERENCES,
                columns -> {
                    columns.communities(communities.stream());
                    columns.texts(references.stream()
                            .map(reference -> reference.kind().code()));
                    columns.texts(references.stream().map(Needs.Reference::reference));
                },
                rows -> {
                    while (rows.next()) {
                        books.get(rows.getObject(1, UUID.class))
                                .loadReference(
                                        new Needs.Reference(
                                                TransactionKind.ofCode(rows.getString(2))
                                                        .orElseThrow(),
                                                rows.getString(3)),
                                        new References.Use(rows.getLong(4), rows.getObject(5, Long.class)));
                    }
                });
    }

    /** The tables always in the same order. So the same look-ups have the same text, and are prepared once. */
    private static void loadRows(Lookups lookups, Map<UUID, Needs> needs, Map<UUID, Books> books) {
        Map<Table<?, ?>, Set<Table.RowKey<Object>>> wanted = new LinkedHashMap<>();
        needs.forEach((communityId, need) -> need.rows().forEach((table, keys) -> {
            Set<Table.RowKey<Object>> rowKeys = wanted.computeIfAbsent(table, any -> new HashSet<>());
            keys.forEach(key -> rowKeys.add(new Table.RowKey<>(communityId, key)));
        }));
        wanted.keySet().stream()
                .sorted(Comparator.comparing(table -> table.getClass().getName()))
                .forEach(table -> untyped(table)
                        .load(lookups, wanted.get(table), (key, row) -> books.get(key.communityId())
                                .loadRow(table, key.key(), row)));
    }

    @SuppressWarnings("unchecked") // Keys and rows came in through the typed methods of Needs and Books.
    static Table<Object, Object> untyped(Table<?, ?> table) {
        return (Table<Object, Object>) table;
    }
}
