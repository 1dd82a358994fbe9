package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.id.Id;

/** The rows that must be loaded before an operation decides. */
public final class Needs {

    /** A caller's document number within one kind. */
    record Reference(TransactionKind kind, String reference) {}

    private final UUID communityId;
    private final Map<Id, LocalDate> owners = new HashMap<>();
    private final Set<Long> transactions = new HashSet<>();
    private final Set<Reference> references = new HashSet<>();
    private final Map<Table<?, ?>, Set<Object>> rows = new HashMap<>();

    Needs(UUID communityId) {
        this.communityId = communityId;
    }

    /** The community whose books are loaded. */
    public UUID communityId() {
        return communityId;
    }

    /** Names all accounts of a member, reward or merchant, except empty ones of points that expired before today. */
    public void accountsOf(Id owner) {
        accountsOf(owner, LocalDate.MAX);
    }

    /** Like {@link #accountsOf(Id)}, with empty accounts of points that expire on {@code oldestExpiry} or later. */
    public void accountsOf(Id owner, LocalDate oldestExpiry) {
        owners.merge(owner, oldestExpiry, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** Names a transaction with its postings and their accounts, and whether it has been reversed. */
    public void transaction(long sequence) {
        transactions.add(sequence);
    }

    /** Names a reference: whether it is in use for this kind. */
    public void reference(TransactionKind kind, String reference) {
        references.add(new Reference(kind, reference));
    }

    /** Names a row of a feature's table. */
    public <K> void row(Table<K, ?> table, K key) {
        rows.computeIfAbsent(table, any -> new HashSet<>()).add(key);
    }

    Map<Id, LocalDate> owners() {
        return owners;
    }

    Set<Long> transactions() {
        return transactions;
    }

    Set<Reference> references() {
        return references;
    }

    Map<Table<?, ?>, Set<Object>> rows() {
        return rows;
    }
}
