package org.weijifen.ledger;

import static org.weijifen.ledger.AccountType.MERCHANT;
import static org.weijifen.ledger.AccountType.PAYABLE;
import static org.weijifen.ledger.AccountType.SETTLED;

import java.util.UUID;

/** The rules by which what one merchant is owed moves. All amounts are in fen (CNY 0.01), at least 1. */
public final class MerchantAccount {
    private final Books books;
    private final UUID merchantId;

    /** The dues of a merchant whose accounts were named. */
    public MerchantAccount(Books books, UUID merchantId) {
        this.books = books;
        this.merchantId = merchantId;
    }

    /** What the merchant is owed; below zero when what was settled has been returned since. */
    public long owed() {
        return books.balance(key(MERCHANT));
    }

    /** What has been settled with the merchant. */
    public long settled() {
        return books.balance(key(SETTLED));
    }

    /** Owes the merchant for what was handed out. */
    public void owe(Entry entry, long fen) {
        entry.move(fen, key(PAYABLE), key(MERCHANT));
    }

    /** No longer owes for what was handed out and has been returned. Where it was settled already, the merchant owes it. */
    public void takeBack(Entry entry, long fen) {
        entry.move(fen, key(MERCHANT), key(PAYABLE));
    }

    /** Pays what was owed. */
    public void settle(Entry entry, long fen) {
        entry.move(fen, key(MERCHANT), key(SETTLED));
    }

    /** Sets off what was settled before and has been returned since. */
    public void setOff(Entry entry, long fen) {
        entry.move(fen, key(SETTLED), key(MERCHANT));
    }

    private AccountKey key(AccountType type) {
        return AccountKey.of(type, merchantId);
    }
}
