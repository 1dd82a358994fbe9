package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** A transaction in the making: its moves take effect in the working copy at once, {@link #post} completes it. */
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

    /** What the fact is about; null for nothing in particular. */
    public Entry about(Cause what) {
        this.cause = what;
        return this;
    }

    public Entry quantity(Long number) {
        this.quantity = number;
        return this;
    }

    /** The day the fact really happened, where that is before the day on which it takes effect; else null. */
    public Entry occurredOn(LocalDate day) {
        this.occurredOn = day;
        return this;
    }

    /** What each unit received has cost, in fen; null where that isn't known. */
    public Entry unitCostFen(Long fen) {
        this.unitCostFen = fen;
        return this;
    }

    /**
     * What is handed out, or comes back, had cost altogether when it was reserved, in fen.
     *
     * @throws ProblemException {@code limit_exceeded} beyond what every reader of JSON keeps exact
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
     * The caller's own document number; the operation must have named it.
     *
     * @throws ProblemException {@code duplicate_reference} when a transaction of this kind has it that is not reversed
     */
    public Entry reference(String number) {
        if (number != null && books.isUsed(kind, number)) {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, number);
        }
        this.reference = number;
        return this;
    }

    /**
     * Marks the transaction that this one takes back; the operation must have named it.
     *
     * @throws ProblemException {@code already_reversed} when another one has done so
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
