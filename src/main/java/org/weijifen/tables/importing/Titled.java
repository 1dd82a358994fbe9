package org.weijifen.tables.importing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.tables.vocabulary.PlainNames;

/**
 * What a community has of things with codes, which are unique, and titles, which need not be.
 *
 * @param ids by code
 * @param codes by title
 */
record Titled(Map<String, UUID> ids, Map<String, Set<String>> codes) {
    static final Titled NONE = new Titled(Map.of(), Map.of());

    /**
     * The code of what is named so; a code goes before a title that says the same.
     *
     * @throws ProblemException {@code validation_failed} when several have the title
     */
    Optional<String> code(Naming naming) {
        if (ids.containsKey(naming.text())) {
            return Optional.of(naming.text());
        }
        Set<String> found = naming.titlesToo() ? codes.getOrDefault(naming.text(), Set.of()) : Set.of();
        if (found.size() > 1) {
            throw ProblemException.field(naming.column(), "ambiguous_name");
        }
        return found.stream().findFirst();
    }

    /** Whether a row's words for a thing with this code and title are those. */
    static boolean isNamed(String words, String code, String title) {
        String plain = PlainNames.plain(words);
        return plain.equals(PlainNames.plain(title)) || plain.equals(PlainNames.plain(code));
    }

    /** Whether exactly one thing is named so. */
    boolean has(Naming naming) {
        return ids.containsKey(naming.text())
                || naming.titlesToo()
                        && codes.getOrDefault(naming.text(), Set.of()).size() == 1;
    }

    /**
     * The id of what is named so.
     *
     * @param what names the text of the refusal: {@code not_found.<what>-code} or {@code not_found.<what>-title}
     * @throws ProblemException {@code not_found}; {@code validation_failed} as of {@link #code}
     */
    UUID require(Naming naming, String what) {
        return code(naming).map(ids::get).orElseThrow(() -> ProblemException.variant(
                        ErrorCode.NOT_FOUND, what + (naming.titlesToo() ? "-title" : "-code"), naming.text())
                .with(List.of(Violation.of(naming.column(), "invalid_value"))));
    }
}
