package org.weijifen.tables.importing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.PlainNames;

/**
 * The words for the values of a column that has only a few values.
 *
 * @param <E> the values
 */
final class Choices<E> {
    private static final int MAX_WORD = 40;

    /**
     * One of them.
     *
     * @param code as in the API
     * @param words what people write, the usual one first
     */
    record Choice<E>(E value, String code, List<String> words) {
        static <E> Choice<E> of(E value, String code, String... words) {
            return new Choice<>(value, code, List.of(words));
        }
    }

    private final Map<String, E> byWord = new HashMap<>();
    private final Map<E, String> shownByValue = new HashMap<>();
    private final String shown;

    private Choices(List<Choice<E>> choices) {
        for (Choice<E> choice : choices) {
            Stream.concat(Stream.of(choice.code()), choice.words().stream())
                    .forEach(word -> byWord.put(PlainNames.plain(word), choice.value()));
            shownByValue.putIfAbsent(choice.value(), shown(choice));
        }
        this.shown = choices.stream().map(Choices::shown).collect(Collectors.joining(", "));
    }

    private static String shown(Choice<?> choice) {
        return choice.code() + " / " + choice.words().get(0);
    }

    /** How one of them is named in messages, in both languages. */
    String shown(E value) {
        return shownByValue.get(value);
    }

    static <E> Choices<E> of(List<Choice<E>> choices) {
        return new Choices<>(choices);
    }

    /** The value of a cell. For any other word the fault lists all values. */
    E read(SheetRow row, Column column) {
        String word = row.text(column, MAX_WORD);
        E choice = word == null ? null : byWord.get(PlainNames.plain(word));
        if (word != null && choice == null) {
            row.fault(column, "not_one_of", shown);
        }
        return choice;
    }
}
