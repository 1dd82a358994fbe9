package org.weijifen.tables.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Writes a table row by row, in little memory whatever the number of rows. Of use to one thread at a time.
 *
 * <p>In a table for spreadsheets no text is taken for a formula: a text that begins with one of {@code = + - @}, their
 * full-width forms, a tab or a line break gets an apostrophe before it in CSV, and is a text cell in a workbook. {@link
 * Sheet} takes the apostrophe away again.
 *
 * @param <T> the rows
 */
public interface SheetWriter<T> extends Closeable {
    /**
     * Begins a table.
     *
     * @param out is flushed at the end, and never closed
     * @param columns what to write of each row, in that order; at least one
     * @param language of the headings: English, else Chinese
     * @param zone in which instants are shown; in JSON they are in UTC
     */
    static <T> SheetWriter<T> open(
            SheetFormat format, OutputStream out, List<OutputColumn<T>> columns, Locale language, ZoneId zone)
            throws IOException {
        return switch (format) {
            case JSON -> new JsonWriter<>(out, columns);
            case CSV -> new CsvWriter<>(out, columns, language, zone);
            case XLSX -> new XlsxWriter<>(out, columns, language, zone);
        };
    }

    /** Writes one row. */
    void write(T row) throws IOException;

    /**
     * Completes the table. Without this it stays cut off, so that half a table is not taken for a whole one. A CSV file
     * has no end that could be missing: the sender has to close the connection then.
     */
    void finish() throws IOException;

    /** Releases everything that the writer holds except the stream. */
    @Override
    void close() throws IOException;
}
