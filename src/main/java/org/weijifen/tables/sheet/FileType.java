package org.weijifen.tables.sheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The type of a file by its content, because its name may be wrong. */
enum FileType {
    /** A workbook, as long as it has the parts of one. */
    ZIP,
    /** A workbook with a password: a workbook that is encrypted, in the container of those before 2007. */
    WITH_PASSWORD,
    /** A workbook before 2007, or something else in its container. */
    OLD,
    /** A web page, or XML. */
    MARKUP,
    PDF,
    /** Anything else, which may be CSV. */
    TEXT;

    private static final int ZIP_ENTRY = 0x504B0304;
    private static final int EMPTY_ZIP = 0x504B0506;
    private static final int COMPOUND_FILE = 0xD0CF11E0;
    private static final int PDF_START = 0x25504446;

    private static final int START_BYTES = 1_000;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final Pattern ELEMENT = Pattern.compile(
            "(?is)\\s*(?:MIME-Version:|<(?:\\?xml|!doctype|!--"
                    + "|(?:html|head|meta|style|script|body|table|div|span|font|center|workbook)\\b|/?[a-z][a-z0-9:]*\\s*/?>)).*");

    /** The name of the stream in which the encrypted workbook is. */
    private static final String ENCRYPTED =
            new String("EncryptedPackage".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);

    static FileType of(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK_BYTES)) {
            byte[] start = in.readNBytes(START_BYTES);
            return switch (ByteBuffer.allocate(START_BYTES).put(start).getInt(0)) {
                case ZIP_ENTRY, EMPTY_ZIP -> ZIP;
                case COMPOUND_FILE -> isEncrypted(in) ? WITH_PASSWORD : OLD;
                case PDF_START -> PDF;
                default -> isMarkup(start) ? MARKUP : TEXT;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of the container may be anywhere in it. */
    private static boolean isEncrypted(InputStream in) throws IOException {
        String before = "";
        for (byte[] block = in.readNBytes(BLOCK_BYTES); block.length > 0; block = in.readNBytes(BLOCK_BYTES)) {
            String text = before + new String(block, StandardCharsets.ISO_8859_1);
            if (text.contains(ENCRYPTED)) {
                return true;
            }
            before = text.substring(Math.max(0, text.length() - ENCRYPTED.length()));
        }
        return false;
    }

    /** Tags and the like are the same in all encodings, but for the zeros of UTF-16. */
    private static boolean isMarkup(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .replaceFirst("^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)", "");
        return ELEMENT.matcher(text).matches();
    }
}
