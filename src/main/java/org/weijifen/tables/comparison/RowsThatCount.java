package org.weijifen.tables.comparison;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Problems;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.PlainNames;

/**
 * Tells rows that count from those of a table exported here that say themselves that they do not: transactions of
 * another kind, reversed credits, and redemptions that were cancelled, expired or returned. They go by the words that
 * exports have for that, in either language; a row with any other word in these columns counts.
 */
final class RowsThatCount {
    private static final Column KIND = Column.optional("kind", "类型");
    private static final Column REVERSED_BY = Column.optional("reversedBy", "被冲正的序号");
    private static final Column STATUS = Column.optional("status", "状态");

    private static final Set<String> OTHER_KINDS = words(
            "export.kind.",
            Stream.of(TransactionKind.values())
                    .filter(kind -> kind != TransactionKind.CREDIT)
                    .map(TransactionKind::code));
    private static final Set<String> WITHDRAWN =
            words("export.redemption-status.", Stream.of("cancelled", "expired", "returned"));

    private final MatchingKind kind;

    RowsThatCount(MatchingKind kind) {
        this.kind = kind;
    }

    /** The columns that say so. */
    List<Column> columns() {
        return switch (kind) {
            case CREDITS -> List.of(KIND, REVERSED_BY);
            case REDEMPTIONS -> List.of(STATUS);
        };
    }

    /** Whether a row counts, as far as it says. */
    boolean counts(Sheet sheet, SheetRow row) {
        return switch (kind) {
            case CREDITS ->
                !OTHER_KINDS.contains(word(sheet, row, KIND))
                        && word(sheet, row, REVERSED_BY).isEmpty();
            case REDEMPTIONS -> !WITHDRAWN.contains(word(sheet, row, STATUS));
        };
    }

    private static String word(Sheet sheet, SheetRow row, Column column) {
        String word = sheet.has(column) ? row.text(column, TableReader.MAX_TEXT) : null;
        return word == null ? "" : PlainNames.plain(word);
    }

    private static Set<String> words(String vocabulary, Stream<String> codes) {
        Set<String> words = new HashSet<>();
        codes.forEach(code -> {
            words.add(PlainNames.plain(code));
            for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
                words.add(PlainNames.plain(Problems.text(language, vocabulary + code)));
            }
        });
        return Set.copyOf(words);
    }
}
