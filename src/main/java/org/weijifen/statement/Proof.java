package org.weijifen.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The proof of a statement: pairs of values that are computed in different ways and have to agree.
 *
 * @param openingFrom the source of the opening
 * @param closingFrom the source of the closing
 */
@Schema(name = "StatementProof", description = "Pairs of values that come about in different ways and have to agree")
public record Proof(
        @Schema(description = "Whether all checks hold") boolean valid,

        @Schema(
                description =
                        "What the opening was worked out from: `start` of the books, `closing` of a month nearby, or"
                                + " `accounts` as they stand",
                examples = "closing 2026-02")
        String openingFrom,

        @Schema(description = "What the closing was worked out from, likewise", examples = "accounts")
        String closingFrom,

        List<Check> checks) {

    /** Two values that have to agree. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ProofCheck")
    public record Check(
            @Schema(description = "Stable name in snake_case", examples = "points_lines_reach_closing")
            String name,

            @Schema(nullable = true, description = "The reward or merchant it is about, where one fails")
            String subject,

            long left,
            long right,
            @Schema(description = "Whether they agree") boolean holds) {}

    /** Collects checks. */
    static final class Builder {
        private final List<Check> checks = new ArrayList<>();

        /** Adds a pair of values. */
        Builder equal(String name, long left, long right) {
            return equal(name, null, left, right);
        }

        /** Adds a pair of values of one reward or merchant. */
        Builder equal(String name, String subject, long left, long right) {
            return agree(name, subject, left, right, left == right);
        }

        /** Adds a pair of values that stands for several pairs. */
        Builder agree(String name, String subject, long left, long right, boolean holds) {
            checks.add(new Check(name, subject, left, right, holds));
            return this;
        }

        Proof build(String openingFrom, String closingFrom) {
            return new Proof(checks.stream().allMatch(Check::holds), openingFrom, closingFrom, List.copyOf(checks));
        }
    }
}
