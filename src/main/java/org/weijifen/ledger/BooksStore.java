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

/** Loads working copies of the books and writes them back, one statement for each kind of row. */
final class BooksStore {

    /** Empty accounts of points that expired before yesterday anywhere on earth are of no use to anyone. */
    private static final int OLDEST_DAYS = 2;

    private final Clock clock;

    BooksStore(Clock clock) {
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

    /** Writes what changed, and leaves the commit to the caller. */
    void write(Connection connection, Collection<Books> books) throws SQLException {
        writeAccounts(connection, books);
        writeTransactions(connection, books);
        writeKeys(connection, books);
        saveRows(connection, books);
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
        try (PreparedStatement statement = connection.prepareStatement("""
                select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance
                from unnest(?::uuid[], ?::uuid[], ?::date[]) as n(community_id, owner, expiry)
                join account a on a.community_id = n.community_id and a.owner = n.owner
                 and (a.balance <> 0 or a.expires_on is null or a.expires_on >= n.expiry)
                union
                select a.community_id, a.number, a.type, a.owner, a.expires_on, a.balance
                from unnest(?::uuid[], ?::bigint[]) as n(community_id, sequence)
                join posting p on p.community_id = n.community_id and p.sequence = n.sequence
                join account a on a.community_id = p.community_id and a.number in (p.from_account, p.to_account)
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(communities.stream());
            columns.uuids(owners.stream());
            columns.days(days.stream());
            columns.uuids(transactionCommunities.stream());
            columns.numbers(sequences.stream());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    AccountKey key = new AccountKey(
                            AccountType.valueOf(rows.getString(3)),
                            rows.getObject(4, UUID.class),
                            rows.getObject(5, LocalDate.class));
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

    private void saveRows(Connection connection, Collection<Books> books) throws SQLException {
        Map<Table<?, ?>, List<Map.Entry<Table.RowKey<Object>, Object>>> changed = new LinkedHashMap<>();
        for (Books copy : books) {
            copy.changedRows()
                    .forEach((table, rows) ->
                            rows.forEach((key, row) -> changed.computeIfAbsent(table, any -> new ArrayList<>())
                                    .add(Map.entry(new Table.RowKey<>(copy.communityId(), key), row))));
        }
        for (Map.Entry<Table<?, ?>, List<Map.Entry<Table.RowKey<Object>, Object>>> entry : changed.entrySet()) {
            untyped(entry.getKey()).save(connection, entry.getValue());
        }
    }

    @SuppressWarnings("unchecked") // Keys and rows came in through the typed methods of Needs and Books.
    private static Table<Object, Object> untyped(Table<?, ?> table) {
        return (Table<Object, Object>) table;
    }

    private void writeAccounts(Connection connection, Collection<Books> books) throws SQLException {
        List<Map.Entry<UUID, Account>> created = new ArrayList<>();
        List<Map.Entry<UUID, Account>> updated = new ArrayList<>();
        for (Books copy : books) {
            for (Account account : copy.changedAccounts()) {
                (account.created() ? created : updated).add(Map.entry(copy.communityId(), account));
            }
        }
        if (!created.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into account (community_id, number, type, owner, expires_on, balance)
                    select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::uuid[], ?::date[], ?::bigint[])
                    """)) {
                Columns columns = new Columns(connection, statement);
                columns.uuids(created.stream().map(Map.Entry::getKey));
                columns.numbers(created.stream().map(entry -> entry.getValue().number()));
                columns.texts(created.stream()
                        .map(entry -> entry.getValue().key().type().name()));
                columns.uuids(
                        created.stream().map(entry -> entry.getValue().key().owner()));
                columns.days(
                        created.stream().map(entry -> entry.getValue().key().expiresOn()));
                columns.numbers(created.stream().map(entry -> entry.getValue().balance()));
                statement.executeUpdate();
            }
        }
        if (!updated.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    update account a set balance = n.balance
                    from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as n(community_id, number, balance)
                    where a.community_id = n.community_id and a.number = n.number
                    """)) {
                Columns columns = new Columns(connection, statement);
                columns.uuids(updated.stream().map(Map.Entry::getKey));
                columns.numbers(updated.stream().map(entry -> entry.getValue().number()));
                columns.numbers(updated.stream().map(entry -> entry.getValue().balance()));
                statement.executeUpdate();
            }
        }
    }

    private void writeTransactions(Connection connection, Collection<Books> books) throws SQLException {
        List<Transaction> transactions = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        List<Books> advanced = new ArrayList<>();
        List<String> heads = new ArrayList<>();
        for (Books copy : books) {
            String head = copy.loadedHead().hash();
            for (Transaction transaction : copy.posted()) {
                head = HashChain.hash(head, transaction);
                transactions.add(transaction);
                hashes.add(head);
            }
            if (!copy.posted().isEmpty()) {
                advanced.add(copy);
                heads.add(head);
            }
        }
        if (transactions.isEmpty()) {
            return;
        }
        insertTransactions(connection, transactions, hashes);
        insertPostings(connection, transactions);
        advanceHeads(connection, advanced, heads);
    }

    private void insertTransactions(Connection connection, List<Transaction> transactions, List<String> hashes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into ledger_transaction (community_id, sequence, kind, effective_on, recorded_at, actor, subject,
                                                quantity, reason, reference, reverses, hash)
                select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::date[], ?::timestamptz[], ?::text[], ?::text[],
                                     ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(transactions.stream().map(Transaction::communityId));
            columns.numbers(transactions.stream().map(Transaction::sequence));
            columns.texts(
                    transactions.stream().map(transaction -> transaction.kind().code()));
            columns.days(transactions.stream().map(Transaction::effectiveOn));
            columns.instants(transactions.stream().map(Transaction::recordedAt));
            columns.texts(transactions.stream().map(Transaction::actor));
            columns.texts(transactions.stream().map(Transaction::subject));
            columns.numbers(transactions.stream().map(Transaction::quantity));
            columns.texts(transactions.stream().map(Transaction::reason));
            columns.texts(transactions.stream().map(Transaction::reference));
            columns.numbers(transactions.stream().map(Transaction::reverses));
            columns.texts(hashes.stream());
            statement.executeUpdate();
        }
    }

    private void insertPostings(Connection connection, List<Transaction> transactions) throws SQLException {
        record Row(Transaction transaction, int position, Posting posting) {}
        List<Row> rows = new ArrayList<>();
        for (Transaction transaction : transactions) {
            for (int i = 0; i < transaction.postings().size(); i++) {
                rows.add(new Row(transaction, i, transaction.postings().get(i)));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance,
                                     to_account, to_balance)
                select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[],
                                     ?::bigint[], ?::bigint[])
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(rows.stream().map(row -> row.transaction().communityId()));
            columns.numbers(rows.stream().map(row -> row.transaction().sequence()));
            columns.numbers(rows.stream().map(row -> (long) row.position()));
            columns.uuids(rows.stream().map(row -> row.posting().from().owner()));
            columns.numbers(rows.stream().map(row -> row.posting().amount()));
            columns.numbers(rows.stream().map(row -> row.posting().fromNumber()));
            columns.numbers(rows.stream().map(row -> row.posting().fromBalance()));
            columns.numbers(rows.stream().map(row -> row.posting().toNumber()));
            columns.numbers(rows.stream().map(row -> row.posting().toBalance()));
            statement.executeUpdate();
        }
    }

    private void advanceHeads(Connection connection, List<Books> advanced, List<String> heads) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                update book b set sequence = n.sequence, head_hash = n.head_hash, recorded_at = n.recorded_at,
                                  accounts = n.accounts
                from unnest(?::uuid[], ?::bigint[], ?::text[], ?::timestamptz[], ?::bigint[])
                  as n(community_id, sequence, head_hash, recorded_at, accounts)
                where b.community_id = n.community_id
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(advanced.stream().map(Books::communityId));
            columns.numbers(advanced.stream().map(copy -> copy.nextSequence() - 1));
            columns.texts(heads.stream());
            columns.instants(advanced.stream().map(Books::now));
            columns.numbers(advanced.stream().map(Books::accountNumber));
            statement.executeUpdate();
        }
    }

    private void writeKeys(Connection connection, Collection<Books> books) throws SQLException {
        record Row(Books books, Books.CallerKey key, Books.Remembered remembered) {}
        List<Row> rows = new ArrayList<>();
        for (Books copy : books) {
            copy.newKeys().forEach((key, remembered) -> rows.add(new Row(copy, key, remembered)));
        }
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
                select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                                     ?::timestamptz[])
                """)) {
            Columns columns = new Columns(connection, statement);
            columns.uuids(rows.stream().map(row -> row.books().communityId()));
            columns.texts(rows.stream().map(row -> row.key().caller()));
            columns.texts(rows.stream().map(row -> row.key().key()));
            columns.texts(rows.stream().map(row -> row.remembered().requestHash()));
            columns.numbers(
                    rows.stream().map(row -> (long) row.remembered().answer().status()));
            columns.texts(rows.stream().map(row -> row.remembered().answer().location()));
            columns.texts(rows.stream().map(row -> row.remembered().answer().json()));
            columns.instants(rows.stream().map(row -> row.books().now()));
            statement.executeUpdate();
        }
    }

    /** Opens the books of a new community, in the transaction of {@code connection}. */
    static void open(Connection connection, UUID communityId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into book (community_id) values (?)")) {
            statement.setObject(1, communityId);
            statement.executeUpdate();
        }
    }
}
