package org.weijifen.sheet;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Turns every line break, {@code CR LF} or {@code CR} alone, into one {@code LF}, so that lines are counted right. */
final class LineFeeds extends FilterReader {
    private boolean afterReturn;

    LineFeeds(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int kept = 0;
        while (kept == 0 && length > 0) {
            int read = super.read(buffer, offset, length);
            if (read < 0) {
                return -1;
            }
            for (int i = offset; i < offset + read; i++) {
                char unit = buffer[i];
                if (unit != '\n' || !afterReturn) {
                    buffer[offset + kept++] = unit == '\r' ? '\n' : unit;
                }
                afterReturn = unit == '\r';
            }
        }
        return kept;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }
}
