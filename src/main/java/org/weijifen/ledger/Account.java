package org.weijifen.ledger;

import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** One account in a working copy of the books. Only {@link Books} moves its balance. */
public final class Account {
    /** Largest balance either way: whole numbers that every JSON reader keeps exact (I-JSON, RFC 7493). */
    public static final long MAX_BALANCE = (1L << 53) - 1;

    private final long number;
    private final AccountKey key;
    private final boolean created;
    private long balance;

    Account(long number, AccountKey key, long balance, boolean created) {
        this.number = number;
        this.key = key;
        this.balance = balance;
        this.created = created;
    }

    public long number() {
        return number;
    }

    public AccountKey key() {
        return key;
    }

    public long balance() {
        return balance;
    }

    /** Whether this account is not in the database yet. */
    boolean created() {
        return created;
    }

    void setBalance(long balance) {
        this.balance = balance;
    }

    /**
     * The balance after adding {@code change}.
     *
     * @throws ProblemException {@code limit_exceeded} beyond {@link #MAX_BALANCE}
     * @throws BoundBroken when it would be on the wrong side of zero
     */
    long after(long change) {
        long after = balance + change; // Both are within 2^53, so the sum can't overflow.
        if (Math.abs(after) > MAX_BALANCE) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "balance");
        }
        if (!key.type().allows(after)) {
            throw new BoundBroken(key, after);
        }
        return after;
    }

    /**
     * A decision let an account cross its bound. Either the code of the decision is wrong, or somebody changed its rows
     * outside of this service.
     */
    public static final class BoundBroken extends IllegalStateException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        BoundBroken(AccountKey key, long balance) {
            super(key.type() + " of " + key.owner() + " would be " + balance);
        }
    }
}
