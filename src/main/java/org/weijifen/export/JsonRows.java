package org.weijifen.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.weijifen.platform.Formats;

/** Writes {@code {"items": [...]}}, one object on each line; a cell without a value is null, so that all have the same keys. */
final class JsonRows implements RowWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<Column> columns;
    private final JsonGenerator json;

    JsonRows(OutputStream out, List<Column> columns) throws IOException {
        this.columns = columns;
        this.json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("items");
    }

    @Override
    public void add(List<Object> cells) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        for (int i = 0; i < cells.size(); i++) {
            json.writeFieldName(columns.get(i).key());
            write(cells.get(i));
        }
        json.writeEndObject();
    }

    private void write(Object cell) throws IOException {
        if (cell == null) {
            json.writeNull();
        } else if (cell instanceof Long number) {
            json.writeNumber(number);
        } else if (cell instanceof Instant instant) {
            json.writeString(Formats.write(instant));
        } else if (cell instanceof Column.Word word) {
            json.writeString(word.code());
        } else if (cell instanceof LocalDate || cell instanceof String) {
            json.writeString(cell.toString());
        } else {
            throw new IllegalStateException("no JSON for " + cell.getClass());
        }
    }

    @Override
    public void finish() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }
}
