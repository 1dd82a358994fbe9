package org.weijifen.ledger;

import static org.weijifen.ledger.AccountType.MERCHANT;
import static org.weijifen.ledger.AccountType.PAYABLE;
import static org.weijifen.ledger.AccountType.SETTLED;

import org.weijifen.platform.id.MerchantId;

/** The rules for the amounts owed to one merchant. All amounts are in fen (CNY 0.01), at least 1. */
public final class MerchantAccount {
    private final Books books;
    private final MerchantId merchantId;

    /** The accounts of a merchant. The operation must have named them. */
    public MerchantAccount(Books books, MerchantId merchantId) {
        this.books = books;
        this.merchantId = merchantId;
    }

    /** What is owed to the merchant. It is below zero when units were returned after they were settled. */
    public long owed() {
        return books.balance(key(MERCHANT));
    }

    /** What has been settled with the merchant. */
    public long settled() {
        return books.balance(key(SETTLED));
    }

    /** Adds what is owed for units that were handed out. */
    public void owe(Entry entry, long fen) {
        entry.move(fen, key(PAYABLE), key(MERCHANT));
    }

    /** Takes off what was owed for units that were returned. If it was settled already, the merchant owes it. */
    public void takeBack(Entry entry, long fen) {
        entry.move(fen, key(MERCHANT), key(PAYABLE));
    }

    /** Pays an amount that was owed. */
    public void settle(Entry entry, long fen) {
        entry.move(fen, key(MERCHANT), key(SETTLED));
    }

    /** Sets off an amount that was settled for units that were returned later. */
    public void setOff(Entry entry, long fen) {
        entry.move(fen, key(SETTLED), key(MERCHANT));
    }

    private AccountKey key(AccountType type) {
        return AccountKey.of(type, merchantId);
    }
}
