package org.weijifen.tables.importing;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Decision;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.tables.importing.RowReport.Taken;

/**
 * Some rows of a file. They are decided one after the other, and committed together with their results.
 *
 * @param call its key tells this page from all others
 * @param directory the ids that the rows' names stand for
 * @param corrections why rows must not count, by their lines, unless there is nothing to count
 * @param headings what columns are called in the file
 * @param allOrNothing whether one refused row undoes the others
 */
record PageOperation(
        Import subject,
        Call call,
        List<Line> lines,
        Directory directory,
        Map<Long, ProblemException> corrections,
        UnaryOperator<String> headings,
        boolean allOrNothing) {

    /**
     * A row and where it stands.
     *
     * @param row null where it can't be read, or is no fact
     * @param outcome its result if it is already decided; null when the row can be read
     */
    record Line(long number, FileRow row, RowReport outcome) {
        boolean isReadable() {
            return row != null;
        }
    }

    Operation<List<RowReport>> operation(ImportRows rows, Answers answers) {
        return new Operation<>(
                subject.communityId(),
                call,
                RequestHash.of("import-page", "key", call.idempotencyKey()),
                new Decision<>(
                        needs -> lines.stream().filter(Line::isReadable).forEach(line -> line.row()
                                .needs(needs, directory, call)),
                        books -> decide(books, rows)),
                decided -> answers.ok(Map.of("rows", decided.size())));
    }

    private List<RowReport> decide(Books books, ImportRows rows) {
        List<RowReport> outcomes = books.attempt(
                () -> lines.stream().map(line -> decide(books, line)).toList(), decided -> !isUndone(decided));
        boolean undone = isUndone(outcomes);
        outcomes.stream()
                .filter(row -> !undone || row.isRefused())
                .forEach(row -> books.put(rows, new ImportRows.Key(subject.id(), row.line()), row));
        return outcomes;
    }

    private boolean isUndone(List<RowReport> outcomes) {
        return allOrNothing && outcomes.stream().anyMatch(RowReport::isRefused);
    }

    private RowReport decide(Books books, Line line) {
        return (line.isReadable() ? decideReadable(books, line) : line.outcome()).under(headings);
    }

    private RowReport decideReadable(Books books, Line line) {
        try {
            Taken taken = books.attempt(() -> decide(books, line.number(), line.row()));
            return RowReport.of(line.number(), call.dryRun() ? taken.inDryRun() : taken);
        } catch (ProblemException refusal) {
            return RowReport.of(line.number(), refusal);
        }
    }

    private Taken decide(Books books, long number, FileRow row) {
        Taken taken = row.decide(books, directory, call);
        if (taken.result() == RowReport.RowStatus.ACCEPTED && corrections.containsKey(number)) {
            throw corrections.get(number);
        }
        return taken;
    }
}
