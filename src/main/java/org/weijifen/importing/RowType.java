package org.weijifen.importing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.weijifen.member.MemberProfile;
import org.weijifen.sheet.Column;
import org.weijifen.sheet.SheetRow;
import org.weijifen.sheet.TableChoice;

/** How the rows of one kind of file are read. */
abstract class RowType {
    /** Lists of several communities name each row's; an import is of one. */
    private static final Column COMMUNITY = Column.optional("community", "社区", "社区代号");

    /** Whom a row is about. */
    static final Column MEMBER_NO = Column.required("memberNo", "居民编号", "编号", "会员号", "会员编号", "成员编号", "Member no.");

    /** Longest code, of whatever it is, and longest member number, in characters. */
    static final int MAX_CODE = 40;

    private static final Pattern MEMBER_NO_FORM = Pattern.compile(MemberProfile.NUMBER);

    abstract ImportKind kind();

    /** The columns that rows of this kind have, besides their community. */
    abstract List<Column> ownColumns();

    /** Columns of which a table has to have at least one; none when there are no such. */
    List<Column> oneOfColumns() {
        return List.of();
    }

    /** Reads a row; what is wrong with it is noted there, and the answer is not looked at then. */
    abstract FileRow read(SheetRow row, Reading reading);

    /** Whether what a row comes to depends on more of the rows before it than those of the same identity. */
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
        FileRow read = read(row, reading);
        return row.isFaulty() ? Optional.empty() : Optional.of(read);
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
