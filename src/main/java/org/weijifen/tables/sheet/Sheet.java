package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLStreamException;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Violation;

/**
 * Reads a table row by row from an Excel workbook (.xlsx) or a CSV file; the content decides which of them it is. It
 * uses little memory whatever the number of rows, except for the different texts of a workbook.
 *
 * <p>It reads the first visible worksheet that has the columns, unless another one is requested, and lists the
 * worksheets it does not read. Headings may be below some title lines: see {@link Headings}. Blank rows are skipped.
 *
 * <p>Opening and reading throw a {@link ProblemException} for what is wrong with the file as a whole:
 *
 * <ul>
 *   <li>{@code validation_failed} with field {@code file} and one of the codes {@code unreadable}, {@code empty}, {@code
 *       missing_column}, {@code duplicate_column}, {@code doubtful_column}, {@code too_many_columns}, {@code too_many_rows};
 *   <li>{@code validation_failed} with field {@code sheet} when there is no worksheet with the name that is asked for;
 *   <li>{@code payload_too_large} for a workbook that is too large once unpacked.
 * </ul>
 *
 * <p>A fault of a cell is noted in its row instead. Not thread-safe.
 */
public final class Sheet implements Iterator<SheetRow>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sheet.class);

    private static final char[] SEPARATORS = {',', ';', '\t'};

    private final Closeable file;
    private final RowSource source;
    private final Worksheets.Names sheets;
    private final SheetLimits limits;
    private final Header header;
    private final Deque<RawRow> waiting;
    private RawRow next;
    private boolean ended;
    private int rows;

    /**
     * A table whose headings have been found.
     *
     * @param file closed with the table
     * @throws ProblemException naming the columns that are missing or there twice, or if there are too many
     */
    Sheet(
            Closeable file,
            RowSource source,
            Headings headings,
            Worksheets.Names sheets,
            TableChoice choice,
            SheetLimits limits) {
        if (headings.isEmpty()) {
            throw Refusals.empty();
        }
        this.file = file;
        this.source = source;
        this.sheets = sheets;
        this.limits = limits;
        if (headings.row().cell(limits.columns()) != null) {
            throw Refusals.tooManyColumns(limits.columns());
        }
        this.header = new Header(headings.row(), headings.following(), new ColumnNames(choice.columns()));
        List<Violation> faults = header.faults(choice, sheets.nameAmongOthers());
        if (!faults.isEmpty()) {
            throw ProblemException.fields(faults);
        }
        this.waiting = new ArrayDeque<>(headings.following());
    }

    /** Opens a table with the usual limits; see {@link #open(Path, TableChoice, SheetLimits)}. */
    public static Sheet open(Path file, List<Column> columns) {
        return open(file, columns, SheetLimits.DEFAULT);
    }

    /** Opens a table that only needs the required columns; see {@link #open(Path, TableChoice, SheetLimits)}. */
    public static Sheet open(Path file, List<Column> columns, SheetLimits limits) {
        return open(file, TableChoice.of(columns), limits);
    }

    /**
     * Opens a table.
     *
     * @param file is left as it is, and has to stay until the table is closed
     * @throws ProblemException if it is no such table
     * @throws IllegalArgumentException if two columns share a name
     * @throws UncheckedIOException if the file is not there
     */
    public static Sheet open(Path file, TableChoice choice, SheetLimits limits) {
        ColumnNames names = new ColumnNames(choice.columns());
        FileType type = FileType.of(file);
        return reading(() -> switch (type) {
            case ZIP -> workbook(file, names, choice, limits);
            case TEXT -> csv(file, names, choice, limits);
            case WITH_PASSWORD -> throw Refusals.withPassword();
            case OLD -> throw Refusals.old();
            case MARKUP -> throw Refusals.markup();
            case PDF -> throw Refusals.pdf();
        });
    }

    private static Sheet workbook(Path path, ColumnNames names, TableChoice choice, SheetLimits limits)
            throws IOException, XMLStreamException {
        XlsxFile file = XlsxFile.open(path, limits);
        Sheet sheet = null;
        try {
            sheet = new Worksheets(file, names, choice, limits).open();
            return sheet;
        } finally {
            if (sheet == null) {
                file.close();
            }
        }
    }

    /** The CSV file, taken apart by the separator with which its first rows name most columns. */
    private static Sheet csv(Path file, ColumnNames names, TableChoice choice, SheetLimits limits)
            throws IOException, XMLStreamException {
        if (choice.sheet() != null) {
            throw Refusals.noSuchSheet(List.of());
        }
        TextEncoding encoding = TextEncoding.of(file);
        char best = SEPARATORS[0];
        int most = 0;
        for (char separator : SEPARATORS) {
            int recognised = 0;
            try (RowSource rows = CsvRows.open(file, encoding, separator, limits)) {
                recognised = Headings.read(rows, names).recognised();
            } catch (ProblemException e) {
                LOG.tracef("no CSV file with separator %d", (int) separator);
            }
            if (recognised > most) {
                most = recognised;
                best = separator;
            }
        }
        RowSource rows = CsvRows.open(file, encoding, best, limits);
        Sheet sheet = null;
        try {
            sheet = new Sheet(rows, rows, Headings.read(rows, names), Worksheets.Names.NONE, choice, limits);
            return sheet;
        } finally {
            if (sheet == null) {
                rows.close();
            }
        }
    }

    /** The name of the worksheet that is read; null for a CSV file. */
    public String name() {
        return sheets.name();
    }

    /** The other visible worksheets with something on them, which are not read. */
    public List<String> otherSheets() {
        return sheets.others();
    }

    /**
     * Says in words that worksheets are left.
     *
     * @return null when none is
     */
    public static String ofOthers(String name, List<String> others, Locale language) {
        return others.isEmpty() ? null : Problems.text(language, "sheet.others", name, String.join(", ", others));
    }

    /** Whether the file has this column. */
    public boolean has(Column column) {
        return header.has(column);
    }

    /** The headings that name no column, as they stand in the file. */
    public List<String> ignoredHeadings() {
        return header.ignored();
    }

    /** The heading of the column with this key in the file, or null when the file does not have it. */
    public String heading(String key) {
        return header.headingOf(key);
    }

    /** Some of the first rows, which {@link #next} answers all the same. */
    public List<SheetRow> sample() {
        return waiting.stream()
                .filter(row -> !header.isBlank(row))
                .map(row -> new SheetRow(header, row, source.from1904(), limits.cellLength()))
                .toList();
    }

    /** @throws ProblemException if the file turns out to be unreadable, or larger than allowed */
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = reading(this::advance);
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public SheetRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SheetRow row = new SheetRow(header, next, source.from1904(), limits.cellLength());
        next = null;
        return row;
    }

    private RawRow advance() throws IOException, XMLStreamException {
        while (true) {
            RawRow row = waiting.isEmpty() ? source.next() : waiting.poll();
            if (row == null) {
                return null;
            }
            if (!header.isBlank(row)) {
                if (++rows > limits.rows()) {
                    throw Refusals.tooManyRows(limits.rows());
                }
                return row;
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a part of the file. Every error of a parser is a fault of the file. */
    private static <R> R reading(Reading<R> step) {
        try {
            return step.run();
        } catch (ProblemException | UncheckedIOException e) {
            throw e;
        } catch (IOException | XMLStreamException | RuntimeException e) {
            LOG.debugf("A table could not be read: %s", Faults.describe(e));
            throw Refusals.unreadable();
        }
    }

    /** A step of reading a file. */
    private interface Reading<R> {
        R run() throws IOException, XMLStreamException;
    }
}
