package org.weijifen.tables.comparison;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that is kept small while its client takes it, however slowly: a large one is 26 MB of objects and 18 MB of JSON,
 * which is mostly the same words.
 */
final class PackedJson implements StreamingOutput {
    private final byte[] packed;

    private PackedJson(byte[] packed) {
        this.packed = packed;
    }

    static PackedJson of(ObjectMapper json, Object answer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            json.writeValue(out, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PackedJson(packed.toByteArray());
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            in.transferTo(out);
        }
    }
}
