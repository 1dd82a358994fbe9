package org.weijifen.platform;

import java.util.List;

/**
 * What is wrong with one field of a request.
 *
 * @param field where, in JSON notation ({@code lines[0].quantity}), or the name of a parameter or header
 * @param code stable snake_case name of the broken rule
 * @param text which {@code violation.<text>} says it in the reader's language; mostly the code
 * @param message a finished text, or null to take that one
 * @param arguments values for the placeholders of that text
 */
public record Violation(String field, String code, String text, String message, List<Object> arguments) {

    /** A violation whose message is {@code violation.<code>} in the reader's language. */
    public static Violation of(String field, String code, Object... arguments) {
        return new Violation(field, code, code, null, List.of(arguments));
    }

    /** {@code invalid_value}, with a message that names the values there are. */
    public static Violation noneOf(String field, List<String> allowed) {
        return new Violation(
                field, "invalid_value", "invalid_value_of_some", null, List.of(String.join(", ", allowed)));
    }

    /** A violation with a message that is already in the reader's language. */
    public static Violation worded(String field, String code, String message) {
        return new Violation(field, code, code, message, List.of());
    }
}
