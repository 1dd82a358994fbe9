package org.weijifen.tables.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * XML in UTF-8 without anything that a parser would have to hold in memory at a stretch: names, tags with their attributes,
 * comments and the like are no longer than 1 MiB each, and there is no document type, so no entities either. No workbook
 * comes near: Excel's longest cell has 32,767 characters.
 */
final class MarkupBound extends FilterInputStream {
    private static final int LONGEST_BYTES = 1 << 20;

    /** Where in the markup the next byte stands. */
    private enum State {
        /** In text or in a tag: an opening angle bracket can only begin something new. */
        PLAIN,
        /** Behind an opening angle bracket. */
        OPENED,
        /** Behind the exclamation mark that follows it. */
        DECLARED,
        /** Behind the first dash of a comment. */
        DASHED,
        COMMENT,
        CHARACTER_DATA,
        INSTRUCTION
    }

    private static final int COMMENT_END = '-' << 16 | '-' << 8 | '>';
    private static final int CHARACTER_DATA_END = ']' << 16 | ']' << 8 | '>';
    private static final int INSTRUCTION_END = '?' << 8 | '>';

    private State state = State.PLAIN;
    private int length;
    private int lastBytes;

    MarkupBound(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            follow((byte) read);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        for (int i = offset; i < offset + read; i++) {
            follow(buffer[i]);
        }
        return read;
    }

    private void follow(byte unit) {
        length++;
        if (length > LONGEST_BYTES) {
            throw Refusals.unreadable();
        }
        if (state == State.PLAIN && unit != '<') {
            return;
        }
        lastBytes = lastBytes << 8 | unit & 0xFF;
        switch (state) {
            case PLAIN -> enter(State.OPENED);
            case OPENED -> enter(unit == '!' ? State.DECLARED : unit == '?' ? State.INSTRUCTION : State.PLAIN);
            case DECLARED -> declare(unit);
            case DASHED -> {
                require(unit == '-');
                enter(State.COMMENT);
            }
            case COMMENT -> leaveAt((lastBytes & 0xFFFFFF) == COMMENT_END);
            case CHARACTER_DATA -> leaveAt((lastBytes & 0xFFFFFF) == CHARACTER_DATA_END);
            case INSTRUCTION -> leaveAt((lastBytes & 0xFFFF) == INSTRUCTION_END);
        }
    }

    private void declare(byte unit) {
        require(unit == '-' || unit == '[');
        enter(unit == '-' ? State.DASHED : State.CHARACTER_DATA);
    }

    private static void require(boolean isAllowed) {
        if (!isAllowed) {
            throw Refusals.unreadable();
        }
    }

    private void leaveAt(boolean end) {
        if (end) {
            enter(State.PLAIN);
        }
    }

    private void enter(State entered) {
        state = entered;
        lastBytes = 0;
        if (entered == State.OPENED || entered == State.PLAIN) {
            length = 0;
        }
    }
}
