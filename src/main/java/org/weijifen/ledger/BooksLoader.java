package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.Answer;

/** Locks books and loads working copies of them, one statement for each kind of row. */
final class BooksLoader {

    /** Empty accounts of points that expired before yesterday anywhere on earth are of no use to anyone. */
    private static final int OLDEST_DAYS = 2;

    private static final String ACCOUNTS_OF_OWNERS = """
            select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance, a.station
            from unnest(?::uuid[], ?::uuid[], ?::date[]) as n(community_id, owner, expiry)
            join account a on a.community_id = n.community_id and a.owner = n.owner
             and (a.balance <> 0 or a.expires_on is null or a.expires_on >= n.expiry)
            """;

    private static final String ACCOUNTS_OF_TRANSACTIONS = """
            select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance, a.station
            from unnest(?::uuid[], ?::bigint[]) as n(community_id, sequence)
            join posting p on p.community_id = n.community_id and p.sequence = n.sequence
            join account a on a.community_id = p.community_id and a.number in (p.from_account, p.to_account)
            """;

    private final Clock clock;

    BooksLoader(Clock clock) {
        this.clock = clock;
    }

    /** Locks the books of the operations' communities, in one order for all, and loads what the operations named. */
    Map<UUID, Books> lockAndLoad(Connection connection, Collection<Operation> operations) throws SQLException {
        Map<UUID, Books> books = lock(
                connection,
                operations.stream().map(Operation::communityId).distinct().toArray(UUID[]::new));
        Map<UUID, Needs> needs = new LinkedHashMap<>();
        Set<CommunityKey> keys = new HashSet<>();
        for (Operation operation : operations) {
            if (!books.containsKey(operation.communityId())) {
                throw new IllegalStateException("community " + operation.communityId() + " has no books");
            }
            operation.needs(needs.computeIfAbsent(operation.communityId(), any -> new Needs()));
            if (operation.call().idempotencyKey() != null) {
                keys.add(CommunityKey.of(operation));
            }
        }
        loadKeys(connection, keys, books);
        loadTransactions(connection, needs, books);
        loadOwners(connection, needs, books);
        loadReferences(connection, needs, books);
        loadRows(connection, needs, books);
        return books;
    }

