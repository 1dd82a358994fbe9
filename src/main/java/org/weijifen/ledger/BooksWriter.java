package org.weijifen.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;

/** Writes working copies of the books back: one statement for each kind of row, in as few round trips as possible. */
final class BooksWriter {

    private static final String INSERT_TRANSACTIONS = TransactionRow.COLUMNS.insert("ledger_transaction");
    private static final String NOTHING_KEPT = "0".repeat(2 * KeptAnswers.HASH_BYTES);

    private final List<Projection> projections;

    BooksWriter(List<Projection> projections) {
        this.projections = projections;
    }

    /**
     * The statements that write the changes, to be run with the commit. Where rows were edited, all of them have run by then: who
     * follows edits writes last, because others may wait for what that locks.
     */
    Script write(Connection connection, Collection<Books> books) throws SQLException {
        Script script = script(books);
        List<Edit<?>> edits =
                books.stream().flatMap(copy -> copy.edits().stream()).toList();
        if (edits.isEmpty()) {
            return script;
        }
        script.execute(connection);
        follow(connection, edits);
        return new Script();
    }

    private Script script(Collection<Books> books) {
        Script script = new Script();
        writeAccounts(script, books);
        writeTransactions(script, books, KeptAnswers.write(script, books));
        closePeriods(script, books);
        saveRows(script, books);
        return script;
    }

    void follow(Connection connection, List<Edit<?>> edits) throws SQLException {
        for (Projection projection : projections) {
            projection.edited(connection, edits);
        }
    }

    private static void saveRows(Script script, Collection<Books> books) {
        Map<Table<?, ?>, List<Map.Entry<Table.RowKey<Object>, Object>>> changed = new LinkedHashMap<>();
        for (Books copy : books) {
            copy.changedRows()
                    .forEach((table, rows) ->
                            rows.forEach((key, row) -> changed.computeIfAbsent(table, any -> new ArrayList<>())
                                    .add(Map.entry(new Table.RowKey<>(copy.communityId(), key), row))));
        }
        for (Map.Entry<Table<?, ?>, List<Map.Entry<Table.RowKey<Object>, Object>>> entry : changed.entrySet()) {
            BooksLoader.untyped(entry.getKey()).save(script, entry.getValue());
        }
    }

    private static void writeAccounts(Script script, Collection<Books> books) {
        List<Map.Entry<UUID, Account>> created = new ArrayList<>();
        List<Map.Entry<UUID, Account>> updated = new ArrayList<>();
        for (Books copy : books) {
            for (Account account : copy.changedAccounts()) {
                (account.created() ? created : updated).add(Map.entry(copy.communityId(), account));
            }
        }
        if (!created.isEmpty()) {
            script.add("""
                    insert into account (community_id, number, type, owner, expires_on, station, balance)
                    select * from :rows(number, type, owner, expires_on, station, balance)
                    """, columns -> {
                columns.communities(created.stream().map(Map.Entry::getKey));
                columns.numbers(created.stream().map(entry -> entry.getValue().number()));
                columns.texts(created.stream()
                        .map(entry -> entry.getValue().key().type().code()));
                columns.uuids(
                        created.stream().map(entry -> entry.getValue().key().owner()));
                columns.days(
                        created.stream().map(entry -> entry.getValue().key().expiresOn()));
                columns.uuids(
                        created.stream().map(entry -> entry.getValue().key().station()));
                columns.numbers(created.stream().map(entry -> entry.getValue().balance()));
            });
        }
        if (!updated.isEmpty()) {
            // A distributed database has to see the one community. Several would offer PostgreSQL an index instead of
            // the place.
            boolean ofOne = updated.stream().map(Map.Entry::getKey).distinct().count() == 1;
            script.update("""
                    update account a set balance = n.balance, lapsed = false
                    from (select n.community_id, k.ctid as place, n.balance
                          from :rows(number, balance)
                          cross join lateral (select k.ctid from account k
                              where k.community_id = n.community_id and k.number between n.number and n.number
                              order by k.number) k) n
                    where a.ctid = n.place
                    """ + (ofOne ? " and a.community_id = n.community_id" : ""), updated.size(), columns -> {
                columns.communities(updated.stream().map(Map.Entry::getKey));
                columns.numbers(updated.stream().map(entry -> entry.getValue().number()));
                columns.numbers(updated.stream().map(entry -> entry.getValue().balance()));
            });
        }
    }

