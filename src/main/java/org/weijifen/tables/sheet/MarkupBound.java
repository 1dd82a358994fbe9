package org.weijifen.tables.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * XML of which a parser takes no more than 1 MiB at a stretch, since it holds names, tags with their attributes, comments and
 * the like in memory. No workbook comes near: Excel's longest cell has 32,767 characters.
 */
final class MarkupBound extends FilterInputStream {
    private static final int LONGEST_BYTES = 1 << 20;

    private int taken;

    MarkupBound(InputStream in) {
        super(in);
    }

    /** Says that the parser is through with what it has taken. */
    void next() {
        taken = 0;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        take(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        take(Math.max(read, 0));
        return read;
    }

    private void take(int bytes) {
        taken += bytes;
        if (taken > LONGEST_BYTES) {
            throw Refusals.unreadable();
        }
    }
}
