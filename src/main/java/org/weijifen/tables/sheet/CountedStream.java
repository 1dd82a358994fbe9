package org.weijifen.tables.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** Bytes that are counted while they are read, so that whoever counts them can put an end to it. */
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
