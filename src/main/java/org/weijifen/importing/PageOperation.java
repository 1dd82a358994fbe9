package org.weijifen.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.weijifen.importing.RowOutcome.Taken;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.RequestedOperation;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** Some rows of a file, decided one after the other and committed together. */
final class PageOperation extends RequestedOperation {
    /** A row and where it stands. */
    record Line(long number, FileRow row) {}

    private final Answers answers;
    private final List<Line> lines;
    private final boolean allOrNothing;
    private volatile Directory directory = Directory.EMPTY;
    private volatile Map<Long, ProblemException> corrections = Map.of();
    /** As decided last. The decision may run again, and then comes to what holds. */
    private volatile List<RowOutcome> outcomes = List.of();

    /**
     * Rows on their way.
     *
     * @param call its key tells this page from all others
     * @param allOrNothing whether one refused row undoes the others
     */
    PageOperation(UUID communityId, Call call, Answers answers, List<Line> lines, boolean allOrNothing) {
        super(communityId, call, answers.hash("import-page", "key", call.idempotencyKey()));
        this.answers = answers;
        this.lines = lines;
        this.allOrNothing = allOrNothing;
    }

    /** Takes the ids that the rows' names stand for, before the operation is handed in. */
    void with(Directory found) {
        directory = found;
    }

    /** Takes why rows must not count, by their lines, unless there is nothing to count. */
    void refuse(Map<Long, ProblemException> found) {
        corrections = found;
    }

    /** What became of each row. */
    List<RowOutcome> outcomes() {
        return outcomes;
    }

    @Override
    public void needs(Needs needs) {
        lines.forEach(line -> line.row().needs(needs, communityId(), directory));
    }

    @Override
    public Answer decide(Books books) {
        List<RowOutcome> decided = new ArrayList<>(lines.size());
        long refused = 0;
        for (Line line : lines) {
            RowOutcome outcome = decide(books, line);
            decided.add(outcome);
            refused += outcome.result() == RowOutcome.Result.REFUSED ? 1 : 0;
        }
        outcomes = decided;
        if (refused > 0 && allOrNothing) {
            throw ProblemException.of(ErrorCode.IMPORT_ROWS_REFUSED, refused);
        }
        return answers.ok(Map.of("rows", lines.size()));
    }

    private RowOutcome decide(Books books, Line line) {
        try {
            Taken taken = books.attempt(() -> decide(books, line.number(), line.row()));
            return RowOutcome.of(line.number(), call().dryRun() ? taken.inDryRun() : taken);
        } catch (ProblemException refusal) {
            return RowOutcome.of(line.number(), refusal);
        }
    }

    private Taken decide(Books books, long number, FileRow row) {
        Taken taken = row.decide(books, directory, call());
        if (taken.result() == RowOutcome.Result.ACCEPTED && corrections.containsKey(number)) {
            throw corrections.get(number);
        }
        return taken;
    }
}
