package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** A transaction that is not complete yet. Its moves take effect in the working copy at once. {@link #post} completes it. */
public final class Entry {
    private final Books books;
    private final TransactionKind kind;
    private final LocalDate effectiveOn;
    private final String actor;
    private final List<Posting> postings = new ArrayList<>();
    private Cause cause;
    private LocalDate occurredOn;
    private Long quantity;
    private Long unitCostFen;
    private Long costFen;
    private String reason;
    private String reference;
    private Long reverses;

    Entry(Books books, TransactionKind kind, LocalDate effectiveOn, String actor) {
        this.books = books;
        this.kind = kind;
        this.effectiveOn = effectiveOn;
        this.actor = actor;
    }

    /** Sets what the transaction is about; null for nothing in particular. */
    public Entry about(Cause what) {
        this.cause = what;
        return this;
    }

    public Entry quantity(Long number) {
        this.quantity = number;
        return this;
    }

    /** Sets the day the fact happened, if that is before the effective day; else null. */
    public Entry occurredOn(LocalDate day) {
        this.occurredOn = day;
        return this;
    }

    /** Sets the cost of each unit received, in fen; null when it is not known. */
    public Entry unitCostFen(Long fen) {
        this.unitCostFen = fen;
        return this;
    }

    /**
     * Sets the total cost of the units that are handed out or come back, in fen, as it was when they were reserved.
     *
     * @throws ProblemException {@code limit_exceeded} beyond what every JSON reader keeps exact
     */
    public Entry costFen(long fen) {
        if (fen > Account.MAX_BALANCE) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "balance");
        }
        this.costFen = fen;
        return this;
    }

    public Entry reason(String words) {
        this.reason = words;
        return this;
    }

    /**
     * Sets the caller's own document number. The operation must have named it.
     *
     * @throws ProblemException {@code duplicate_reference} when another transaction of this kind has it and is not
     *     reversed
     */
    public Entry reference(String number) {
        if (number != null && books.isUsed(kind, number)) {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, number);
        }
        this.reference = number;
        return this;
    }

    /**
     * Sets the transaction that this one takes back. The operation must have named it.
     *
     * @throws ProblemException {@code already_reversed} when another transaction has reversed it
     */
    public Entry reverses(StoredTransaction original) {
        long sequence = original.transaction().sequence();
        StoredTransaction current = books.transaction(sequence).orElseThrow();
        if (current.reversedBy() != null) {
            throw ProblemException.of(ErrorCode.ALREADY_REVERSED, sequence, current.reversedBy());
        }
        this.reverses = sequence;
        return this;
    }

    /** Moves an amount of at least 1 between two accounts of the same asset and owner. */
    public Entry move(long amount, AccountKey from, AccountKey to) {
        postings.add(books.move(amount, from, to));
        return this;
    }

    /** Whether anything has been moved. */
    public boolean isEmpty() {
        return postings.isEmpty();
    }

    /** Completes the transaction and takes it into the books. */
    public Transaction post() {
        if (postings.isEmpty()) {
            throw new IllegalStateException("a transaction has at least one posting");
        }
        Transaction transaction = new Transaction(
                books.communityId(),
                books.nextSequence(),
                kind,
                effectiveOn,
                occurredOn,
                books.now(),
                actor,
                cause,
                quantity,
                unitCostFen,
                costFen,
                reason,
                reference,
                reverses,
                postings);
        books.append(transaction);
        return transaction;
    }
}
