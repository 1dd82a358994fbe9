package org.weijifen.tables.exporting;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.weijifen.platform.Problems;

/** The words of one export in one language, each looked up once. Not thread-safe. */
final class Words {
    private final Locale language;
    private final Map<String, String> known = new HashMap<>();

    Words(Locale language) {
        this.language = language;
    }

    /** The word for a code. */
    String of(String vocabulary, String code) {
        return known.computeIfAbsent("export." + vocabulary + "." + code, key -> Problems.text(language, key));
    }
}