    private void writeTransactions(Script script, Collection<Books> books, Map<UUID, String> kept) {
        List<Transaction> transactions = new ArrayList<>();
        List<TransactionRow> rows = new ArrayList<>();
        List<Books> advanced = new ArrayList<>();
        List<String> heads = new ArrayList<>();
        HashChain chain = new HashChain();
        for (Books copy : books) {
            String head = copy.loadedHead().hash();
            for (Transaction transaction : copy.posted()) {
                head = chain.next(head, transaction);
                transactions.add(transaction);
                rows.add(TransactionRow.of(transaction, head, copy.referenceFreedBy(transaction.sequence())));
            }
            if (!copy.posted().isEmpty() || kept.containsKey(copy.communityId())) {
                advanced.add(copy);
                heads.add(head);
            }
        }
        if (!transactions.isEmpty()) {
            script.add(INSERT_TRANSACTIONS, columns -> TransactionRow.COLUMNS.fill(columns, rows));
            insertPostings(script, transactions);
            projections.forEach(projection -> projection.posted(List.copyOf(transactions), script));
        }
        if (!advanced.isEmpty()) {
            advanceHeads(script, advanced, heads, kept);
        }
    }

    private static void insertPostings(Script script, List<Transaction> transactions) {
        record Row(Transaction transaction, int position, Posting posting) {}
        List<Row> rows = new ArrayList<>();
        for (Transaction transaction : transactions) {
            for (int i = 0; i < transaction.postings().size(); i++) {
                rows.add(new Row(transaction, i, transaction.postings().get(i)));
            }
        }
        script.add("""
                insert into posting (community_id, sequence, position, owner, amount, from_account, from_balance,
                                     to_account, to_balance)
                select * from :rows(sequence, position, owner, amount, from_account, from_balance, to_account, to_balance)
                """, columns -> {
            columns.communities(rows.stream().map(row -> row.transaction().communityId()));
            columns.numbers(rows.stream().map(row -> row.transaction().sequence()));
            columns.numbers(rows.stream().map(row -> (long) row.position()));
            columns.uuids(rows.stream().map(row -> row.posting().from().owner()));
            columns.numbers(rows.stream().map(row -> row.posting().amount()));
            columns.numbers(rows.stream().map(row -> row.posting().fromNumber()));
            columns.numbers(rows.stream().map(row -> row.posting().fromBalance()));
            columns.numbers(rows.stream().map(row -> row.posting().toNumber()));
            columns.numbers(rows.stream().map(row -> row.posting().toBalance()));
        });
    }

    private static void advanceHeads(Script script, List<Books> advanced, List<String> heads, Map<UUID, String> kept) {
        script.update("""
                update book b set sequence = n.sequence, head_hash = n.head_hash, recorded_at = n.recorded_at,
                                  accounts = n.accounts, issued_points = n.issued_points, cost_fen = n.cost_fen,
                                  kept_answers = b.kept_answers # ('x' || n.kept)::bit(256)
                from :rows(sequence, head_hash, recorded_at, accounts, issued_points, cost_fen, kept)
                where b.community_id = n.community_id
                """, advanced.size(), columns -> {
            columns.communities(advanced.stream().map(Books::communityId));
            columns.numbers(advanced.stream().map(copy -> copy.nextSequence() - 1));
            columns.texts(heads.stream());
            columns.instants(advanced.stream()
                    .map(copy -> copy.posted().isEmpty() ? copy.loadedHead().recordedAt() : copy.now()));
            columns.numbers(advanced.stream().map(Books::accountNumber));
            columns.numbers(advanced.stream().map(copy -> copy.totals().issuedPoints()));
            columns.numbers(advanced.stream().map(copy -> copy.totals().costFen()));
            columns.texts(advanced.stream().map(copy -> kept.getOrDefault(copy.communityId(), NOTHING_KEPT)));
        });
    }

    private static void closePeriods(Script script, Collection<Books> books) {
        List<Books> closed = books.stream()
                .filter(copy -> copy.closedThrough() != copy.loadedHead().closedThrough())
                .toList();
        if (closed.isEmpty()) {
            return;
        }
        script.update("""
                update book b set closed_through = n.closed_through
                from :rows(closed_through)
                where b.community_id = n.community_id
                """, closed.size(), columns -> {
            columns.communities(closed.stream().map(Books::communityId));
            columns.days(closed.stream().map(Books::closedThrough));
        });
    }

    /** Opens the books of a new community, in the transaction of {@code connection}. */
    static void open(Connection connection, UUID communityId) throws SQLException {
        new SqlQuery("insert into book (community_id) values (?)", communityId).update(connection);
    }
}
