package org.weijifen.tables.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.sheet.RowFault;

/** How a table and the books agree. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Reconciliation")
record ReconciliationView(
        MatchingKind kind,
        @Schema(description = "First day of the period") LocalDate from,
        @Schema(description = "Last day of the period") LocalDate to,

        @Schema(description = "How many days apart the two tables may have a fact")
        int toleranceDays,

        @Schema(nullable = true, description = "Name of the worksheet that was read; absent for CSV")
        String sheet,

        @Schema(
                description =
                        "Other visible worksheets with something on them, which were not read: send the file again with `sheet` for each that should be")
        List<String> otherSheets,

        @Schema(nullable = true, description = "Says to people that worksheets are left; absent when none is")
        String message,

        @Schema(description = "Headings of the table that were not understood, as they stand there")
        List<String> ignoredHeadings,

        MatchSummary summary,

        @Schema(
                description = "All rows of the table, in order, and then what only the books have, in the order of its"
                        + " transactions")
        List<MatchResultView> items) {

    /** Counts and sums. */
    @Schema(name = "ReconciliationSummary")
    record MatchSummary(
            @Schema(description = "Rows of the table") long rows,

            @Schema(description = "Both have it, and agree") MatchCount matched,

            @Schema(
                    description =
                            "Both have it, with another amount; or under the same reference with anything else different")
            MatchCount different,

            @Schema(description = "Only the table has it") MatchCount missingHere,

            @Schema(description = "Only the books have it") MatchCount missingThere,

            @Schema(description = "Rows that can't be compared")
            MatchCount unclear,

            @Schema(
                    description =
                            "Rows of an exported table that say themselves that they do not count: of another kind, or"
                                    + " taken back; and rows that are no facts: totals, lines to sign, headings once more")
            MatchCount skipped) {

        static MatchSummary of(List<MatchResult> findings) {
            return new MatchSummary(
                    findings.stream().filter(finding -> finding.row() != null).count(),
                    MatchCount.of(findings, MatchResult.Status.MATCHED),
                    MatchCount.of(findings, MatchResult.Status.DIFFERENT),
                    MatchCount.of(findings, MatchResult.Status.MISSING_HERE),
                    MatchCount.of(findings, MatchResult.Status.MISSING_THERE),
                    MatchCount.of(findings, MatchResult.Status.UNCLEAR),
                    MatchCount.of(findings, MatchResult.Status.SKIPPED));
        }
    }

    /** How many, and what the two sides add up to. */
    @Schema(name = "ReconciliationCount")
    record MatchCount(
            long count,

            @Schema(description = "What the table says; empty cells count nothing")
            MatchSums table,

            @Schema(description = "What stands in the books, and was not taken back")
            MatchSums books) {

        static MatchCount of(List<MatchResult> findings, MatchResult.Status status) {
            List<MatchResult> some = findings.stream()
                    .filter(finding -> finding.status() == status)
                    .toList();
            return new MatchCount(some.size(), MatchSums.ofRows(some), MatchSums.ofEntries(some));
        }
    }

    /** Sums of one side. */
    @Schema(name = "ReconciliationSums")
    record MatchSums(
            @Schema(description = "Times or hours of tasks, or units")
            long quantity,

            long points) {

        static MatchSums ofRows(List<MatchResult> findings) {
            MatchSums sums = new MatchSums(0, 0);
            for (MatchResult finding : findings) {
                if (finding.row() != null) {
                    sums = sums.plus(finding.row().quantity(), finding.row().points());
                }
            }
            return sums;
        }

        static MatchSums ofEntries(List<MatchResult> findings) {
            MatchSums sums = new MatchSums(0, 0);
            for (MatchResult finding : findings) {
                if (finding.entry() != null && finding.entry().counts()) {
                    sums = sums.plus(finding.entry().quantity(), finding.entry().points());
                }
            }
            return sums;
        }

        private MatchSums plus(Long more, Long morePoints) {
            return new MatchSums(quantity + (more == null ? 0 : more), points + (morePoints == null ? 0 : morePoints));
        }
    }

    /** The result of a row of the table, or of an entry that only the books have. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "ReconciliationItem")
    record MatchResultView(
            MatchResult.Status status,

            @Schema(
                    nullable = true,
                    description =
                            "Number of the table's row as a spreadsheet shows it; absent when only the books have it")
            Integer line,

            @Schema(nullable = true, description = "What the table says")
            RowView table,

            @Schema(
                    nullable = true,
                    description = "What the books say; beside a row that is missing here, what was taken back")
            EntryView books,

            @Schema(nullable = true, description = "What differs: `member`, `item`, `quantity`, `points`, `day`")
            List<String> differences,

            @Schema(
                    nullable = true,
                    description = "Why the row can't be compared, what it names that is not here, or why it is no fact")
            List<FaultView> faults) {

        static MatchResultView of(MatchResult finding, Locale language) {
            Row row = finding.row();
            return new MatchResultView(
                    finding.status(),
                    row == null ? null : row.line(),
                    row == null ? null : RowView.of(row),
                    finding.entry() == null ? null : EntryView.of(finding.entry()),
                    finding.differences(),
                    finding.faults().stream()
                            .map(fault -> FaultView.of(fault, language))
                            .toList());
        }
    }

    /** A row, as far as it could be read. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReconciliationRow")
    record RowView(
            @Schema(nullable = true, description = "Number or name of the member, as it stands there")
            String member,

            @Schema(nullable = true, description = "Task, reward or reason, as it stands there")
            String item,

            @Schema(nullable = true) Long quantity,
            @Schema(nullable = true) Long points,
            @Schema(nullable = true) LocalDate day,
            @Schema(nullable = true) String reference) {

        static RowView of(Row row) {
            return new RowView(row.member(), row.itemName(), row.quantity(), row.points(), row.day(), row.reference());
        }
    }

    /** An entry of the books. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ReconciliationEntry")
    record EntryView(
            @Schema(
                    description =
                            "Number of the transaction: of the credit; of the collection, or else the reservation")
            long sequence,

            MemberId memberId,
            String memberNo,

            @Schema(nullable = true, description = "Title of the task or reward, or the reason")
            String item,

            @Schema(nullable = true, description = "Times or hours of a task, or units")
            Long quantity,

            long points,
            @Schema(description = "The day it happened") LocalDate day,

            @Schema(
                    nullable = true,
                    description = "Reference of the credit or reservation, or else the id of the redemption")
            String reference,

            @Schema(
                    nullable = true,
                    description = "How it was taken back: `reversed`, `cancelled`, `expired` or `returned`")
            String withdrawnAs) {

        static EntryView of(BookEntry entry) {
            return new EntryView(
                    entry.sequence(),
                    entry.memberId(),
                    entry.memberNo(),
                    entry.itemName(),
                    entry.quantity(),
                    entry.points(),
                    entry.day(),
                    entry.references().isEmpty() ? null : entry.references().get(0),
                    entry.withdrawnAs());
        }
    }

    /** What is wrong with a cell. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "ReconciliationFault")
    record FaultView(
            @Schema(
                    nullable = true,
                    description =
                            "Key of the column, such as `displayName`; its letters where it has no heading; absent for what is wrong with the whole row")
            String column,

            @Schema(nullable = true, description = "Heading as it stands in the table; absent where there is none")
            String heading,

            @Schema(description = "Stable code in snake_case", examples = "ambiguous_name")
            String code,

            @Schema(description = "For people, in the language of Accept-Language")
            String message) {

        static FaultView of(RowFault fault, Locale language) {
            return new FaultView(fault.column(), fault.heading(), fault.code(), fault.message(language));
        }
    }
}
