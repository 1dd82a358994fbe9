package org.weijifen.export;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.weijifen.platform.Problems;

/** The texts of one export in one language, each formatted once. Not for several threads. */
final class Words {
    private final Locale language;
    private final Map<Column.Word, String> known = new HashMap<>();

    Words(Locale language) {
        this.language = language;
    }

    List<String> headings(List<Column> columns) {
        return columns.stream()
                .map(column -> Problems.text(language, "export.column." + column.key()))
                .toList();
    }

    String of(Column.Word word) {
        return known.computeIfAbsent(
                word, any -> Problems.text(language, "export." + any.vocabulary() + "." + any.code()));
    }

    /** The name of an export. */
    String of(ExportKind what) {
        return Problems.text(language, "export.what." + what.code());
    }
}
