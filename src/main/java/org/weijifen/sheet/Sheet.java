package org.weijifen.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLStreamException;
import org.jboss.logging.Logger;
import org.weijifen.platform.Faults;
import org.weijifen.platform.ProblemException;

/**
 * A table that somebody keeps in Excel, read row by row: an Excel workbook (.xlsx, its first visible sheet) or a CSV file,
 * told apart by what is in it. Takes little memory whatever the number of rows; a workbook with many different texts has
 * them in a temporary file, which {@link #close} deletes.
 *
 * <p>The headings may stand below some lines of titles: the row among the first ten that names most columns is taken.
 * Blank rows are passed over.
 *
 * <p>Opening and reading throw a {@link ProblemException} for what is wrong with the file as a whole:
 *
 * <ul>
 *   <li>{@code validation_failed} with field {@code file} and one of the codes {@code unreadable}, {@code empty}, {@code
 *       missing_column}, {@code duplicate_column}, {@code doubtful_column}, {@code too_many_columns}, {@code too_many_rows};
 *   <li>{@code payload_too_large} for a workbook that is too large once unpacked.
 * </ul>
 *
 * <p>What is wrong with a cell is noted in its row instead. Of use to one thread at a time.
 */
public final class Sheet implements Iterator<SheetRow>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sheet.class);

    private static final int ROWS_WITH_HEADINGS = 10;
    private static final char[] SEPARATORS = {',', ';', '\t'};

    private static final int ZIP_ENTRY = 0x504B0304;
    private static final int EMPTY_ZIP = 0x504B0506;
    /** The container of workbooks before 2007, and of those with a password. */
    private static final int COMPOUND_FILE = 0xD0CF11E0;

    private final RowSource source;
    private final SheetLimits limits;
    private final Header header;
    private final Deque<RawRow> waiting = new ArrayDeque<>();
    private RawRow next;
    private boolean ended;
    private int rows;

    private Sheet(RowSource source, ColumnNames names, SheetLimits limits) throws IOException, XMLStreamException {
        this.source = source;
        this.limits = limits;
        List<RawRow> first = firstRows(source);
        if (first.isEmpty()) {
            throw Refusals.empty();
        }
        int headings = 0;
        for (int i = 1; i < first.size(); i++) {
            if (names.recognised(first.get(i)) > names.recognised(first.get(headings))) {
                headings = i;
            }
        }
        List<RawRow> below = first.subList(headings + 1, first.size());
        this.header = Header.of(first.get(headings), below, names, limits);
        waiting.addAll(below);
    }

    /** Opens a table with the usual limits; see {@link #open(Path, List, SheetLimits)}. */
    public static Sheet open(Path file, List<Column> columns) {
        return open(file, columns, SheetLimits.DEFAULT);
    }

    /**
     * Opens a table.
     *
     * @param file is left as it is, and has to stay until the table is closed
     * @param columns that are read; what else is there is ignored
     * @throws ProblemException if it is no table with these columns
     * @throws IllegalArgumentException if two columns share a name
     * @throws UncheckedIOException if the file is not there, or a temporary file can't be written
     */
    public static Sheet open(Path file, List<Column> columns, SheetLimits limits) {
        ColumnNames names = new ColumnNames(columns);
        int start = start(file);
        return reading(() -> {
            RowSource source =
                    switch (start) {
                        case ZIP_ENTRY, EMPTY_ZIP -> XlsxRows.open(file, limits);
                        case COMPOUND_FILE -> throw Refusals.oldOrProtected();
                        default -> csv(file, names, limits);
                    };
            Sheet sheet = null;
            try {
                sheet = new Sheet(source, names, limits);
                return sheet;
            } finally {
                if (sheet == null) {
                    source.close();
                }
            }
        });
    }

    /** The first four bytes, with zeros for those that are not there. */
    private static int start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ByteBuffer.allocate(Integer.BYTES)
                    .put(in.readNBytes(Integer.BYTES))
                    .getInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CSV file, taken apart by the separator with which its first rows name most columns. */
    private static RowSource csv(Path file, ColumnNames names, SheetLimits limits)
            throws IOException, XMLStreamException {
        TextEncoding encoding = TextEncoding.of(file);
        char best = SEPARATORS[0];
        int most = 0;
        for (char separator : SEPARATORS) {
            int recognised = 0;
            try (RowSource rows = CsvRows.open(file, encoding, separator, limits)) {
                recognised = firstRows(rows).stream()
                        .mapToInt(names::recognised)
                        .max()
                        .orElse(0);
            } catch (ProblemException e) {
                LOG.tracef("no CSV file with separator %d", (int) separator);
            }
            if (recognised > most) {
                most = recognised;
                best = separator;
            }
        }
        return CsvRows.open(file, encoding, best, limits);
    }

    private static List<RawRow> firstRows(RowSource source) throws IOException, XMLStreamException {
        List<RawRow> rows = new ArrayList<>();
        while (rows.size() < ROWS_WITH_HEADINGS) {
            RawRow row = source.next();
            if (row == null) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }

    /** Whether the file has this column. */
    public boolean has(Column column) {
        return header.has(column);
    }

    /**
     * Refuses a table that has none of some columns, for rows of which each may be named in one of several ways.
     *
     * @param columns none: there is nothing to refuse
     * @throws ProblemException {@code missing_column}
     */
    public void requireOneOf(List<Column> columns) {
        if (!columns.isEmpty() && columns.stream().noneMatch(header::has)) {
            throw ProblemException.fields(List.of(header.missing(columns)));
        }
    }

    /** The headings that name no column, as they stand in the file. */
    public List<String> ignoredHeadings() {
        return header.ignored();
    }

    /** What the column with this key is called in the file, or null when it is not there. */
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
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads something of the file; whatever its parsers stumble over is the file's fault. */
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
