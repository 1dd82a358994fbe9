package org.weijifen.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The encoding of a text file. Excel saves CSV in UTF-8 with a byte order mark, "Unicode text" in UTF-16, and plain CSV in
 * the encoding of its Windows, which in China is GBK, a part of GB18030. Without a mark, a file that is valid UTF-8 from
 * its first to its last byte is UTF-8: a Chinese text in GBK practically never is.
 *
 * @param charset how its bytes become characters
 * @param mark length of the byte order mark, in bytes
 */
record TextEncoding(Charset charset, int mark) {
    private static final List<TextEncoding> UNMARKED =
            List.of(new TextEncoding(StandardCharsets.UTF_8, 0), new TextEncoding(Charset.forName("GB18030"), 0));

    /** The encoding in which the whole file is a text; refuses a file that is none in any. */
    static TextEncoding of(Path file) throws IOException {
        for (TextEncoding encoding : candidates(file)) {
            if (encoding.isTextThroughout(file)) {
                return encoding;
            }
        }
        throw Refusals.encoding();
    }

    private static List<TextEncoding> candidates(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(3);
        }
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            return List.of(new TextEncoding(StandardCharsets.UTF_8, 3));
        }
        if (begins(start, 0xFF, 0xFE)) {
            return List.of(new TextEncoding(StandardCharsets.UTF_16LE, 2));
        }
        if (begins(start, 0xFE, 0xFF)) {
            return List.of(new TextEncoding(StandardCharsets.UTF_16BE, 2));
        }
        return UNMARKED;
    }

    private static boolean begins(byte[] start, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= start.length || (start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
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
