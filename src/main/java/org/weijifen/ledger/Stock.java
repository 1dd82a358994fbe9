package org.weijifen.ledger;

import static org.weijifen.ledger.AccountType.HANDED_OUT;
import static org.weijifen.ledger.AccountType.RESERVED;
import static org.weijifen.ledger.AccountType.SHELF;
import static org.weijifen.ledger.AccountType.SUPPLIED;

import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * The rules by which the units of one reward move. What is kept in stock comes from the shelf; services and merchants'
 * packages, which have no stock, are supplied at the moment they are reserved, so that they are counted all the same.
 */
public final class Stock {
    private final Books books;
    private final UUID rewardId;

    /** The units of a reward whose accounts were named. */
    public Stock(Books books, UUID rewardId) {
        this.books = books;
        this.rewardId = rewardId;
    }

    /** Units that can be reserved. */
    public long onShelf() {
        return books.balance(key(SHELF));
    }

    /** Puts new units on the shelf. */
    public void receive(Entry entry, long units) {
        entry.move(units, key(SUPPLIED), key(SHELF));
    }

    /**
     * Takes a receipt back.
     *
     * @throws ProblemException {@code out_of_stock} when fewer units are left on the shelf
     */
    public void reverseReceipt(Entry entry, long units) {
        requireOnShelf(units);
        entry.move(units, key(SHELF), key(SUPPLIED));
    }

    /**
     * Reserves units.
     *
     * @param stocked whether they come from the shelf
     * @throws ProblemException {@code out_of_stock}
     */
    public void reserve(Entry entry, long units, boolean stocked) {
        if (stocked) {
            requireOnShelf(units);
        }
        entry.move(units, key(stocked ? SHELF : SUPPLIED), key(RESERVED));
    }

    /** Hands reserved units out. */
    public void handOut(Entry entry, long units) {
        entry.move(units, key(RESERVED), key(HANDED_OUT));
    }

    /** Puts reserved units back where they came from. */
    public void release(Entry entry, long units, boolean stocked) {
        entry.move(units, key(RESERVED), key(stocked ? SHELF : SUPPLIED));
    }

    /** Takes units back that were handed out. */
    public void takeBack(Entry entry, long units, boolean stocked) {
        entry.move(units, key(HANDED_OUT), key(stocked ? SHELF : SUPPLIED));
    }

    private void requireOnShelf(long units) {
        if (onShelf() < units) {
            throw ProblemException.of(ErrorCode.OUT_OF_STOCK, rewardId.toString(), units, onShelf());
        }
    }

    private AccountKey key(AccountType type) {
        return AccountKey.of(type, rewardId);
    }
}
