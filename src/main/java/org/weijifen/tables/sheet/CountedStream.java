package org.weijifen.tables.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** A stream that counts its bytes while they are read, so that reading can be limited. */
final class CountedStream extends FilterInputStream {
    private final IntConsumer counter;

    CountedStream(InputStream in, IntConsumer counter) {
        super(in);
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        counter.accept(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        counter.accept(Math.max(read, 0));
        return read;
    }
}
