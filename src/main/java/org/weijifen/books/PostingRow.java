package org.weijifen.books;

import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.Posting;

/** The row of a posting. Its accounts may be missing. */
record PostingRow(
        long sequence,
        int position,
        UUID owner,
        long amount,
        long fromAccount,
        long fromBalance,
        long toAccount,
        long toBalance) {

    /**
     * The postings of these rows.
     *
     * @param accounts the key of each account number
     * @throws RuntimeException when they are invalid
     */
    static List<Posting> postings(List<PostingRow> rows, LongFunction<AccountKey> accounts) {
        return rows.stream().map(row -> row.posting(accounts)).toList();
    }

    private Posting posting(LongFunction<AccountKey> accounts) {
        return new Posting(
                amount,
                accounts.apply(fromAccount),
                fromAccount,
                fromBalance,
                accounts.apply(toAccount),
                toAccount,
                toBalance);
    }
}
