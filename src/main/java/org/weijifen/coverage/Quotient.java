package org.weijifen.coverage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One number divided by another, exactly and for reading. */
@Schema(name = "Quotient", description = "One number divided by another: exactly, and rounded for reading")
public record Quotient(
        BigInteger numerator,

        @Schema(description = "At least 1") BigInteger denominator,

        @Schema(description = "numerator / denominator with six decimals, rounded half up", examples = "0.625000")
        String decimal,

        @Schema(
                description = "What was divided by what, by names of this answer",
                examples = "shelf.points / outstanding.free")
        String formula) {
    private static final int DECIMALS = 6;

    /** A quotient; null where there is nothing to divide by. */
    static Quotient of(BigInteger numerator, BigInteger denominator, String formula) {
        return denominator.signum() <= 0
                ? null
                : new Quotient(
                        numerator,
                        denominator,
                        new BigDecimal(numerator)
                                .divide(new BigDecimal(denominator), DECIMALS, RoundingMode.HALF_UP)
                                .toPlainString(),
                        formula);
    }

    /** So many times the exact quotient, rounded half up to a whole number. */
    BigInteger times(BigInteger factor) {
        return rounded(numerator.multiply(factor), denominator);
    }

    /** A quotient rounded half up to a whole number. */
    static BigInteger rounded(BigInteger numerator, BigInteger denominator) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), 0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
    }
}
