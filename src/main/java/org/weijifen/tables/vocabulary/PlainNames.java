package org.weijifen.tables.vocabulary;

import java.text.Normalizer;
import java.util.Locale;

/** What is the same name, however it is written: in full-width or half-width forms, in whatever case, with or without blanks. */
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
