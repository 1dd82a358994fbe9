package org.weijifen.platform;

import java.util.List;

/**
 * What is wrong with one field of a request.
 *
 * @param field where, in JSON notation ({@code lines[0].quantity}), or the name of a parameter or header
 * @param code stable snake_case name of the broken rule
 * @param message a finished text, or null to take {@code violation.<code>} in the reader's language
 * @param arguments values for the placeholders of that message
 */
public record Violation(String field, String code, String message, List<Object> arguments) {

    /** A violation whose message is {@code violation.<code>} in the reader's language. */
    public static Violation of(String field, String code, Object... arguments) {
        return new Violation(field, code, null, List.of(arguments));
    }

    /** A violation with a message that is already in the reader's language. */
    public static Violation worded(String field, String code, String message) {
        return new Violation(field, code, message, List.of());
    }
}
