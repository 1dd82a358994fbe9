package org.weijifen.statement;

import java.time.Instant;
import java.time.YearMonth;
import org.weijifen.ledger.HashChain;

/**
 * The closing of a month. Immutable: a step answers the closing after it.
 *
 * @param preparedBy opaque id of who prepared it; never the one who signs
 * @param preparedAtSequence where the books stood when the figures were read
 * @param stocktakes how many completed ones of the month the figures know of; null where that was not kept yet
 * @param figures canonical JSON of {@link Figures}
 * @param figuresHash SHA-256 of the figures
 * @param sequence where the books stood when the month was closed, or null
 * @param headHash the hash of that transaction, or null
 * @param overtaken whether something was posted with a day up to the month's last one, or counted in the month, since the
 *     figures were read
 */
public record Closing(
        YearMonth month,
        ClosingStatus status,
        String preparedBy,
        Instant preparedAt,
        long preparedAtSequence,
        Long stocktakes,
        String figures,
        String figuresHash,
        String signedBy,
        Instant signedAt,
        Long sequence,
        String headHash,
        String withdrawnBy,
        Instant withdrawnAt,
        boolean overtaken) {

    /**
     * A closing that waits for a signature.
     *
     * @param overtaken whether anything at all was posted since: as long as it is not stored that is near enough
     */
    public static Closing prepared(
            YearMonth month,
            String preparedBy,
            Instant preparedAt,
            long sequence,
            long stocktakes,
            Figures.Recorded figures,
            boolean overtaken) {
        return new Closing(
                month,
                ClosingStatus.PREPARED,
                preparedBy,
                preparedAt,
                sequence,
                stocktakes,
                figures.json(),
                figures.hash(),
                null,
                null,
                null,
                null,
                null,
                null,
                overtaken);
    }

    /** As it is once signed. */
    public Closing signed(String by, Instant at, long booksSequence, String booksHash) {
        return new Closing(
                month,
                ClosingStatus.SIGNED,
                preparedBy,
                preparedAt,
                preparedAtSequence,
                stocktakes,
                figures,
                figuresHash,
                by,
                at,
                booksSequence,
                booksHash,
                null,
                null,
                overtaken);
    }

    /** As it is once called off. */
    public Closing withdrawn(String by, Instant at) {
        return new Closing(
                month,
                ClosingStatus.WITHDRAWN,
                preparedBy,
                preparedAt,
                preparedAtSequence,
                stocktakes,
                figures,
                figuresHash,
                null,
                null,
                null,
                null,
                by,
                at,
                overtaken);
    }

    public boolean isSigned() {
        return status == ClosingStatus.SIGNED;
    }

    /** Whether the recorded figures are still those that were hashed. */
    public boolean isIntact() {
        return HashChain.sha256(figures).equals(figuresHash);
    }
}
