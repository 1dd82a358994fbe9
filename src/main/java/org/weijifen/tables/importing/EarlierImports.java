package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.Script;
import org.weijifen.ledger.Table;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.sheet.Column;

/**
 * The imported transactions of a member, for one task or reward, on one day, that are not taken back. A corrected file
 * has another quantity there than the file before it, and must not be counted in addition.
 */
@Singleton
final class EarlierImports implements Table<EarlierImports.Key, List<EarlierImports.ImportedTransaction>> {
    /** The member, the task or reward, and the day. */
    record Key(MemberId memberId, UUID itemId, LocalDate day) {}

    private static final RecordColumns<Key> KEYS = new RecordColumns<>(Key.class);

    /**
     * One imported transaction.
     *
     * @param kind of the transaction that has the reference
     * @param sequence null for one that is being imported
     * @param quantity times, hours or units
     */
    record ImportedTransaction(TransactionKind kind, String reference, Long sequence, long quantity) {
        static ImportedTransaction added(KnownTransactions.Key key, long quantity) {
            return new ImportedTransaction(key.kind(), key.reference(), null, quantity);
        }
    }

    /**
     * Refuses a row that an earlier file has with another quantity. Rows of the same file are not compared.
     *
     * @param quantity what the row says
     * @param column the column of the fault
     * @throws ProblemException {@code differs_from_imported}
     */
    void requireNone(Books books, Key key, Reading reading, long quantity, Column column) {
        List<ImportedTransaction> others = known(books, key).stream()
                .filter(fact -> fact.sequence() != null && !reading.hasRead(fact.reference()))
                .toList();
        if (!others.isEmpty()) {
            throw ProblemException.field(
                    column.key(),
                    "differs_from_imported",
                    joined(others.stream().map(ImportedTransaction::sequence).toList()),
                    joined(others.stream().map(ImportedTransaction::quantity).toList()),
                    quantity);
        }
    }

    private static String joined(List<Long> numbers) {
        return numbers.stream().map(Objects::toString).collect(Collectors.joining(", "));
    }

    /** Adds the transaction of a row. */
    void add(Books books, Key key, ImportedTransaction fact) {
        List<ImportedTransaction> all = new ArrayList<>(known(books, key));
        all.add(fact);
        books.put(this, key, List.copyOf(all));
    }

    private List<ImportedTransaction> known(Books books, Key key) {
        return books.row(this, key).orElse(List.of());
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, List<ImportedTransaction>> found) {
        lookups.add(
                """
                select f.community_id, f.member_id, f.item_id, f.effective_on, f.kind, f.reference, t.sequence,
                       coalesce(l.quantity, t.quantity)
                from :rows(member_id, item_id, effective_on)
                cross join lateral (select f.* from imported_fact f
                    where f.community_id = n.community_id and f.member_id = n.member_id and f.item_id = n.item_id
                      and f.effective_on between n.effective_on and n.effective_on
                    order by f.effective_on) f
                cross join lateral (select t.* from ledger_transaction t
                    where t.community_id = n.community_id and t.kind = f.kind and t.reference between f.reference and f.reference
                    order by t.reference) t
                left join lateral (select d.id, d.status from redemption d
                    where d.community_id = n.community_id and d.id between t.cause_id and t.cause_id
                      and t.kind = 'reservation'
                    order by d.id) d on true
                left join lateral (select l.reward_id, l.quantity from redemption_line l
                    where l.community_id = n.community_id and l.redemption_id = d.id order by l.position) l
                  on l.reward_id = f.item_id
                left join lateral (select r.sequence from ledger_transaction r
                    where r.community_id = n.community_id and r.reverses between t.sequence and t.sequence
                    order by r.reverses) r on true
                where coalesce(d.status, 'collected') in ('reserved', 'collected') and r.sequence is null
                order by t.sequence
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    KEYS.fill(columns, keys.stream().map(RowKey::key).toList());
                },
                rows -> {
                    Map<RowKey<Key>, List<ImportedTransaction>> facts = new HashMap<>();
                    while (rows.next()) {
                        Key key = KEYS.read(rows, 2);
                        facts.computeIfAbsent(
                                        new RowKey<>(rows.getObject(1, UUID.class), key), any -> new ArrayList<>())
                                .add(new ImportedTransaction(
                                        TransactionKind.ofCode(rows.getString(5))
                                                .orElseThrow(),
                                        rows.getString(6),
                                        rows.getLong(7),
                                        rows.getLong(8)));
                    }
                    facts.forEach(found);
                });
    }

    /** Saves only added ones; existing ones never change. */
    @Override
    public void save(Script script, Collection<Map.Entry<RowKey<Key>, List<ImportedTransaction>>> changed) {
        record Added(RowKey<Key> of, ImportedTransaction fact) {}

        List<Added> added = changed.stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(fact -> fact.sequence() == null)
                        .map(fact -> new Added(entry.getKey(), fact)))
                .toList();
        script.add("""
                insert into imported_fact (community_id, member_id, item_id, effective_on, kind, reference)
                select * from :rows(member_id, item_id, effective_on, kind, reference)
                on conflict (community_id, member_id, item_id, effective_on, kind, reference) do nothing
                """, columns -> {
            columns.communities(added.stream().map(one -> one.of().communityId()));
            KEYS.fill(columns, added.stream().map(one -> one.of().key()).toList());
            columns.texts(added.stream().map(one -> one.fact().kind().code()));
            columns.texts(added.stream().map(one -> one.fact().reference()));
        });
    }
}
