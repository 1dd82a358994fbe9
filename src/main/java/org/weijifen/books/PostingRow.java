package org.weijifen.books;

import java.util.UUID;

/** The row of a posting. Its accounts may be missing. */
record PostingRow(
        long sequence,
        int position,
        UUID owner,
        long amount,
        long fromAccount,
        long fromBalance,
        long toAccount,
        long toBalance) {}
