package org.weijifen.tables.sheet;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Writes a table as CSV for spreadsheets. */
final class CsvWriter<T> implements SheetWriter<T> {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator csv;
    private final List<OutputColumn<T>> columns;
    private final LocalTimes times;

    CsvWriter(OutputStream out, List<OutputColumn<T>> columns, Locale language, ZoneId zone) throws IOException {
        out.write(BYTE_ORDER_MARK);
        this.csv = FACTORY.createGenerator(out);
        this.columns = List.copyOf(columns);
        this.times = new LocalTimes(zone);
        csv.setSchema(CsvSchema.emptySchema().withLineSeparator("\r\n"));
        csv.writeStartArray();
        for (OutputColumn<T> column : columns) {
            csv.writeString(column.heading(language));
        }
        csv.writeEndArray();
    }

    @Override
    public void write(T row) throws IOException {
        csv.writeStartArray();
        for (OutputColumn<T> column : columns) {
            Object value = column.value(row);
            csv.writeString(value == null ? "" : text(column.type(), value));
        }
        csv.writeEndArray();
    }

    private String text(OutputColumn.Type type, Object value) {
        return switch (type) {
            case TEXT -> FormulaGuard.protect(CellText.strip((String) value));
            case NUMBER, DAY -> value.toString();
            case INSTANT -> times.text((Instant) value);
        };
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
