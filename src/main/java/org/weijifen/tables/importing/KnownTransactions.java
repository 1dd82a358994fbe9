package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.DerivedTable;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.RecordColumns;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.TaskId;
import org.weijifen.tables.importing.RowReport.Taken;

/** The transactions in the books by reference, which show that a row was imported before. The ledger saves them. */
@Singleton
final class KnownTransactions implements DerivedTable<KnownTransactions.Key, KnownTransactions.KnownTransaction> {
    /** A document number within one kind. */
    record Key(TransactionKind kind, String reference) {}

    private static final RecordColumns<Key> KEYS = new RecordColumns<>(Key.class);

    /**
     * A transaction in the books.
     *
     * @param sequence null for one that a dry run would make
     * @param occurredOn the day it happened, if that day was closed; else null
     * @param status status of a redemption; null for other transactions
     * @param amounts the amounts moved, by member or reward
     */
    record KnownTransaction(
            Long sequence,
            TaskId taskId,
            LocalDate effectiveOn,
            LocalDate occurredOn,
            String status,
            Long quantity,
            Map<UUID, Long> amounts) {

        /** The amount of a member or reward, or null. */
        Long amount(Id owner) {
            return amounts.get(owner.value());
        }
    }

    /**
     * Checks a row against the transaction that has its reference.
     *
     * @param same whether it says the same as the row
     * @return {@code already_there}, or empty when nothing is known
     * @throws ProblemException {@code duplicate_reference} when it says something else
     */
    Optional<Taken> known(Books books, Key key, Predicate<KnownTransaction> same) {
        Optional<KnownTransaction> known = find(books, key);
        if (known.isPresent() && !same.test(known.get())) {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, key.reference());
        }
        return known.map(fact -> Taken.alreadyThere(null, fact.sequence()));
    }

    /**
     * The transaction with a reference, which the operation has named as well. A reversed transaction may be imported
     * again in a corrected form.
     */
    Optional<KnownTransaction> find(Books books, Key key) {
        return books.row(this, key).filter(fact -> books.isUsed(key.kind(), key.reference()));
    }

    @Override
    public void load(Lookups lookups, Set<RowKey<Key>> keys, BiConsumer<RowKey<Key>, KnownTransaction> found) {
        lookups.add(
                """
                select t.community_id, t.kind, t.reference, t.sequence, t.task_id, t.effective_on, t.quantity, p.owner, p.amount,
                       t.occurred_on, d.status
                from :rows(kind, reference)
                cross join lateral (select t.* from ledger_transaction t
                    where t.community_id = n.community_id and t.kind = n.kind and t.reference between n.reference and n.reference
                    order by t.reference) t
                cross join lateral (select p.owner, p.amount from posting p
                    where p.community_id = n.community_id and p.sequence = t.sequence order by p.position) p
                left join lateral (select d.status from redemption d
                    where d.community_id = n.community_id and d.id between t.cause_id and t.cause_id
                      and t.kind = 'reservation'
                    order by d.id) d on true
                order by t.sequence
                """,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    KEYS.fill(columns, keys.stream().map(RowKey::key).toList());
                },
                rows -> {
                    Map<RowKey<Key>, KnownTransaction> facts = new HashMap<>();
                    while (rows.next()) {
                        Key key = KEYS.read(rows, 2);
                        RowKey<Key> rowKey = new RowKey<>(rows.getObject(1, UUID.class), key);
                        // The last one counts: those before it have been reversed.
                        if (!facts.containsKey(rowKey) || facts.get(rowKey).sequence() != rows.getLong(4)) {
                            facts.put(rowKey, fact(rows));
                        }
                        facts.get(rowKey).amounts().merge(rows.getObject(8, UUID.class), rows.getLong(9), Long::sum);
                    }
                    facts.forEach(found);
                });
    }

    private static KnownTransaction fact(ResultSet rows) throws SQLException {
        return new KnownTransaction(
                rows.getLong(4),
                Id.of(TaskId::new, rows.getObject(5, UUID.class)),
                rows.getObject(6, LocalDate.class),
                rows.getObject(10, LocalDate.class),
                rows.getString(11),
                rows.getObject(7, Long.class),
                new HashMap<>());
    }
}
