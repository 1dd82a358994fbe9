package org.weijifen.tables.importing;

import java.time.LocalDate;
import java.util.Optional;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;

/** A readable row. It names the rows of the books that it needs, and decides on them. */
interface FileRow {
    /** Names its members, tasks and rewards, unless they are looked up with the books. */
    default void names(Directory.Names names) {}

    /** Names the rows that {@link #decide} needs. */
    void needs(Needs needs, Directory directory, Call call);

    /**
     * Posts the row, or finds that it is already in the books.
     *
     * @throws ProblemException when a rule refuses it; the first field of its violations is a column
     */
    Taken decide(Books books, Directory directory, Call call);

    /** Whether the books record it. They do not when the row says itself that nothing happened. */
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

    /** The whole content of the row, in one form for all formats of files. */
    String content();
}
