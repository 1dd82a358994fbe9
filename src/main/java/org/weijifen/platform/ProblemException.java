package org.weijifen.platform;

import java.io.Serial;
import java.util.List;

/**
 * A refusal of a request by a rule. It carries a code and the values that the message speaks of, never a text: the text
 * is chosen by the reader's language when the problem document is written.
 */
public final class ProblemException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Whoever has mended these asks again for the rest. */
    private static final int MOST_VIOLATIONS = 20;

    private final ErrorCode code;
    private final String detailKey;
    private final transient Object[] arguments;
    private final transient List<Violation> violations;

    private ProblemException(ErrorCode code, String detailKey, List<Violation> violations, Object... arguments) {
        // No stack trace: a refusal is an everyday outcome, and filling traces is dear.
        super(code.code(), null, false, false);
        this.code = code;
        this.detailKey = detailKey;
        this.violations = violations.stream().limit(MOST_VIOLATIONS).toList();
        this.arguments = arguments;
    }

    /** A refusal with the code's own detail; {@code arguments} fill the placeholders of that message. */
    public static ProblemException of(ErrorCode code, Object... arguments) {
        return new ProblemException(code, code.code() + ".detail", List.of(), arguments);
    }

    /**
     * A refusal whose detail is the message {@code <code>.<variant>}, for a rule that is broken in more than one way.
     */
    public static ProblemException variant(ErrorCode code, String variant, Object... arguments) {
        return new ProblemException(code, code.code() + "." + variant, List.of(), arguments);
    }

    /** A refusal for what stands in one field or parameter: {@code validation_failed} with one entry in errors. */
    public static ProblemException field(String field, String violation, Object... arguments) {
        return fields(List.of(Violation.of(field, violation, arguments)));
    }

    /** {@code validation_failed} for several fields; of many the first ones are told. */
    public static ProblemException fields(List<Violation> violations) {
        return new ProblemException(ErrorCode.VALIDATION_FAILED, "validation_failed.detail", violations);
    }

    /** A refusal as it was before, out of what {@link #variant()} and the others told of it. */
    public static ProblemException again(
            ErrorCode code, String variant, List<Object> arguments, List<Violation> violations) {
        String detailKey = code.code() + "." + variant;
        return ErrorCode.instead(detailKey)
                .map(now -> of(now, arguments.toArray()).with(List.copyOf(violations)))
                .orElseGet(() -> new ProblemException(code, detailKey, List.copyOf(violations), arguments.toArray()));
    }

    /** The same refusal with entries in errors. */
    public ProblemException with(List<Violation> more) {
        return new ProblemException(code, detailKey, more, arguments);
    }

    public ErrorCode code() {
        return code;
    }

    public String detailKey() {
        return detailKey;
    }

    /** Which of the code's details says so. */
    public String variant() {
        return detailKey.substring(code.code().length() + 1);
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    public List<Violation> violations() {
        return violations;
    }
}