    /** The answers kept under the keys of these operations. */
    Map<CommunityKey, Books.Remembered> findKeys(Connection connection, Set<CommunityKey> keys) throws SQLException {
        Map<CommunityKey, Books.Remembered> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                select k.community_id, k.caller, k.key, k.request_hash, k.status, k.location, k.answer
                from idempotency_key k
                join unnest(?::uuid[], ?::text[], ?::text[]) as n(community_id, caller, key)
                  on k.community_id = n.community_id and k.caller = n.caller and k.key = n.key
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(keys.stream().map(CommunityKey::communityId));
            columns.texts(keys.stream().map(key -> key.key().caller()));
            columns.texts(keys.stream().map(key -> key.key().key()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new CommunityKey(
                                    rows.getObject(1, UUID.class),
                                    new Books.CallerKey(rows.getString(2), rows.getString(3))),
                            new Books.Remembered(
                                    rows.getString(4),
                                    new Answer(rows.getInt(5), rows.getString(6), rows.getString(7))));
                }
            }
        }
        return found;
    }

    /** A caller's key with its community. */
    record CommunityKey(UUID communityId, Books.CallerKey key) {
        static CommunityKey of(Operation operation) {
            return new CommunityKey(
                    operation.communityId(),
                    new Books.CallerKey(
                            operation.call().caller(), operation.call().idempotencyKey()));
        }
    }

    /** Locks the heads of the books; waits for whoever has them. */
    Map<UUID, Books> lock(Connection connection, UUID[] communityIds) throws SQLException {
        Map<UUID, Books> books = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select community_id, sequence, head_hash, recorded_at, accounts, closed_through from book
                where community_id = any(?) order by community_id for update
                """)) {
            statement.setArray(1, connection.createArrayOf("uuid", communityIds));
            try (ResultSet rows = statement.executeQuery()) {
                // The clock is read after the lock is held: time in the books follows the order of the books.
                Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                while (rows.next()) {
                    UUID communityId = rows.getObject(1, UUID.class);
                    books.put(
                            communityId,
                            new Books(
                                    communityId,
                                    new Books.Head(
                                            rows.getLong(2),
                                            rows.getString(3),
                                            rows.getObject(4, OffsetDateTime.class)
                                                    .toInstant(),
                                            rows.getLong(5),
                                            rows.getObject(6, LocalDate.class)),
                                    now));
                }
            }
        }
        return books;
    }

    private void loadKeys(Connection connection, Set<CommunityKey> keys, Map<UUID, Books> books) throws SQLException {
        findKeys(connection, keys)
                .forEach((key, remembered) -> books.get(key.communityId()).loadKey(key.key(), remembered));
    }

    private void loadTransactions(Connection connection, Map<UUID, Needs> needs, Map<UUID, Books> books)
            throws SQLException {
        List<UUID> communities = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        needs.forEach((communityId, need) -> need.transactions().forEach(sequence -> {
            communities.add(communityId);
            sequences.add(sequence);
        }));
        if (sequences.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(TransactionRows.SELECT
                + " join unnest(?::uuid[], ?::bigint[]) as n(community_id, sequence)"
                + " on t.community_id = n.community_id and t.sequence = n.sequence"
                + TransactionRows.ORDER)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(communities.stream());
            columns.numbers(sequences.stream());
            try (ResultSet rows = statement.executeQuery()) {
                TransactionRows transactions = new TransactionRows(rows);
                while (transactions.next()) {
                    StoredTransaction stored = transactions.current();
                    books.get(stored.transaction().communityId()).loadTransaction(stored);
                }
            } catch (TransactionRows.DamagedException e) {
                throw new IllegalStateException("the books are damaged", e);
            }
        }
    }

    private void loadOwners(Connection connection, Map<UUID, Needs> needs, Map<UUID, Books> books) throws SQLException {
        LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(OLDEST_DAYS);
        List<UUID> communities = new ArrayList<>();
        List<UUID> owners = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        List<UUID> transactionCommunities = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        needs.forEach((communityId, need) -> {
            need.owners().forEach((owner, expiry) -> {
                LocalDate from = expiry.isBefore(oldest) ? expiry : oldest;
                communities.add(communityId);
                owners.add(owner);
                days.add(from);
                books.get(communityId).loadOwner(owner, from);
            });
            need.transactions().forEach(sequence -> {
                transactionCommunities.add(communityId);
                sequences.add(sequence);
            });
        });
        if (owners.isEmpty() && sequences.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                sequences.isEmpty() ? ACCOUNTS_OF_OWNERS : ACCOUNTS_OF_OWNERS + " union " + ACCOUNTS_OF_TRANSACTIONS)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(communities.stream());
            columns.uuids(owners.stream());
            columns.days(days.stream());
            if (!sequences.isEmpty()) {
                columns.uuids(transactionCommunities.stream());
                columns.numbers(sequences.stream());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    AccountKey key = new AccountKey(
                            AccountType.valueOf(rows.getString(3)),
                            rows.getObject(4, UUID.class),
                            rows.getObject(5, LocalDate.class),
                            rows.getObject(7, UUID.class));
                    books.get(rows.getObject(1, UUID.class))
                            .loadAccount(new Account(rows.getLong(2), key, rows.getLong(6), false));
                }
            }
        }
    }

    private void loadReferences(Connection connection, Map<UUID, Needs> needs, Map<UUID, Books> books)
            throws SQLException {
        List<UUID> communities = new ArrayList<>();
        List<Needs.Reference> references = new ArrayList<>();
        needs.forEach((communityId, need) -> need.references().forEach(reference -> {
            communities.add(communityId);
            references.add(reference);
        }));
        if (references.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                select t.community_id, t.kind, t.reference from ledger_transaction t
                join unnest(?::uuid[], ?::text[], ?::text[]) as n(community_id, kind, reference)
                  on t.community_id = n.community_id and t.kind = n.kind and t.reference = n.reference
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(communities.stream());
            columns.texts(references.stream().map(reference -> reference.kind().code()));
            columns.texts(references.stream().map(Needs.Reference::reference));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    books.get(rows.getObject(1, UUID.class))
                            .loadReference(new Needs.Reference(
                                    TransactionKind.ofCode(rows.getString(2)).orElseThrow(), rows.getString(3)));
                }
            }
        }
    }

    private void loadRows(Connection connection, Map<UUID, Needs> needs, Map<UUID, Books> books) throws SQLException {
        Map<Table<?, ?>, Set<Table.RowKey<Object>>> wanted = new LinkedHashMap<>();
        needs.forEach((communityId, need) -> need.rows().forEach((table, keys) -> {
            books.get(communityId).loadKeys(table, keys);
            Set<Table.RowKey<Object>> rowKeys = wanted.computeIfAbsent(table, any -> new HashSet<>());
            keys.forEach(key -> rowKeys.add(new Table.RowKey<>(communityId, key)));
        }));
        for (Map.Entry<Table<?, ?>, Set<Table.RowKey<Object>>> entry : wanted.entrySet()) {
            untyped(entry.getKey())
                    .load(connection, entry.getValue())
                    .forEach((key, row) -> books.get(key.communityId()).loadRow(entry.getKey(), key.key(), row));
        }
    }

    @SuppressWarnings("unchecked") // Keys and rows came in through the typed methods of Needs and Books.
    static Table<Object, Object> untyped(Table<?, ?> table) {
        return (Table<Object, Object>) table;
    }
}
