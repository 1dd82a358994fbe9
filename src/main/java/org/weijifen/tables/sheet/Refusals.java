package org.weijifen.tables.sheet;

import java.util.List;
import java.util.stream.Collectors;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/** Everything for which a whole file is refused. */
final class Refusals {
    private static final String FIELD = "file";
    private static final String SHEET = "sheet";
    private static final int SHOWN_HEADINGS = 20;
    private static final int SHOWN_CHARACTERS = 30;

    private Refusals() {}

    /** The file is damaged, or no table at all. */
    static ProblemException unreadable() {
        return unreadable("sheet-unreadable");
    }

    /** A workbook with a password. */
    static ProblemException withPassword() {
        return unreadable("sheet-password");
    }

    /** A workbook, or something else, in a format before 2007. */
    static ProblemException old() {
        return unreadable("sheet-old");
    }

    /** A web page, or a workbook as XML. Excel opens both under any file name. */
    static ProblemException markup() {
        return unreadable("sheet-markup");
    }

    static ProblemException pdf() {
        return unreadable("sheet-pdf");
    }

    /** Not a text in any encoding we know. */
    static ProblemException encoding() {
        return unreadable("sheet-encoding");
    }

    /** A CSV file whose quotation marks go wrong in the record that begins on a line. */
    static ProblemException line(int line) {
        return unreadable("sheet-line", line);
    }

    /** A cell of a CSV file that is longer than any, in the record that begins on a line. */
    static ProblemException cellTooLong(int line, int most) {
        return unreadable("sheet-cell", line, most);
    }

    private static ProblemException unreadable(String variant, Object... arguments) {
        return ProblemException.variant(ErrorCode.VALIDATION_FAILED, variant, arguments)
                .with(List.of(Violation.of(FIELD, "unreadable")));
    }

    /** Nothing but blanks. */
    static ProblemException empty() {
        return ProblemException.field(FIELD, "empty");
    }

    static ProblemException tooManyRows(int most) {
        return ProblemException.field(FIELD, "too_many_rows", most);
    }

    static ProblemException tooManyColumns(int most) {
        return ProblemException.field(FIELD, "too_many_columns", most);
    }

    /** A file beyond its limit in bytes. */
    static ProblemException tooLong(long mostBytes) {
        return ProblemException.variant(ErrorCode.PAYLOAD_TOO_LARGE, "file", mostBytes);
    }

    /** A workbook that is far larger than it looks. */
    static ProblemException tooLargeUnpacked() {
        return ProblemException.variant(ErrorCode.PAYLOAD_TOO_LARGE, "sheet");
    }

    /** A workbook with more different texts than can be held. */
    static ProblemException tooManyTexts() {
        return ProblemException.variant(ErrorCode.PAYLOAD_TOO_LARGE, "sheet-texts");
    }

    /** There is no worksheet of the name that was asked for. */
    static ProblemException noSuchSheet(List<String> names) {
        return names.isEmpty()
                ? ProblemException.field(SHEET, "no_sheets")
                : ProblemException.fields(List.of(Violation.noneOf(SHEET, names)));
    }

    /**
     * @param columns of which one would do
     * @param sheet name of the worksheet; null when there is only one
     */
    static Violation missingColumn(List<Column> columns, List<String> found, String sheet) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(" | "));
        return sheet == null
                ? Violation.of(FIELD, "missing_column", names, shown(found))
                : new Violation(
                        FIELD,
                        "missing_column",
                        "violation.missing_column_of_sheet",
                        List.of(names, shown(found), sheet));
    }

    static Violation duplicateColumn(Column column, List<String> found) {
        return Violation.of(FIELD, "duplicate_column", column.name(), shown(found));
    }

    /** A heading that may mean a column, which has no other. */
    static Violation doubtfulColumn(String heading, Column column) {
        return Violation.of(FIELD, "doubtful_column", shown(List.of(heading)), column.name());
    }

    private static String shown(List<String> headings) {
        return headings.stream()
                .limit(SHOWN_HEADINGS)
                .map(heading -> heading.substring(0, Math.min(heading.length(), SHOWN_CHARACTERS)))
                .collect(Collectors.joining(", "));
    }
}
