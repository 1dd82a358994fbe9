package org.weijifen.tables.sheet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.weijifen.platform.Formats;

/** Writes a table as an array of objects. */
final class JsonWriter<T> implements SheetWriter<T> {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;
    private final List<OutputColumn<T>> columns;

    JsonWriter(OutputStream out, List<OutputColumn<T>> columns) throws IOException {
        this.json = FACTORY.createGenerator(out);
        this.columns = List.copyOf(columns);
        json.writeStartArray();
    }

    @Override
    public void write(T row) throws IOException {
        json.writeStartObject();
        for (OutputColumn<T> column : columns) {
            Object value = column.value(row);
            if (value != null) {
                json.writeFieldName(column.key());
                write(column.type(), value);
            }
        }
        json.writeEndObject();
    }

    private void write(OutputColumn.Type type, Object value) throws IOException {
        switch (type) {
            case NUMBER -> json.writeNumber((Long) value);
            case INSTANT -> json.writeString(Formats.write((Instant) value));
            case TEXT, DAY -> json.writeString(value.toString());
        }
    }

    @Override
    public void finish() throws IOException {
        json.writeEndArray();
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
