package org.weijifen.tables.importing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.EnumNames;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.platform.id.Id;
import org.weijifen.tables.sheet.RowFault;
import org.weijifen.tables.vocabulary.NonDataRow;

/**
 * The result of one row.
 *
 * @param line the row's number as a spreadsheet shows it
 * @param column the English name of the column at fault, or null
 * @param heading what that column is called in the file, or null
 * @param code stable snake_case name of what happened
 * @param message name of the text that says it
 * @param arguments what that text speaks of
 * @param id of the member, task, reward or redemption it is about, or null
 * @param sequence number of the transaction it made, or null
 */
record RowReport(
        long line,
        RowStatus result,
        String column,
        String heading,
        String code,
        String message,
        List<Object> arguments,
        UUID id,
        Long sequence) {
    /** Whether a row was taken. */
    @Schema(name = "ImportRowOutcome")
    public enum RowStatus {
        ACCEPTED,
        /** The data are unchanged, or the row says that nothing happened. */
        UNCHANGED,
        REFUSED,
        /** It has no data: a total, a signature line, or repeated headings. */
        SKIPPED;

        @JsonValue
        public String code() {
            return EnumNames.code(this);
        }
    }

    RowReport {
        arguments = List.copyOf(arguments);
    }

    /** The result of a row that was not refused, without its position. */
    record Taken(RowStatus result, String code, UUID id, Long sequence, List<String> changed) {
        Taken(RowStatus result, String code, UUID id, Long sequence) {
            this(result, code, id, sequence, List.of());
        }

        static Taken created(Id id) {
            return new Taken(RowStatus.ACCEPTED, "created", id.value(), null);
        }

        /** @param changed names of the columns that say something new */
        static Taken updated(Id id, Long sequence, List<String> changed) {
            return new Taken(RowStatus.ACCEPTED, "updated", id.value(), sequence, changed);
        }

        static Taken posted(Id id, Long sequence) {
            return new Taken(RowStatus.ACCEPTED, "posted", Id.uuid(id), sequence);
        }

        /** The data of the row are already stored. */
        static Taken alreadyThere(Id id, Long sequence) {
            return new Taken(RowStatus.UNCHANGED, "already_there", Id.uuid(id), sequence);
        }

        /** The row itself says that nothing happened. */
        static Taken notCarriedOut() {
            return new Taken(RowStatus.UNCHANGED, "not_carried_out", null, null);
        }

        /** The same without what a dry run did not make. */
        Taken inDryRun() {
            return result == RowStatus.ACCEPTED
                    ? new Taken(result, code, code.equals("updated") ? id : null, null, changed)
                    : this;
        }
    }

    static RowReport of(long line, Taken taken) {
        return new RowReport(
                line,
                taken.result(),
                null,
                null,
                taken.code(),
                "import." + taken.code() + (taken.changed().isEmpty() ? "" : "_columns"),
                taken.changed().isEmpty() ? List.of() : List.of(String.join(", ", taken.changed())),
                taken.id(),
                taken.sequence());
    }

    static RowReport of(RowFault fault) {
        return new RowReport(
                fault.line(),
                RowStatus.REFUSED,
                fault.column(),
                null,
                fault.code(),
                "violation." + fault.code(),
                fault.arguments(),
                null,
                null);
    }

    /** A row without data. */
    static RowReport of(long line, NonDataRow kind) {
        return new RowReport(
                line, RowStatus.SKIPPED, null, null, kind.code(), "import." + kind.code(), List.of(), null, null);
    }

    boolean isRefused() {
        return result == RowStatus.REFUSED;
    }

    /** The same, with what its column is called in the file. */
    RowReport under(UnaryOperator<String> headings) {
        return column == null
                ? this
                : new RowReport(line, result, column, headings.apply(column), code, message, arguments, id, sequence);
    }

    /** A row that was refused by a rule. The first of the fields it names is the column. */
    static RowReport of(long line, ProblemException refusal) {
        Violation first =
                refusal.violations().isEmpty() ? null : refusal.violations().get(0);
        String column = first == null ? null : first.field();
        if (refusal.code() == ErrorCode.VALIDATION_FAILED && first != null) {
            return new RowReport(
                    line, RowStatus.REFUSED, column, null, first.code(), first.text(), first.arguments(), null, null);
        }
        return new RowReport(
                line,
                RowStatus.REFUSED,
                column,
                null,
                refusal.code().code(),
                refusal.detailKey(),
                List.of(refusal.arguments()),
                null,
                null);
    }
}
