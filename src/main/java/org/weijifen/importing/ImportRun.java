package org.weijifen.importing;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.weijifen.importing.PageOperation.Line;
import org.weijifen.importing.RowOutcome.Result;
import org.weijifen.ledger.Answers;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Outcome;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.sheet.Sheet;
import org.weijifen.sheet.SheetRow;
import org.weijifen.vocabulary.NoFact;

/**
 * One import: reads its file row by row and hands the rows to the ledger. What has to be decided as a whole (atomic imports, and
 * trials of up to as many rows) is one operation; everything else goes in pages, each committed before the next is read.
 */
final class ImportRun {
    /** Most rows that are decided as a whole: they are all in memory, and hold up other writes of the community meanwhile. */
    static final int MOST_AS_A_WHOLE = 20_000;

    private static final int PAGE = 500;
    private static final int OUTCOMES_AT_ONCE = 1_000;

    /** What a run stands on. */
    record Tools(
            Ledger ledger, Answers answers, Directory.Directories directories, Imports imports, EarlierRows earlier) {}

    /** The service is stopping, in the middle of an import. */
    static final class InterruptedImportException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        InterruptedImportException() {
            super(null, null, false, false);
        }
    }

    /** A row that was read, or what it comes to already. */
    private record Read(long number, FileRow row, RowOutcome outcome) {
        boolean isRefused() {
            return outcome != null && outcome.result() == Result.REFUSED;
        }
    }

    private final Tools tools;
    private final Import subject;
    private final RowType type;
    private final Reading reading;
    private final Call call;
    private final BooleanSupplier stopping;
    private final Fingerprints taken = new Fingerprints();
    private Import.Rows counts = Import.Rows.NONE;
    private UnaryOperator<String> headings = column -> null;
    private Optional<Correction> correction = Optional.empty();

    /**
     * A run.
     *
     * @param call who sent the file
     * @param stopping whether it should break off after the next page
     */
    ImportRun(Tools tools, Import subject, RowType type, Reading reading, Call call, BooleanSupplier stopping) {
        this.tools = tools;
        this.subject = subject;
        this.type = type;
        this.reading = reading;
        this.call = call;
        this.stopping = stopping;
    }

    /**
     * Whether the file is to be looked through first, since a fact in it may be the corrected form of one that was imported
     * before.
     */
    boolean looksFirst() {
        return type.books().isPresent() && !reading.additional();
    }

    /**
     * Looks through the whole file, and at what earlier ones said.
     *
     * @throws ProblemException when it can't be read to its end
     */
    void look(Sheet sheet) {
        Correction found = new Correction(tools.earlier(), subject, type.books().orElseThrow());
        Reading whole = reading.anew();
        while (sheet.hasNext()) {
            SheetRow row = sheet.next();
            if (type.noFact(row).isEmpty()) {
                type.readIfSound(row, whole).ifPresent(sound -> {
                    whole.firstLine(sound.identity(), row.line());
                    found.add(sound);
                });
            }
            if (stopping.getAsBoolean()) {
                throw new InterruptedImportException();
            }
        }
        found.end();
        reading.knowAll(whole);
        correction = Optional.of(found);
    }

    /**
     * Reads the file to its end.
     *
     * @throws ProblemException when nothing of it, or nothing more, can be taken
     */
    void run(Sheet sheet) {
        headings = sheet::heading;
        boolean whole = subject.dryRun() || subject.mode() == ImportMode.ATOMIC;
        List<Read> rows = read(sheet, whole ? MOST_AS_A_WHOLE + 1 : PAGE);
        if (whole && rows.size() <= MOST_AS_A_WHOLE) {
            takeWhole(rows);
        } else if (subject.mode() == ImportMode.ATOMIC || (whole && type.dependsOnRowsBefore())) {
            throw ProblemException.variant(ErrorCode.LIMIT_EXCEEDED, "import-rows", MOST_AS_A_WHOLE);
        } else {
            takeInPages(sheet, rows);
        }
        counts = new Import.Rows(
                counts.read(),
                counts.read(),
                counts.accepted(),
                counts.refused(),
                counts.unchanged(),
                counts.skipped());
        progress(List.of());
    }

    private void takeWhole(List<Read> rows) {
        boolean faulty = rows.stream().anyMatch(Read::isRefused);
        boolean atomic = subject.mode() == ImportMode.ATOMIC;
        // With a row that can't be read nothing will be done; what would have been refused besides is told all the
        // same.
        List<RowOutcome> outcomes = decide(rows, subject.dryRun() || (atomic && faulty), atomic);
        long refused =
                outcomes.stream().filter(row -> row.result() == Result.REFUSED).count();
        if (atomic && refused > 0) {
            record(
                    outcomes.stream()
                            .filter(row -> row.result() == Result.REFUSED)
                            .toList(),
                    rows.size());
            throw ProblemException.variant(ErrorCode.CONFLICT, "import-refused", refused);
        }
        record(outcomes, rows.size());
    }

    private void takeInPages(Sheet sheet, List<Read> first) {
        for (int from = 0; from < first.size(); from += PAGE) {
            takePage(first.subList(from, Math.min(from + PAGE, first.size())));
        }
        for (List<Read> rows = read(sheet, PAGE); !rows.isEmpty(); rows = read(sheet, PAGE)) {
            takePage(rows);
        }
    }

    private void takePage(List<Read> rows) {
        if (!subject.dryRun()) {
            record(decide(rows, false, false), rows.size());
            return;
        }
        // The pages of a trial don't see what those before them would have left: rows that come again are told by hand.
        List<RowOutcome> outcomes = new ArrayList<>();
        List<Read> fresh = new ArrayList<>();
        for (Read row : rows) {
            Optional<RowOutcome> again = row.row() == null ? Optional.empty() : again(row);
            again.ifPresentOrElse(outcomes::add, () -> fresh.add(row));
        }
        List<RowOutcome> decided = decide(fresh, true, false);
        for (int i = 0; i < fresh.size(); i++) {
            if (decided.get(i).result() == Result.ACCEPTED) {
                FileRow row = fresh.get(i).row();
                taken.put(row.identity(), Fingerprints.fingerprint(row.content()));
            }
        }
        outcomes.addAll(decided);
        outcomes.sort(Comparator.comparing(RowOutcome::line));
        record(outcomes, rows.size());
    }

    /** What a row comes to whose identity an earlier page has taken. */
    private Optional<RowOutcome> again(Read read) {
        long before = taken.get(read.row().identity());
        if (before == 0) {
            return Optional.empty();
        }
        return Optional.of(
                before == Fingerprints.fingerprint(read.row().content())
                        ? RowOutcome.of(read.number(), RowOutcome.Taken.alreadyThere(null, null))
                        : RowOutcome.of(
                                read.number(),
                                ProblemException.of(
                                        ErrorCode.DUPLICATE_REFERENCE,
                                        read.row().identity())));
    }

    private List<Read> read(Sheet sheet, int most) {
        List<Read> rows = new ArrayList<>();
        while (rows.size() < most && sheet.hasNext()) {
            rows.add(read(sheet.next()));
        }
        return rows;
    }

    private Read read(SheetRow row) {
        Optional<NoFact> noFact = type.noFact(row);
        if (noFact.isPresent()) {
            return new Read(row.line(), null, RowOutcome.of(row.line(), noFact.get()));
        }
        Optional<FileRow> sound = type.readIfSound(row, reading);
        long first = sound.isPresent() ? reading.firstLine(sound.get().identity(), row.line()) : row.line();
        if (type.comesOnce() && first != row.line()) {
            // Which of the two is right is not for us to say.
            row.fault(type.identified(), "twice_in_file", first);
        }
        return row.isFaulty()
                ? new Read(row.line(), null, RowOutcome.of(row.faults().get(0)))
                : new Read(row.line(), sound.orElseThrow(), null);
    }

    /** What becomes of rows, in their order. */
    private List<RowOutcome> decide(List<Read> rows, boolean dryRun, boolean allOrNothing) {
        List<Line> lines = rows.stream()
                .filter(row -> row.row() != null)
                .map(row -> new Line(row.number(), row.row()))
                .toList();
        List<RowOutcome> outcomes = new ArrayList<>(
                rows.stream().map(Read::outcome).filter(Objects::nonNull).toList());
        if (!lines.isEmpty()) {
            outcomes.addAll(commit(lines, dryRun, allOrNothing));
        }
        outcomes.sort(Comparator.comparing(RowOutcome::line));
        return outcomes;
    }

    /** Tries again when the database is away for a moment: under its key a page is done once, however often it is sent. */
    private List<RowOutcome> commit(List<Line> lines, boolean dryRun, boolean allOrNothing) {
        String key = dryRun ? null : subject.id() + "/" + lines.get(0).number();
        PageOperation page = new PageOperation(
                subject.communityId(),
                new Call(call.caller(), key, dryRun, call.locale(), call.path(), call.requestId()),
                tools.answers(),
                lines,
                allOrNothing);
        return Retries.of(() -> commit(page, lines));
    }

    private List<RowOutcome> commit(PageOperation page, List<Line> lines) {
        if (stopping.getAsBoolean()) {
            throw new InterruptedImportException();
        }
        Directory.Names names = new Directory.Names();
        lines.forEach(line -> line.row().names(names));
        Directory directory = tools.directories().of(subject.communityId(), names);
        page.with(directory);
        correction.ifPresent(found -> page.refuse(found.refusals(lines, directory)));
        try {
            Outcome outcome = tools.ledger().execute(page);
            if (outcome.replayed() && page.outcomes().isEmpty()) {
                throw new IllegalStateException("a page was done by somebody else");
            }
        } catch (ProblemException refusal) {
            // A dry run's refusal is not kept as an answer, but thrown.
            if (refusal.code().retryable()) {
                throw refusal;
            }
        }
        return page.outcomes();
    }

    /** Keeps what became of rows, and counts them. */
    private void record(List<RowOutcome> outcomes, int read) {
        long accepted = count(outcomes, Result.ACCEPTED);
        long refused = count(outcomes, Result.REFUSED);
        long unchanged = count(outcomes, Result.UNCHANGED);
        long skipped = count(outcomes, Result.SKIPPED);
        counts = new Import.Rows(
                null,
                counts.read() + read,
                counts.accepted() + accepted,
                counts.refused() + refused,
                counts.unchanged() + unchanged,
                counts.skipped() + skipped);
        List<RowOutcome> named = outcomes.stream()
                .map(row -> row.column() == null ? row : row.under(headings.apply(row.column())))
                .toList();
        for (int from = 0; from < named.size() || from == 0; from += OUTCOMES_AT_ONCE) {
            progress(named.subList(from, Math.min(from + OUTCOMES_AT_ONCE, named.size())));
        }
    }

    /** Once written, the same rows are passed over: so this may be tried again, too. */
    private void progress(List<RowOutcome> outcomes) {
        Retries.of(() -> tools.imports().progress(subject.communityId(), subject.id(), counts, outcomes));
    }

    private static long count(List<RowOutcome> outcomes, Result result) {
        return outcomes.stream().filter(row -> row.result() == result).count();
    }
}
