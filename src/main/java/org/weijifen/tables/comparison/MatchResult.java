package org.weijifen.tables.comparison;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.tables.sheet.RowFault;

/**
 * The result of comparing a row of the table, or of an entry without a row.
 *
 * @param row null when only the books have it
 * @param entry null when only the table has it; for a missing row, the entry that was taken back, if there is one
 * @param differences the columns that differ: member, item, quantity, points or day
 * @param faults why the row can't be compared, or what it names that is not here
 */
record MatchResult(Status status, Row row, BookEntry entry, List<String> differences, List<RowFault> faults) {

    /** How a row and the books agree. */
    @Schema(name = "ReconciliationStatus")
    public enum Status {
        /** Both have it. */
        MATCHED,
        /** Both have it, with another amount; or under the same reference with anything else different. */
        DIFFERENT,
        /** Their table has it, the books have not. */
        MISSING_HERE,
        /** The books have it, their table has not. */
        MISSING_THERE,
        /** The row can't be compared. */
        UNCLEAR,
        /** The row says itself that it doesn't count, see {@link RowsThatCount}, or has no data. */
        SKIPPED;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        @JsonValue
        public String code() {
            return code;
        }
    }

    static MatchResult matched(Row row, BookEntry entry) {
        return new MatchResult(Status.MATCHED, row, entry, List.of(), List.of());
    }

    static MatchResult different(Row row, BookEntry entry, List<String> differences) {
        return new MatchResult(Status.DIFFERENT, row, entry, differences, List.of());
    }

    /** @param withdrawn what stood in the books for it and was taken back, or null */
    static MatchResult missingHere(Row row, BookEntry withdrawn) {
        return new MatchResult(Status.MISSING_HERE, row, withdrawn, List.of(), row.faults());
    }

    static MatchResult missingThere(BookEntry entry) {
        return new MatchResult(Status.MISSING_THERE, null, entry, List.of(), List.of());
    }

    static MatchResult unclear(Row row) {
        return new MatchResult(Status.UNCLEAR, row, null, List.of(), row.faults());
    }

    static MatchResult skipped(Row row) {
        return new MatchResult(Status.SKIPPED, row, null, List.of(), row.faults());
    }

    /** Of a row whose day is not one of the period, and to which nothing in the period belongs. */
    static MatchResult outside(Row row) {
        RowFault fault = new RowFault(row.line(), "", "day", "outside_period", List.of());
        return new MatchResult(Status.UNCLEAR, row, null, List.of(), List.of(fault));
    }
}
