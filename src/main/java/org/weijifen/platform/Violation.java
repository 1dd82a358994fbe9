package org.weijifen.platform;

import java.util.List;

/**
 * What is wrong with one field of a request.
 *
 * @param field where, in JSON notation ({@code lines[0].quantity}), or the name of a parameter or header
 * @param code stable snake_case name of the broken rule
 * @param text name of the text that says it in the reader's language; mostly {@code violation.<code>}
 * @param arguments values for the placeholders of that text
 */
public record Violation(String field, String code, String text, List<Object> arguments) {

    /** A violation whose message is {@code violation.<code>} in the reader's language. */
    public static Violation of(String field, String code, Object... arguments) {
        return new Violation(field, code, "violation." + code, List.of(arguments));
    }

    /** {@code invalid_value}, with a message that lists the valid values. */
    public static Violation noneOf(String field, List<String> allowed) {
        return new Violation(
                field, "invalid_value", "violation.invalid_value_of_some", List.of(String.join(", ", allowed)));
    }

    /** The violation for a part of a request whose refusal refuses the whole request. */
    public static Violation of(String field, ProblemException refusal) {
        return new Violation(field, refusal.code().code(), refusal.detailKey(), List.of(refusal.arguments()));
    }
}
