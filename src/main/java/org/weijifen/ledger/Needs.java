package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an operation needs to have loaded before it decides. */
public final class Needs {

    /** A caller's document number within one kind. */
    record Reference(TransactionKind kind, String reference) {}

    private final UUID communityId;
    private final Map<UUID, LocalDate> owners = new HashMap<>();
    private final Set<Long> transactions = new HashSet<>();
    private final Set<Reference> references = new HashSet<>();
    private final Map<Table<?, ?>, Set<Object>> rows = new HashMap<>();

    Needs(UUID communityId) {
        this.communityId = communityId;
    }

    /** In whose books it is. */
    public UUID communityId() {
        return communityId;
    }

    /** All accounts of a member or reward, save empty ones of points that expired before today. */
    public void accountsOf(UUID owner) {
        accountsOf(owner, LocalDate.MAX);
    }

    /** As {@link #accountsOf(UUID)}, and the empty ones too of points that expire on {@code oldestExpiry} or later. */
    public void accountsOf(UUID owner, LocalDate oldestExpiry) {
        owners.merge(owner, oldestExpiry, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** A transaction with its postings, the accounts they touch, and whether it has been reversed. */
    public void transaction(long sequence) {
        transactions.add(sequence);
    }

    /** Whether the reference is in use for this kind. */
    public void reference(TransactionKind kind, String reference) {
        references.add(new Reference(kind, reference));
    }

    /** A row of a feature's table. */
    public <K> void row(Table<K, ?> table, K key) {
        rows.computeIfAbsent(table, any -> new HashSet<>()).add(key);
    }

    Map<UUID, LocalDate> owners() {
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
