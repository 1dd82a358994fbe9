package org.weijifen.tables.vocabulary;

import java.text.Normalizer;
import java.util.Locale;

/** Normalises names for comparison. Full-width and half-width forms, case and blanks make no difference. */
public final class PlainNames {
    private PlainNames() {}

    /** The name in its plain form. */
    public static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .filter(point -> !Character.isWhitespace(point) && !Character.isSpaceChar(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }
}
