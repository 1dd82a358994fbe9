package org.weijifen.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * The references (the callers' document numbers) in a working copy. A reference belongs to one transaction until that
 * is reversed.
 */
final class References {

    /**
     * The last use of a reference.
     *
     * @param reversedBy the reversal that took it back and freed the reference with it, or null
     */
    record Use(long sequence, Long reversedBy) {}

    private final Map<Needs.Reference, Use> last = new HashMap<>();
    private final Map<Long, Long> freed = new HashMap<>();
    private final Journal journal;

    References(Journal journal) {
        this.journal = journal;
    }

    /** Adds a use. The reference may have had earlier uses. */
    void load(Needs.Reference reference, Use use) {
        last.merge(reference, use, (one, other) -> one.sequence() > other.sequence() ? one : other);
    }

    boolean isUsed(Needs.Reference reference) {
        Use use = last.get(reference);
        return use != null && use.reversedBy() == null;
    }

    /** See {@link Books#referenceFreedBy}. */
    Long freedBy(long posted) {
        return freed.get(posted);
    }

    /** Uses the reference of a transaction, if it has one. */
    void use(Transaction transaction) {
        Use before = put(transaction, null);
        if (before != null) {
            freed.put(transaction.sequence(), before.reversedBy());
            journal.push(() -> freed.remove(transaction.sequence()));
        }
    }

    /** Frees the reference of a transaction that was reversed, if it has one. */
    void free(Transaction transaction, long reversal) {
        put(transaction, reversal);
    }

    private Use put(Transaction transaction, Long reversedBy) {
        if (transaction.reference() == null) {
            return null;
        }
        Needs.Reference reference = new Needs.Reference(transaction.kind(), transaction.reference());
        Use before = last.put(reference, new Use(transaction.sequence(), reversedBy));
        journal.push(() -> {
            if (before == null) {
                last.remove(reference);
            } else {
                last.put(reference, before);
            }
        });
        return before;
    }
}
