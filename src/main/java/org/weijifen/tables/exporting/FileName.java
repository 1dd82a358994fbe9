package org.weijifen.tables.exporting;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The file name of a download: a plain one for old clients, and one in words (RFC 6266, with the encoding of RFC 5987).
 *
 * @param plain ASCII
 * @param words any characters but those that some file system forbids
 */
record FileName(String plain, String words) {
    private static final Pattern FORBIDDEN = Pattern.compile("[\\\\/:*?\"<>|]");
    private static final String UNESCAPED = "!#$&+-.^_`|~";

    FileName {
        words = FORBIDDEN.matcher(words).replaceAll("_");
    }

    /** The header {@code Content-Disposition}. */
    String disposition() {
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encode(words);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || UNESCAPED.indexOf(character) >= 0);
            if (plain) {
                encoded.append(character);
            } else {
                encoded.append("%%%02X".formatted((int) character));
            }
        }
        return encoded.toString();
    }
}
