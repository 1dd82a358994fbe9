package org.weijifen.statement;

import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.YearMonth;
import org.weijifen.ledger.HashChain;

/**
 * The closing of a month. Immutable: a step returns the closing in its new state.
 *
 * @param preparedBy opaque id of the person who prepared it; never the one who signs
 * @param preparedAtSequence number of the last transaction when the figures were read
 * @param stocktakes the number of the month's completed stocktakes in the figures; null in closings of older versions
 * @param figures canonical JSON of {@link Figures}
 * @param figuresHash SHA-256 of the figures
 * @param sequence number of the last transaction when the month was closed, or null
 * @param headHash the hash of that transaction, or null
 * @param overtaken whether anything was posted up to the end of the month, or counted in the month, since the figures
 *     were read
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
        @Transient boolean overtaken) {

    /**
     * A closing that waits for a signature.
     *
     * @param overtaken whether anything was posted since; this is exact enough as long as it is not stored
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

    /** The closing after it is signed. */
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

    /** The closing after it is withdrawn. */
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

    /** The same, with what happened since its figures were read. */
    Closing overtakenIf(boolean something) {
        return new Closing(
                month,
                status,
                preparedBy,
                preparedAt,
                preparedAtSequence,
                stocktakes,
                figures,
                figuresHash,
                signedBy,
                signedAt,
                sequence,
                headHash,
                withdrawnBy,
                withdrawnAt,
                something);
    }

    public boolean isSigned() {
        return status == ClosingStatus.SIGNED;
    }

    /** Whether the recorded figures still match their hash. */
    public boolean isIntact() {
        return HashChain.sha256(figures).equals(figuresHash);
    }
}
