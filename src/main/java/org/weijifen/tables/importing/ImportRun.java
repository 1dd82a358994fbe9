package org.weijifen.tables.importing;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.weijifen.ledger.Ledger;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.http.Answers;
import org.weijifen.tables.importing.PageOperation.Line;
import org.weijifen.tables.importing.RowReport.RowStatus;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.NonDataRow;

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
            Ledger ledger,
            Answers answers,
            Directory.Directories directories,
            Imports imports,
            ImportRows rows,
            EarlierRows earlier) {}

    /** The service is stopping, in the middle of an import. */
    static final class InterruptedImportException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        InterruptedImportException() {
            super(null, null, false, false);
        }
    }

    private final Tools tools;
    private final Import subject;
    private final RowType type;
    private final Reading reading;
    private final Call call;
    private final BooleanSupplier stopping;
    private final Map<Long, Long> taken = new HashMap<>();
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
        List<Line> rows = read(sheet, whole ? MOST_AS_A_WHOLE + 1 : PAGE);
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

    private void takeWhole(List<Line> rows) {
        boolean faulty =
                rows.stream().anyMatch(row -> !row.isReadable() && row.outcome().isRefused());
        boolean atomic = subject.mode() == ImportMode.ATOMIC;
        // With a row that can't be read nothing will be done; what would have been refused besides is told all the
        // same.
        boolean trial = subject.dryRun() || (atomic && faulty);
        List<RowReport> outcomes = decide(rows, trial, atomic);
        List<RowReport> refused = outcomes.stream().filter(RowReport::isRefused).toList();
        if (atomic && !refused.isEmpty()) {
            record(refused, rows.size(), trial);
            throw ProblemException.of(ErrorCode.IMPORT_ROWS_REFUSED, refused.size());
        }
        record(outcomes, rows.size(), trial);
    }

    private void takeInPages(Sheet sheet, List<Line> first) {
        for (int from = 0; from < first.size(); from += PAGE) {
            takePage(first.subList(from, Math.min(from + PAGE, first.size())));
        }
        for (List<Line> rows = read(sheet, PAGE); !rows.isEmpty(); rows = read(sheet, PAGE)) {
            takePage(rows);
        }
    }

    private void takePage(List<Line> rows) {
        if (!subject.dryRun()) {
            record(decide(rows, false, false), rows.size(), false);
            return;
        }
        // The pages of a trial don't see what those before them would have left: rows that come again are told by hand.
        List<RowReport> outcomes = new ArrayList<>();
        List<Line> fresh = new ArrayList<>();
        for (Line row : rows) {
            Optional<RowReport> again = row.row() == null ? Optional.empty() : again(row);
            again.ifPresentOrElse(outcomes::add, () -> fresh.add(row));
        }
        List<RowReport> decided = decide(fresh, true, false);
        for (int i = 0; i < fresh.size(); i++) {
            if (decided.get(i).result() == RowStatus.ACCEPTED) {
                FileRow row = fresh.get(i).row();
                taken.put(Reading.fingerprint(row.identity()), Reading.fingerprint(row.content()));
            }
        }
        outcomes.addAll(decided);
        outcomes.sort(Comparator.comparing(RowReport::line));
        record(outcomes, rows.size(), true);
    }

    /** The result of a row whose identity is in an earlier page. */
    private Optional<RowReport> again(Line read) {
        Long before = taken.get(Reading.fingerprint(read.row().identity()));
        if (before == null) {
            return Optional.empty();
        }
        return Optional.of(
                before == Reading.fingerprint(read.row().content())
                        ? RowReport.of(read.number(), RowReport.Taken.alreadyThere(null, null))
                        : RowReport.of(
                                read.number(),
                                ProblemException.of(
                                        ErrorCode.DUPLICATE_REFERENCE,
                                        read.row().identity())));
    }

    private List<Line> read(Sheet sheet, int most) {
        List<Line> rows = new ArrayList<>();
        while (rows.size() < most && sheet.hasNext()) {
            rows.add(read(sheet.next()));
        }
        return rows;
    }

    private Line read(SheetRow row) {
        Optional<NonDataRow> noFact = type.noFact(row);
        if (noFact.isPresent()) {
            return new Line(row.line(), null, RowReport.of(row.line(), noFact.get()));
        }
        Optional<FileRow> sound = type.readIfSound(row, reading);
        long first = sound.isPresent() ? reading.firstLine(sound.get().identity(), row.line()) : row.line();
        if (type.comesOnce() && first != row.line()) {
            // Which of the two is right is not for us to say.
            row.fault(type.identified(), "twice_in_file", first);
        }
        return row.isFaulty()
                ? new Line(row.line(), null, RowReport.of(row.faults().get(0)))
                : new Line(row.line(), sound.orElseThrow(), null);
    }

    /**
     * What becomes of rows, in their order. Tries again when the database is away for a moment: under its key a page is done
     * once, however often it is sent.
     */
    private List<RowReport> decide(List<Line> lines, boolean trial, boolean allOrNothing) {
        if (lines.isEmpty()) {
            return List.of();
        }
        String key = trial ? null : subject.id() + "/" + lines.get(0).number();
        Call own = new Call(call.caller(), call.actor(), key, trial, call.locale(), call.path(), call.requestId());
        return Retries.of(() -> tools.ledger()
                .execute(page(lines, own, allOrNothing).operation(tools.rows(), tools.answers()))
                .result()
                .orElseGet(() -> kept(lines)));
    }

    private PageOperation page(List<Line> lines, Call own, boolean allOrNothing) {
        if (stopping.getAsBoolean()) {
            throw new InterruptedImportException();
        }
        List<Line> readable = lines.stream().filter(Line::isReadable).toList();
        Directory.Names names = new Directory.Names();
        readable.forEach(line -> line.row().names(names));
        Directory directory = tools.directories().of(subject.communityId(), names);
        Map<Long, ProblemException> corrections =
                correction.map(found -> found.refusals(readable, directory)).orElse(Map.of());
        return new PageOperation(subject, own, lines, directory, corrections, headings, allOrNothing);
    }

    /** The results of the rows of a page that was done before. */
    private List<RowReport> kept(List<Line> lines) {
        return tools.rows()
                .list(subject.communityId(), subject.id(), null, lines.get(0).number() - 1, lines.size());
    }

    /** Counts the results of rows. Those of a trial are kept here, because its operations store nothing. */
    private void record(List<RowReport> outcomes, int read, boolean trial) {
        long accepted = count(outcomes, RowStatus.ACCEPTED);
        long refused = count(outcomes, RowStatus.REFUSED);
        long unchanged = count(outcomes, RowStatus.UNCHANGED);
        long skipped = count(outcomes, RowStatus.SKIPPED);
        counts = new Import.Rows(
                null,
                counts.read() + read,
                counts.accepted() + accepted,
                counts.refused() + refused,
                counts.unchanged() + unchanged,
                counts.skipped() + skipped);
        List<RowReport> added = trial ? outcomes : List.of();
        for (int from = 0; from < added.size() || from == 0; from += OUTCOMES_AT_ONCE) {
            progress(added.subList(from, Math.min(from + OUTCOMES_AT_ONCE, added.size())));
        }
    }

    /** Once written, the same rows are passed over: so this may be tried again, too. */
    private void progress(List<RowReport> outcomes) {
        Retries.of(() -> tools.imports().progress(subject.communityId(), subject.id(), counts, outcomes));
    }

    private static long count(List<RowReport> outcomes, RowStatus result) {
        return outcomes.stream().filter(row -> row.result() == result).count();
    }
}
