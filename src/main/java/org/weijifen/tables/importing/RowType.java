package org.weijifen.tables.importing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.member.Member;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.HeadedCell;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.sheet.TableChoice;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.tables.vocabulary.NonDataRow;

/** How the rows of one kind of file are read. */
abstract class RowType {
    /** Lists of several communities name each row's; an import is of one. */
    private static final Column COMMUNITY = Column.optional("community", "社区", "社区代号");

    /** Whom a row is about. */
    static final Column MEMBER_NO = ColumnVocabulary.MEMBER_NO.needed();

    /** The largest number of characters of a code or a member number. */
    static final int MAX_CODE = 40;

    static final String UNREAD_FIGURE = "unread_figure";

    private static final Pattern MEMBER_NO_FORM = Pattern.compile(Member.NUMBER);

    abstract ImportKind kind();

    /** The columns that rows of this kind have, besides their community. */
    abstract List<Column> ownColumns();

    /** The column with the subject of a row. */
    abstract Column identified();

    /** Whether a file may name a subject only once. */
    boolean comesOnce() {
        return true;
    }

    /** Columns of figures that this table has not, so that something else is taken for them. */
    List<Column> figuresLeftOut(SheetRow row) {
        return List.of();
    }

    /** Columns of which a table has to have at least one; none when there are no such. */
    List<Column> oneOfColumns() {
        return List.of();
    }

    /** Reads a row. Faults are noted in the row, and then the result is ignored. */
    abstract FileRow read(SheetRow row, Reading reading);

    /**
     * What kind of transaction a row books, whose reference tells it from all others; nothing for rows of which the newest
     * counts.
     */
    Optional<TransactionKind> books() {
        return Optional.empty();
    }

    /** Whether the result of a row depends on other earlier rows than those of the same identity. */
    boolean dependsOnRowsBefore() {
        return false;
    }

    final List<Column> columns() {
        return Stream.concat(ownColumns().stream(), Stream.of(COMMUNITY)).toList();
    }

    /** @param sheet name of the worksheet, null for the first one that is such a table */
    final TableChoice choice(String sheet) {
        return new TableChoice(columns(), oneOfColumns().isEmpty() ? List.of() : List.of(oneOfColumns()), sheet);
    }

    /** Reads a row, or answers nothing when something is wrong with it. */
    final Optional<FileRow> readIfSound(SheetRow row, Reading reading) {
        String community = row.code(COMMUNITY, MAX_CODE);
        if (community != null && !community.equals(reading.community().slug())) {
            row.fault(COMMUNITY, "other_community", reading.community().slug());
        }
        unreadFigure(row).ifPresent(unread -> row.fault(unread.column(), UNREAD_FIGURE, unread.heading()));
        FileRow read = read(row, reading);
        return row.isFaulty() ? Optional.empty() : Optional.of(read);
    }

    /**
     * A figure of a row under a heading that is not understood, where the table has no column for one that counts.
     *
     * @param column that it may be
     */
    record UnreadFigure(String heading, Column column) {}

    /** The first such figure of a row. */
    final Optional<UnreadFigure> unreadFigure(SheetRow row) {
        return figuresLeftOut(row).stream().findFirst().flatMap(column -> row.cells().stream()
                .filter(cell -> cell.figure() && !cell.read())
                .map(HeadedCell::heading)
                .filter(heading -> !heading.isEmpty() && !ColumnVocabulary.isOtherFigure(heading))
                .findFirst()
                .map(heading -> new UnreadFigure(heading, column)));
    }

    /** What kind of row it is that is no fact. */
    final Optional<NonDataRow> noFact(SheetRow row) {
        return NonDataRow.of(row, List.of(identified()));
    }

    /** The member's number. */
    static String memberNo(SheetRow row) {
        return code(row, MEMBER_NO, MAX_CODE, MEMBER_NO_FORM);
    }

    /** A code of a form. */
    static String code(SheetRow row, Column column, int maxLength, Pattern form) {
        String code = row.code(column, maxLength);
        if (code != null && !form.matcher(code).matches()) {
            row.fault(column, "pattern");
        }
        return code;
    }
}
