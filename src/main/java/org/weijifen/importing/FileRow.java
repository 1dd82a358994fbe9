package org.weijifen.importing;

import org.weijifen.importing.RowOutcome.Taken;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;

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

    /** What tells it from the other rows of a file: a number, a code or a reference. */
    String identity();

    /** All it says, in one form whatever the file's. */
    String content();
}
