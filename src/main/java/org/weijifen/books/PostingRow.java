package org.weijifen.books;

import java.util.UUID;

/** A posting as its row says, whether or not the accounts it names are there. */
record PostingRow(
        long sequence,
        int position,
        UUID owner,
        long amount,
        long fromAccount,
        long fromBalance,
        long toAccount,
        long toBalance) {}
