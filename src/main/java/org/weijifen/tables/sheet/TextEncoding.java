package org.weijifen.tables.sheet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The encoding of a text file. Excel saves CSV in UTF-8 with a byte order mark, "Unicode text" in UTF-16, and plain CSV in
 * the encoding of its Windows, which in China is GBK, a part of GB18030. A file without a mark may be valid in both UTF-8 and
 * GB18030, and most UTF-8 with a broken byte is valid GB18030: what tells them apart is in which of the two its lines are
 * Chinese that people write (see {@link EncodingVotes}). A file of which that can't be said is refused rather than read as
 * other characters.
 *
 * @param charset how its bytes become characters
 * @param mark length of the byte order mark, in bytes
 */
record TextEncoding(Charset charset, int mark) {
    private static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, 0);
    private static final TextEncoding GB18030 = new TextEncoding(EncodingVotes.GB18030, 0);

    /** Longer lines are looked at in pieces. */
    private static final int LONGEST_LINE = 1 << 16;

    /** The encoding in which the whole file is a text; refuses a file that is none in any. */
    static TextEncoding of(Path file) throws IOException {
        TextEncoding marked = marked(file);
        if (marked != null) {
            if (!marked.isTextThroughout(file)) {
                throw Refusals.encoding();
            }
            return marked;
        }
        return unmarked(file);
    }

    private static TextEncoding marked(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(3);
        }
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            return new TextEncoding(StandardCharsets.UTF_8, 3);
        }
        if (begins(start, 0xFF, 0xFE)) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        }
        return begins(start, 0xFE, 0xFF) ? new TextEncoding(StandardCharsets.UTF_16BE, 2) : null;
    }

    private static boolean begins(byte[] start, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= start.length || (start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static TextEncoding unmarked(Path file) throws IOException {
        boolean isUtf8 = UTF_8.isTextThroughout(file);
        boolean isGb18030 = GB18030.isTextThroughout(file);
        if (!isGb18030) {
            if (isUtf8) {
                return UTF_8;
            }
            throw Refusals.encoding();
        }
        EncodingVotes votes = votes(file);
        if (isUtf8 ? votes.areMixed() || votes.areUndecided() : !votes.areForGb18030Alone()) {
            throw Refusals.encoding();
        }
        return isUtf8 && !votes.preferGb18030() ? UTF_8 : GB18030;
    }

    private static EncodingVotes votes(Path file) throws IOException {
        EncodingVotes votes = new EncodingVotes();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int unit = in.read(); unit >= 0; unit = in.read()) {
                line.write(unit);
                if (unit == '\n' || unit == '\r' || line.size() >= LONGEST_LINE) {
                    votes.add(line.toByteArray());
                    line.reset();
                }
            }
        }
        votes.add(line.toByteArray());
        return votes;
    }

    private boolean isTextThroughout(Path file) throws IOException {
        char[] units = new char[8192];
        try (Reader reader = reader(file)) {
            for (int read = reader.read(units); read >= 0; read = reader.read(units)) {
                for (int i = 0; i < read; i++) {
                    if (units[i] == 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The characters of the file behind its mark; fails on bytes that are no characters. */
    Reader reader(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.skipNBytes(mark);
        return new InputStreamReader(in, charset.newDecoder());
    }
}
