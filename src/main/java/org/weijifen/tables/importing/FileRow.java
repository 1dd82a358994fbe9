package org.weijifen.tables.importing;

import java.time.LocalDate;
import java.util.Optional;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;

/** A row that could be read: what it needs of the books, and what it does to them. */
interface FileRow {
    /** Names the members, tasks and rewards it speaks of. */
    void names(Directory.Names names);

    /** Names what {@link #decide} looks at. */
    void needs(Needs needs, Directory directory, Call call);

    /**
     * Does what the row says, or finds that it is done.
     *
     * @throws ProblemException when a rule refuses it; the first field of its violations is a column
     */
    Taken decide(Books books, Directory directory, Call call);

    /** Whether the books keep anything of it; not where it says itself that nothing came of it. */
    default boolean books() {
        return true;
    }

    /** The day of the fact, or null. */
    default LocalDate day() {
        return null;
    }

    /** What it tells of a fact, as the books know it; nothing for what is no fact, or names what is not there. */
    default Optional<Told> told(Directory directory) {
        return Optional.empty();
    }

    /** The column of a part of that. */
    default Column column(Told.Part part) {
        return RowType.MEMBER_NO;
    }

    /** What tells it from the other rows of a file: a number, a code or a reference. */
    String identity();

    /** All it says, in one form whatever the file's. */
    String content();
}
